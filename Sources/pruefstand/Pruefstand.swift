import ArgumentParser

@main
struct Pruefstand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pruefstand",
        abstract: "Measures e-mail and XMPP providers and publishes what it measured.",
        version: Version.text,
        subcommands: [ProbeCommand.self])
}

enum Version {
    static let text = "pruefstand 0.1.0"
}
