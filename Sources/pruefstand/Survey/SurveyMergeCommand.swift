import Archive
import ArgumentParser
import Model
import Survey

struct SurveyMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Merge what the shards of a survey found.",
        discussion: """
            Writes DIR/domains.ndjson.gz, a line for each domain in the order of the list, and DIR/survey.json, which \
            names the shards that were taken and those that are missing. Of several results of one shard the one that \
            was restarted most is taken. Nothing is merged where shards are of different lists, seeds, versions or numbers \
            of shards. Merging again, or with more shards, is the same as merging them all at once.
            """)

    @Argument(help: ArgumentHelp("Directory with the results of the shards", valueName: "dir"), completion: .directory)
    var folder: String

    func run() throws {
        do {
            guard try Self.merge(SurveyFolder(folder)) else { throw Exit.diagnostics }
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    /// - Returns: whether every shard was there and whole.
    @discardableResult
    static func merge(_ folder: SurveyFolder) throws(Diagnostics) -> Bool {
        let (merged, faults) = try SurveyMerge(folder).run(.resolve)
        Terminal.say(faults)
        Terminal.say(
            "merged \(Terminal.count(merged.domains, "domain")) of \(merged.shards.count) of "
                + "\(Terminal.count(merged.terms.shards, "shard")) into \(folder.path)/\(SurveyMerge.domains)")
        return faults.isEmpty
    }
}
