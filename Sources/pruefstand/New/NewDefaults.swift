import ArgumentParser
import Defaults
import Files
import FoundationEssentials
import Model

struct NewTemplates: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates", abstract: "Write the default templates into the site for editing.")

    @OptionGroup var options: SiteOptions

    func run() throws {
        try NewFile.saying { () throws(Diagnostics) in
            var written = 0
            // Existing files may have been edited.
            for file in DefaultFile.below("templates") where !InputFile.exists("\(options.root)/\(file.path)") {
                try NewFile.write(file, to: file.path, below: options.root)
                written += 1
            }
            Terminal.say(
                "wrote \(Terminal.count(written, "file")) to \(options.root)/templates; existing files were kept")
        }
    }
}

struct NewSchemas: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schemas",
        abstract: "Write the JSON Schemas of snapshots and of --json output into a directory.")

    @Argument(help: ArgumentHelp("Directory to write to", valueName: "directory"), completion: .directory)
    var folder = "schema"

    func run() throws {
        try NewFile.saying { () throws(Diagnostics) in
            let root = URL(filePath: folder).standardizedFileURL.path
            for file in DefaultFile.below("schema") {
                let name = String(file.path.dropFirst("schema/".count))
                try NewFile.write(file, to: name, below: root)
                Terminal.print("\(root)/\(name)")
            }
        }
    }
}
