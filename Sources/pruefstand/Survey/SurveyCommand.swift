import ArgumentParser

struct SurveyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "Measure many domains: their DNS, and each server that it names once, in shards.",
        subcommands: [SurveyRunCommand.self, SurveyMergeCommand.self], defaultSubcommand: SurveyRunCommand.self)
}
