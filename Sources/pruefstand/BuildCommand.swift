import ArgumentParser
import CLinux
import Content
import FoundationEssentials
import Model
import Pages
import Publish

struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build the site.")

    @OptionGroup var options: SiteOptions
    @Option(help: ArgumentHelp("Output directory (default: SITE/site)", valueName: "directory"), completion: .directory)
    var out: String?
    @Option(help: ArgumentHelp("Override base-url of content/site.yaml", valueName: "url")) var baseURL: String?
    @Flag(help: "Treat warnings as errors") var strict = false
    @Flag(help: "Include articles and pages marked as drafts, and articles of days to come") var drafts = false
    @Flag(help: "Include articles of days to come") var future = false

    func run() throws {
        clinux_keep_memory()
        var render = try Rendering.options(baseURL: baseURL, drafts: drafts, future: future)
        let folder = out.map { URL(filePath: $0).standardizedFileURL.path } ?? "\(options.root)/site"
        // Must name everything that the output depends on: all inputs, the program itself and its options.
        let record = BuildRecord(
            inputs: ["\(options.root)/content", "\(options.root)/templates", "/proc/self/exe"],
            directory: folder, options: "\(render.baseURL ?? "") \(render.drafts) \(render.future)")
        let seen = record.observe()
        if let files = record.isCurrent(seen) {
            return Terminal.say("\(folder): up to date, \(Terminal.count(files, "file"))")
        }
        render.basis = basis(render)
        let content = options.reader.read()
        render.today = ProcessEnvironment.today(in: content.settings.timeZone)
        let rendering = SiteRendering(content, render)
        let heldBack = rendering.heldBack
        do throws(Diagnostics) {
            let publication = try Publisher(directory: folder, keepsPages: render.basis != nil)
                .publish(rendering, strict: strict)
            Terminal.say(publication.diagnostics)
            for article in heldBack { Terminal.say("\(article.file): held back until \(article.date)") }
            // What waits for its day depends on more than the inputs.
            if publication.diagnostics.isEmpty, !rendering.dependsOnDay { record.save(seen, publication) }
            if !publication.foreign.isEmpty {
                let shown = publication.foreign.prefix(10).joined(separator: ", ")
                let more = publication.foreign.count - min(10, publication.foreign.count)
                Terminal.say(
                    "\(folder): kept what did not come from a build: \(shown)" + (more > 0 ? " and \(more) more" : ""))
            }
            if publication.isUnchanged {
                Terminal.say("\(folder): up to date, \(Terminal.count(publication.kept, "file"))")
            } else {
                Terminal.say(
                    "\(folder): \(Terminal.count(publication.written.count, "file")) written, \(publication.kept) unchanged, "
                        + "\(publication.removed.count) removed")
            }
        } catch {
            Terminal.say(error.all)
            Rendering.reportFailure(error.all)
            throw Exit.diagnostics
        }
        // The end of the process frees the content at once; deinitialising it piece by piece takes longer.
        withExtendedLifetime(rendering) { Self.exit() }
    }
}

extension BuildCommand {
    /// What stands for all that pages of dates are made of beside snapshots: everything in `content` but those, articles
    /// and files, the templates, the program and its options.
    private func basis(_ render: RenderOptions) -> String? {
        let apart: Set<String> = ["snapshots", "articles", "files"]
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(options.root)/content") else {
            return nil
        }
        let inputs = names.filter { !apart.contains($0) }.sorted().map { "\(options.root)/content/\($0)" }
        return BuildRecord.fingerprint(
            of: inputs + ["\(options.root)/templates", "/proc/self/exe"],
            now: ProcessEnvironment.now().milliseconds * 1_000_000
        ).map { "\($0) \(render.baseURL ?? "") \(render.drafts)" }
    }
}

/// The render options of `build`, and its summary after a failure.
enum Rendering {
    static func options(baseURL: String?, drafts: Bool, future: Bool) throws -> RenderOptions {
        var options = RenderOptions(drafts: drafts, future: future)
        if let baseURL {
            guard let checked = SiteSettings.checkedBaseURL(baseURL) else {
                throw ValidationError(
                    "invalid --base-url '\(baseURL)': use an http or https URL without query or fragment")
            }
            options.baseURL = checked
        }
        return options
    }

    static func reportFailure(_ diagnostics: [Diagnostic]) {
        let errors = diagnostics.count { $0.level == .error }
        Terminal.say("\(Terminal.count(errors: errors, warnings: diagnostics.count - errors)); nothing published")
    }
}
