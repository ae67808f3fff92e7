import ArgumentParser
import Foundation
import Model
import Pages
import Preview

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show the site in a browser as it is being edited, drafts too, until interrupted.")

    @OptionGroup var options: SiteOptions
    @Option(help: "The port to listen on; 0 takes a free one.") var port = 8014
    @Option(help: "The address to listen on; with another than this machine's own, others can look at drafts.")
    var host = "127.0.0.1"
    @Flag(help: "Show what build wrote into site/, as it was published, without drafts and without reloading.")
    var built = false

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port goes from 0 to 65535") }
    }

    func run() async throws {
        do {
            if built { try await serveBuilt() } else { try await serveLive() }
        } catch let failure as PreviewServer.Failure {
            Terminal.say("\(failure)")
            throw Exit.diagnostics
        }
    }

    private func serveBuilt() async throws {
        let folder = "\(options.root)/site"
        guard FileManager.default.fileExists(atPath: "\(folder)/index.html") else {
            Terminal.say("\(folder): there is no built site; run pruefstand build first")
            throw Exit.diagnostics
        }
        let host = shownHost
        try await PreviewServer(root: folder, host: self.host, port: port).run { port in
            Terminal.say("\(folder) is on http://\(host):\(port)/ (Ctrl-C ends it)")
        }
    }

    private func serveLive() async throws {
        let root = options.root
        var folders = [("\(root)/content", "content"), ("\(root)/templates", "templates")]
        if let templates = options.reader.defaultTemplates { folders.append((templates, "templates")) }
        // Watched before it is read: what changes meanwhile is read again.
        guard let watch = FolderWatch(folders.map { (path: $0.0, displayPath: $0.1) }) else {
            Terminal.say("this system has no more file watches to give (fs.inotify.max_user_instances)")
            throw Exit.diagnostics
        }
        let site = LiveSite()
        // Links of the 404 page begin at the base address's path, and here that is the root.
        let preview = LivePreview(options.reader, RenderOptions(baseURL: "http://localhost/", drafts: true), into: site)
        Terminal.say(site.diagnostics)
        let host = shownHost
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await preview.follow(watch) { Terminal.say($0) } }
            tasks.addTask {
                defer { watch.stop() }
                try await PreviewServer(site, host: self.host, port: port).run { port in
                    Terminal.say("\(root) is on http://\(host):\(port)/, drafts too (Ctrl-C ends it)")
                }
            }
            try await tasks.waitForAll()
        }
    }

    /// An IPv6 address needs brackets in an address of the web.
    private var shownHost: String { host.contains(":") ? "[\(host)]" : host }
}
