import ArgumentParser
import FoundationEssentials
import Model
import Pages

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what changed between two snapshots, separating new measurements from new grading rules.")

    @Argument(help: "Date of the earlier snapshot, YYYY-MM-DD") var from: Day
    @Argument(help: "Date of the later snapshot, YYYY-MM-DD") var to: Day
    @OptionGroup var options: SiteOptions
    @Option(help: "Output language (default: the site's first language)") var language: String?
    @Flag(help: "Print a draft article about the changes, including claims") var article = false
    @Option(
        help: ArgumentHelp(
            "Date of the article, YYYY-MM-DD (default: today in the site's time zone)", valueName: "date")) var date:
        Day?

    func run() throws {
        let content = options.reader.read()
        // A provider that is left out of a snapshot has no changes there, which is not to be taken for an answer.
        let found = content.diagnostics.filter { $0.level == .error || $0.file.hasPrefix(SiteOptions.snapshotsShownAs) }
        Terminal.say(found)
        if found.contains(where: { $0.level == .error }) { throw Exit.diagnostics }
        do throws(Diagnostics) {
            let report = try ChangeReport(content, from: from, to: to, language: language)
            if article {
                let tables = content.tables.values.filter { table in
                    content.snapshots.contains { $0.manifest.date == report.to && table.applies(to: $0) }
                }
                let date = date ?? ProcessEnvironment.today(in: content.settings.timeZone)
                Terminal.print(lines: report.article(date: date, tables: tables.map(\.name).sorted()))
            } else {
                Self.print(report)
            }
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    private static func print(_ report: ChangeReport) {
        if report.isEmpty { Terminal.say("no changes between \(report.from) and \(report.to)") }
        for group in report.groups {
            Terminal.print("\(group.title):")
            for line in group.lines {
                Terminal.print(
                    "  \(line.change.name): \(line.text) (\(line.change.seenBefore) → \(line.change.since))")
            }
        }
    }
}
