import ArgumentParser
import CLinux
import Content
import Foundation
import Model
import Pages
import Publish

struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build content and snapshots into a site.")

    @OptionGroup var options: SiteOptions
    @Option(help: "Where to; site/ in the site's folder where it is not said.", completion: .directory) var out: String?
    @Option(help: "Instead of the settings' base-url.") var baseURL: String?
    @Flag(help: "Warnings are errors.") var strict = false
    @Flag(help: "Also build articles marked as drafts.") var drafts = false

    func run() throws {
        clinux_keep_memory()
        let render = try Rendering.options(baseURL: baseURL, drafts: drafts)
        let folder = out.map { URL(filePath: $0).standardizedFileURL.path } ?? "\(options.root)/site"
        // Everything that the bytes depend on must be here: what is read, the program, and its options.
        let record = BuildRecord(
            inputs: ["\(options.root)/content", "\(options.root)/templates", "/proc/self/exe"]
                + [DefaultTemplates.folder].compactMap(\.self),
            directory: folder, options: "\(render.baseURL ?? "") \(render.drafts)")
        let seen = record.observe()
        if let files = record.isCurrent(seen) { return Terminal.say("\(folder): nothing changed, \(files) files") }
        let rendering = SiteRendering(options.reader.read(), render)
        do throws(Diagnostics) {
            let publication = try Publisher(directory: folder).publish(rendering, strict: strict)
            Terminal.say(publication.diagnostics)
            if publication.diagnostics.isEmpty { record.save(seen, publication) }
            if publication.isUnchanged {
                Terminal.say("\(folder): nothing changed, \(publication.kept) files")
            } else {
                Terminal.say(
                    "\(folder): \(publication.written.count) files written, \(publication.kept) kept, "
                        + "\(publication.removed.count) removed")
            }
        } catch {
            Terminal.say(error.all)
            Rendering.reportFailure(error.all)
            throw Exit.diagnostics
        }
        // What has been read is given back by the process's end, at once, and not piece by piece before.
        withExtendedLifetime(rendering) { Self.exit() }
    }
}

/// What `build` may be told, and how it ends where it cannot.
enum Rendering {
    static func options(baseURL: String?, drafts: Bool) throws -> RenderOptions {
        var options = RenderOptions(drafts: drafts)
        if let baseURL {
            guard let checked = SiteSettings.checkedBaseURL(baseURL) else {
                throw ValidationError("--base-url wants an http or https address, not '\(baseURL)'")
            }
            options.baseURL = checked
        }
        return options
    }

    static func reportFailure(_ diagnostics: [Diagnostic]) {
        let errors = diagnostics.count { $0.level == .error }
        Terminal.say("\(errors) errors, \(diagnostics.count - errors) warnings; nothing was published")
    }
}
