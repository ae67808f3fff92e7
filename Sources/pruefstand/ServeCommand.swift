import ArgumentParser
import FoundationEssentials
import Model
import Pages
import Preview

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract:
            "Serve the site, including drafts and articles of days to come, and reload it in the browser when files change."
    )

    @OptionGroup var options: SiteOptions
    @Option(help: "Port to listen on; 0 chooses a free one") var port = 8014
    @Option(
        help: ArgumentHelp(
            "Address to listen on; a non-loopback address exposes drafts to the network", valueName: "address"))
    var host = "127.0.0.1"
    @Flag(help: "Serve the built site/ directory as it is, without drafts and reloading")
    var built = false

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("invalid --port \(port): valid values are 0 to 65535") }
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
            Terminal.say("\(folder): no built site; run pruefstand build first")
            throw Exit.diagnostics
        }
        let host = shownHost
        try await PreviewServer(root: folder, host: self.host, port: port).run { port in
            Terminal.say("serving \(folder) at http://\(host):\(port)/ (press Ctrl-C to stop)")
        }
    }

    private func serveLive() async throws {
        let root = options.root
        let folders = [("\(root)/content", "content"), ("\(root)/templates", "templates")]
        // Starts watching before the first read, so that no change is missed.
        guard let watch = FolderWatch(folders.map { (path: $0.0, displayPath: $0.1) }) else {
            Terminal.say("cannot watch files: the limit fs.inotify.max_user_instances is reached")
            throw Exit.diagnostics
        }
        let site = LiveSite()
        // The 404 page links relative to the path of the base URL, which is the root here.
        let today = ProcessEnvironment.today(in: options.reader.readSettings().timeZone)
        let preview = LivePreview(
            options.reader, RenderOptions(baseURL: "http://localhost/", drafts: true, today: today), into: site)
        Terminal.say(site.diagnostics)
        let host = shownHost
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await preview.follow(watch) { Terminal.say($0) } }
            tasks.addTask {
                defer { watch.stop() }
                try await PreviewServer(site, host: self.host, port: port).run { port in
                    Terminal.say("serving \(root), including drafts, at http://\(host):\(port)/ (press Ctrl-C to stop)")
                }
            }
            try await tasks.waitForAll()
        }
    }

    /// In URLs, IPv6 addresses are written in brackets.
    private var shownHost: String { host.contains(":") ? "[\(host)]" : host }
}
