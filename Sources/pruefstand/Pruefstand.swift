import ArgumentParser

@main
struct Pruefstand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pruefstand",
        abstract: "Measures e-mail and XMPP providers and publishes what it measured.")
}
