import ArgumentParser
import Foundation
import Preview

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Show the built site to this machine, until interrupted.")

    @OptionGroup var options: SiteOptions
    @Option(help: "The port to listen on; 0 takes a free one.") var port = 8014

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port goes from 0 to 65535") }
    }

    func run() async throws {
        let folder = "\(options.root)/site"
        guard FileManager.default.fileExists(atPath: "\(folder)/index.html") else {
            Terminal.say("\(folder): there is no built site; run pruefstand build first")
            throw Exit.diagnostics
        }
        do {
            try await PreviewServer(root: folder, port: port).run { port in
                Terminal.say("\(folder) is on http://127.0.0.1:\(port)/ (Ctrl-C ends it)")
            }
        } catch let failure as PreviewServer.Failure {
            Terminal.say("\(failure)")
            throw Exit.diagnostics
        }
    }
}
