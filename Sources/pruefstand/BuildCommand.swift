import ArgumentParser
import Findings
import Foundation
import Site

struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build content and snapshots into a site.")

    @OptionGroup var options: SiteOptions
    @Option(help: "Where to; site/ in the site's folder where it is not said.", completion: .directory) var out: String?
    @Option(help: "Instead of the settings' base-url.") var baseURL: String?
    @Flag(help: "Warnings are errors.") var strict = false
    @Flag(help: "Also build articles marked as drafts.") var drafts = false

    func run() throws {
        let rendered = try Rendering.render(options, baseURL: baseURL, drafts: drafts, strict: strict)
        let folder = out.map { URL(filePath: $0).standardizedFileURL.path } ?? "\(options.root)/site"
        do throws(Diagnostics) {
            let publication = try Publisher(directory: folder).publish(rendered)
            if publication.isUnchanged {
                Terminal.say("\(folder): nothing changed, \(publication.kept) files")
            } else {
                Terminal.say(
                    "\(folder): \(publication.written.count) files written, \(publication.kept) kept, "
                        + "\(publication.removed.count) removed")
            }
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }
}

/// Reading and rendering with every diagnostic said, for `build` and `check`.
enum Rendering {
    /// - Throws: the exit code 1 where there are errors; with `strict` also where there are warnings.
    static func render(_ options: SiteOptions, baseURL: String?, drafts: Bool, strict: Bool) throws -> RenderedSite {
        var render = RenderOptions(drafts: drafts)
        if let baseURL {
            guard let checked = SiteSettings.checkedBaseURL(baseURL) else {
                throw ValidationError("--base-url wants an http or https address, not '\(baseURL)'")
            }
            render.baseURL = checked
        }
        let rendered = Site.render(options.reader.read(), render)
        Terminal.say(rendered.diagnostics)
        let errors = rendered.diagnostics.count { $0.level == .error }
        let warnings = rendered.diagnostics.count - errors
        if errors > 0 || strict && warnings > 0 {
            Terminal.say("\(errors) errors, \(warnings) warnings; nothing was written")
            throw Exit.diagnostics
        }
        return rendered
    }
}
