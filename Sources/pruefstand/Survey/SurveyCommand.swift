import ArgumentParser

struct SurveyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "Ask the DNS of many domains for their mail and XMPP servers and policies, in shards, and merge.",
        subcommands: [SurveyRunCommand.self, SurveyMergeCommand.self], defaultSubcommand: SurveyRunCommand.self)
}
