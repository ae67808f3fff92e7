import Archive
import ArgumentParser
import Model
import Survey

struct SurveyMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Merge what the shards of a survey found.",
        discussion: """
            Of the resolve pass: DIR/domains.ndjson.gz, a line for each domain in the order of the list, and \
            DIR/targets.ndjson.gz, the servers that they name, each once. Of the probe pass, where there are results: \
            DIR/servers.ndjson.gz, a line for each server, and DIR/joined.ndjson.gz, the domains with what is known of \
            their servers. DIR/merged-PASS.json names the shards that were taken and those that are missing.

            Of several results of one shard the one that was restarted most is taken. Nothing is merged where shards \
            are of different lists, seeds, versions or numbers of shards. Merging again, or with more shards, is the \
            same as merging them all at once.
            """)

    @Argument(help: ArgumentHelp("Directory with the results of the shards", valueName: "dir"), completion: .directory)
    var folder: String

    func run() throws {
        do {
            let folder = SurveyFolder(folder)
            var isWhole = try Self.merge(folder, .resolve)
            let hasProbes = try folder.manifests().whole.keys.contains { $0.pass == .probe }
            if hasProbes, try !Self.merge(folder, .probe) { isWhole = false }
            if !isWhole { throw Exit.diagnostics }
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    /// - Returns: whether every shard was there and whole.
    @discardableResult
    static func merge(_ folder: SurveyFolder, _ pass: SurveyPass) throws(Diagnostics) -> Bool {
        let (merged, faults) = try SurveyMerge(folder).run(pass)
        Terminal.say(faults)
        let what = merged.servers.map { Terminal.count($0, "server") } ?? Terminal.count(merged.domains, "domain")
        let file: SurveyMerge.File = pass == .resolve ? .domains : .servers
        Terminal.say(
            "merged \(what) of \(merged.shards.count) of \(Terminal.count(merged.terms.shards, "shard")) into "
                + "\(folder.path)/\(file.name)")
        return faults.isEmpty
    }
}
