import ArgumentParser
import Version

@main
struct Pruefstand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pruefstand",
        abstract: "Measures e-mail and XMPP providers and publishes what it measured.",
        discussion: """
            Exit codes: 0 done; 1 there are errors in what was read; 2 wrong usage; 3 nothing could be measured; \
            130 interrupted.
            """,
        version: programName,
        subcommands: [
            ScanCommand.self, ProbeCommand.self, BuildCommand.self, ServeCommand.self, CheckCommand.self,
            VerifyCommand.self, DiffCommand.self, NewCommand.self,
        ])

    /// As ArgumentParser's own, but for the exit code of wrong usage: 2, as scripts expect, instead of 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let text = fullMessage(for: error)
            switch exitCode(for: error) {
            case .success:
                Terminal.print(text)
            case .validationFailure:
                Terminal.say(text)
                exit(withError: ExitCode(2))
            default:
                if !(error is ExitCode), !text.isEmpty { Terminal.say(text) }
                exit(withError: ExitCode(exitCode(for: error).rawValue))
            }
        }
    }
}

/// The program and its version, as `--version` prints it and every snapshot records it.
let programName = "pruefstand \(ProgramVersion.current)"
