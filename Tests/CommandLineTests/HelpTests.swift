import Foundation
import Testing

/// The help text of every command is recorded in `Help/`, so that a change of one is seen and read.
@Suite struct HelpTests {
    private struct Dump: Decodable {
        struct Command: Decodable {
            var commandName: String
            var subcommands: [Command]?
        }
        var command: Command
    }

    /// Every command as the words that select it; the first is the program itself, without any.
    private func commands() throws -> [[String]] {
        let dump = try BuiltProgram.run(["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
        func paths(_ command: Dump.Command, _ path: [String]) -> [[String]] {
            [path]
                + (command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap {
                    paths($0, path + [$0.commandName])
                }
        }
        return paths(root, [])
    }

    @Test func everyHelpText() throws {
        let commands = try commands()
        #expect(commands.count > 10)
        for command in commands {
            let help = try BuiltProgram.run(["help"] + command)
            #expect(help.status == 0 && help.errors.isEmpty)
            try Golden.check(help.output, Self.file(command))
        }
        let recorded = try FileManager.default.contentsOfDirectory(atPath: "\(Golden.folder)/Help")
        #expect(Set(recorded.filter { !$0.hasPrefix(".") }.map { "Help/\($0)" }) == Set(commands.map(Self.file)))
    }

    private static func file(_ command: [String]) -> String {
        "Help/\((["pruefstand"] + command).joined(separator: "-")).txt"
    }
}
