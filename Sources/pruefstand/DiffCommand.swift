import ArgumentParser
import Foundation
import Model
import Pages

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Print what changed between two snapshots, and whether the rules did it.")

    @Argument(help: "The earlier snapshot.") var from: Day
    @Argument(help: "The later one.") var to: Day
    @OptionGroup var options: SiteOptions
    @Option(help: "In which of the site's languages; its first where it is not said.") var language: String?
    @Flag(help: "Print the draft of an article about it, claims included.") var article = false
    @Option(help: "The article's date; today in the site's time zone where it is not said.") var date: Day?

    func run() throws {
        let content = options.reader.read()
        let errors = content.diagnostics.filter { $0.level == .error }
        guard errors.isEmpty else {
            Terminal.say(errors)
            throw Exit.diagnostics
        }
        do throws(Diagnostics) {
            let report = try ChangeReport(content, from: from, to: to, language: language)
            if article {
                let tables = content.tables.values.filter { table in
                    content.snapshots.contains { $0.snapshot.date == report.to && table.applies(to: $0) }
                }
                let date = date ?? ProcessEnvironment.today(in: content.settings.timeZone)
                Terminal.print(report.article(date: date, tables: tables.map(\.name).sorted()))
            } else {
                Self.print(report)
            }
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    private static func print(_ report: ChangeReport) {
        if report.isEmpty { Terminal.say("nothing changed between \(report.from) and \(report.to)") }
        for group in report.groups {
            Terminal.print("\(group.title):")
            for line in group.lines {
                Terminal.print(
                    "  \(line.change.name): \(line.text) (\(line.change.seenBefore) → \(line.change.since))")
            }
        }
    }
}
