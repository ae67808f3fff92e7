import Archive
import ArgumentParser
import Model
import Pages
import SiteCheck

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report problems in the content and in the rendered pages without writing anything.")

    @OptionGroup var options: SiteOptions
    @Flag(help: "Treat warnings as errors") var strict = false
    @Option(help: ArgumentHelp("Report tables whose newest snapshot is older than this many days", valueName: "days"))
    var maxAge: Int?
    @Option(
        help: ArgumentHelp(
            "Reference date for expiry checks, YYYY-MM-DD (default: today in the site's time zone)", valueName: "date"))
    var date: Day?
    @Flag(help: "Report straight quotation marks, hyphens for dashes and the like in texts") var typography = false
    @Flag(help: "Print the diagnostics as JSON on standard output") var json = false

    func validate() throws {
        if let maxAge, !(0...36_500).contains(maxAge) {
            throw ValidationError("invalid --max-age \(maxAge): valid values are 0 to 36500")
        }
    }

    func run() throws {
        let content = options.reader.read()
        let rendered = Site.render(content, RenderOptions(drafts: true, checksTypography: typography))
        let today = date ?? ProcessEnvironment.today(in: content.settings.timeZone)
        let found = SiteCheck.diagnostics(content, rendered, today: today, maxAge: maxAge)
        if json { Terminal.print(raw: try JSONText.encode(found)) }
        Terminal.say(found)
        let errors = found.count { $0.level == .error }
        Terminal.say(
            "\(Terminal.count(rendered.files.count, "file")) checked: \(Terminal.count(errors: errors, warnings: found.count - errors))"
        )
        if errors > 0 || strict && !found.isEmpty { throw Exit.diagnostics }
    }
}
