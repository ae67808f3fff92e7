import ArgumentParser

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Print every diagnostic over the content; writes nothing.")

    @OptionGroup var options: SiteOptions
    @Flag(help: "Warnings are errors.") var strict = false

    func run() throws {
        let rendered = try Rendering.render(options, drafts: true, strict: strict)
        Terminal.say("\(rendered.files.count) files would be built, \(rendered.diagnostics.count) warnings")
    }
}
