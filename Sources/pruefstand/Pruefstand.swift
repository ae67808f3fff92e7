import ArgumentParser
import Dispatch
import Text
import Version

@main
struct Pruefstand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pruefstand",
        abstract: "Measure e-mail and XMPP providers and publish the results as a static site.",
        discussion: """
            Exit status: 0 success; 1 errors in the input; 2 usage error; 3 nothing could be measured; \
            4 below what was asked for (test); 130 interrupted.
            """,
        version: programName,
        subcommands: [
            TestCommand.self, ScanCommand.self, ProbeCommand.self, BuildCommand.self, ServeCommand.self,
            CheckCommand.self, WatchCommand.self, SurveyCommand.self, VerifyCommand.self, DiffCommand.self,
            PruneCommand.self, NewCommand.self,
        ])

    /// Like ArgumentParser's `main()`, except that a usage error exits with 2, as most tools do, instead of 64, and that no
    /// thread is begun before it is clear that there may be threads: where the system refuses one, Dispatch waits for it for
    /// ever.
    static nonisolated func main() {
        do {
            try checkSubcommand(CommandLine.arguments.dropFirst().first)
            try NewCommand.checkWord(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot()
            guard let waiting = command as? any AsyncParsableCommand else { return try command.run() }
            try NetworkOptions.checkThreads()
            start(waiting)
            dispatchMain()
        } catch {
            end(error)
        }
    }

    private static nonisolated func start(_ command: sending any AsyncParsableCommand) {
        Task.detached {
            do {
                var command = command
                try await command.run()
                exit()
            } catch {
                end(error)
            }
        }
    }

    private static nonisolated func end(_ error: any Error) -> Never {
        let text = fullMessage(for: error)
        switch exitCode(for: error) {
        case .success:
            Terminal.print(lines: text)
            exit()
        case .validationFailure:
            Terminal.say(lines: text)
            exit(withError: ExitCode(2))
        default:
            if !(error is ExitCode), !text.isEmpty { Terminal.say(lines: text) }
            exit(withError: ExitCode(exitCode(for: error).rawValue))
        }
    }
}

/// The program and its version, as `--version` prints it and every snapshot records it.
let programName = "pruefstand \(ProgramVersion.current)"

extension Pruefstand {
    /// ArgumentParser suggests options but not subcommands.
    /// - Throws: `ValidationError` if the first argument of the command line is not a subcommand.
    static func checkSubcommand(_ argument: String?) throws {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard let argument, !argument.hasPrefix("-"), !names.contains(argument) else { return }
        throw ValidationError("unknown command '\(argument)'; \(Suggestion.hint(for: argument, among: names))")
    }
}
