import Archive
import ArgumentParser
import Model
import Pages
import SiteCheck

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Print everything that is wrong with the content and with the finished pages; writes nothing.")

    @OptionGroup var options: SiteOptions
    @Flag(help: "Warnings are errors.") var strict = false
    @Option(help: "A table whose newest snapshot is older than this many days is an error.") var maxAge: Int?
    @Option(help: "The day that it is, for what grows old; today in the site's time zone where it is not said.")
    var date: Day?
    @Flag(help: "Print the diagnostics as JSON on standard output.") var json = false

    func validate() throws {
        if let maxAge, !(0...36_500).contains(maxAge) { throw ValidationError("--max-age goes from 0 to 36500") }
    }

    func run() throws {
        let content = options.reader.read()
        let rendered = Site.render(content, RenderOptions(drafts: true))
        let today = date ?? ProcessEnvironment.today(in: content.settings.timeZone)
        let found = SiteCheck.diagnostics(content, rendered, today: today, maxAge: maxAge)
        if json { Terminal.print(raw: try JSONText.encode(found)) }
        Terminal.say(found)
        let errors = found.count { $0.level == .error }
        Terminal.say("\(rendered.files.count) files looked at: \(errors) errors, \(found.count - errors) warnings")
        if errors > 0 || strict && !found.isEmpty { throw Exit.diagnostics }
    }
}
