import ArgumentParser
import Content
import DNS
import Foundation
import Model
import Pages

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a site, an article or a provider.",
        subcommands: [NewSite.self, NewArticle.self, NewProvider.self, NewTemplates.self, NewWorkflow.self],
        defaultSubcommand: NewSite.self)
}

struct NewSite: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Begin a site in a new or empty folder; it builds at once.")

    @Argument(help: "The folder.", completion: .directory) var folder: String
    @Option(help: "The site's title.") var title = "Prüfstand"
    @Option(help: "The first article's date; today where it is not said.") var date: Day?

    func run() throws {
        let root = URL(filePath: folder).standardizedFileURL.path
        try NewFile.saying {
            // Not followed: a link to nowhere is somebody's, too.
            let isThere = (try? FileManager.default.attributesOfItem(atPath: root)) != nil
            if isThere {
                guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else {
                    throw NewFile.fault(
                        folder, "cannot-read", "this is no folder that can be read", "choose another one")
                }
                guard names.isEmpty else {
                    throw NewFile.fault(folder, "folder-not-empty", "the folder is not empty", "choose another one")
                }
            }
            let files = SiteScaffold.files(title: title, date: date ?? ProcessEnvironment.today(in: "UTC"))
            do {
                try write(files, below: root)
            } catch {
                // What was begun would stand in the way of the next attempt.
                let begun = Set(files.keys.map { "\(root)/\($0.prefix { $0 != "/" })" })
                for path in isThere ? begun : [root] { try? FileManager.default.removeItem(atPath: path) }
                throw error
            }
        }
        Terminal.say("\(root): a new site; see it with pruefstand serve --site \(folder)")
    }

    private func write(_ files: [String: String], below root: String) throws {
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            try NewFile.write(text, to: path, below: root, quiet: true)
        }
        // What may be written into all of these, key by key.
        if let templates = DefaultTemplates.folder,
            let page = FileManager.default.contents(atPath: "\(templates)/content.md")
        {
            try NewFile.write(page, to: "content/README.md", below: root)
        }
    }
}

struct NewArticle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "article", abstract: "Begin an article: content/articles/DATE-title.md, as a draft.")

    @Argument(help: "Its title.") var title: String
    @OptionGroup var options: SiteOptions
    @Option(help: "Its date; today in the site's time zone where it is not said.") var date: Day?
    @Option(help: "In which of the site's languages; its first where it is not said.") var language: String?

    func run() throws {
        try NewFile.saying {
            let content = options.reader.read()
            let faults = content.diagnostics.filter { $0.level == .error && $0.file == "content/site.yaml" }
            guard faults.isEmpty else { throw Diagnostics(faults) }
            let draft = try ArticleDraft(
                title: title, date: date ?? ProcessEnvironment.today(in: content.settings.timeZone), language: language,
                in: content)
            try NewFile.write(draft.text, to: draft.path, below: options.root)
        }
    }
}

struct NewProvider: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider", abstract: "Begin a provider: content/providers/ID.md, with what the DNS says.")

    @Argument(help: "Its main mail domain.") var domain: String
    @OptionGroup var options: SiteOptions
    @Option(help: "Its id, the file's name; made of the domain where it is not said.") var id: String?
    @Option(help: "Its name; the domain where it is not said.") var name: String?
    @Option(help: "The day to write beside what the DNS says; today where it is not said.") var date: Day?
    @OptionGroup var look: NetworkOptions

    func run() async throws {
        let domain = domain.lowercased()
        // Before anything is asked: is it a domain at all?
        try NewFile.saying { _ = try ProviderDraft(domain: domain, id: id, discovery: .notAsked(why: "")) }
        let discovery = await DomainDiscovery.ask(domain, on: date ?? ProcessEnvironment.today(in: "UTC"), look)
        if case .notAsked(let why) = discovery { Terminal.say("the DNS was not asked: \(why)") }
        try NewFile.saying {
            let draft = try ProviderDraft(domain: domain, id: id, name: name, discovery: discovery)
            try NewFile.write(draft.text, to: draft.path, below: options.root)
        }
    }
}

struct NewTemplates: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates", abstract: "Copy the program's templates into the site, to change them there.")

    @OptionGroup var options: SiteOptions

    func run() throws {
        try NewFile.saying {
            let source = try NewFile.templates()
            var copied = 0
            for case let path as String in FileManager.default.enumerator(atPath: source) ?? .init() {
                let from = "\(source)/\(path)"
                let to = "\(options.root)/templates/\(path)"
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder), !isFolder.boolValue else {
                    continue
                }
                // What the site has already is the editor's.
                if FileManager.default.fileExists(atPath: to) { continue }
                try NewFile.copy(from, to: "templates/\(path)", below: options.root)
                copied += 1
            }
            Terminal.say("\(copied) files copied into \(options.root)/templates; what was there stayed")
        }
    }
}

struct NewWorkflow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow",
        abstract: "Put the files that scan by schedule, build and publish where a host looks for them.")

    /// Who runs them.
    enum Host: String, CaseIterable, ExpressibleByArgument {
        case github, gitlab, forgejo, netlify

        /// The file in `templates/publishing` → where it goes.
        var files: [(recipe: String, path: String)] {
            switch self {
            case .github: [("github.yaml", ".github/workflows/pruefstand.yaml")]
            case .gitlab: [("gitlab.yaml", ".gitlab-ci.yml")]
            case .forgejo: [("forgejo.yaml", ".forgejo/workflows/pruefstand.yaml")]
            // The first copies the second into what it publishes.
            case .netlify: [("netlify.toml", "netlify.toml"), ("_headers", "templates/publishing/_headers")]
            }
        }

        /// The page that says what is left to do.
        var page: String {
            switch self {
            case .github: "github-pages.md"
            case .gitlab: "gitlab-pages.md"
            case .forgejo: "codeberg-pages.md"
            case .netlify: "netlify.md"
            }
        }
    }

    @Argument(help: "Who runs it: github, gitlab, forgejo (Codeberg too) or netlify.") var host: Host
    @OptionGroup var options: SiteOptions

    func run() throws {
        try NewFile.saying {
            let recipes = "\(try NewFile.templates())/publishing"
            for file in host.files {
                try NewFile.copy("\(recipes)/\(file.recipe)", to: file.path, below: options.root)
                Terminal.print("\(options.root)/\(file.path)")
            }
            Terminal.say("what is left to do stands in \(recipes)/\(host.page)")
        }
    }
}

/// Writing files that must not be there yet.
enum NewFile {
    /// The program's own templates.
    static func templates() throws(Diagnostics) -> String {
        guard let folder = DefaultTemplates.folder else {
            throw fault(
                "templates", "no-templates", "the program's templates are not where it was installed",
                "install the program with its share folder")
        }
        return folder
    }

    /// Copies a file of the program's; a program among them stays one.
    static func copy(_ from: String, to path: String, below root: String) throws(Diagnostics) {
        guard let bytes = FileManager.default.contents(atPath: from) else {
            throw fault(from, "cannot-read", "the file cannot be read", "install the program with its share folder")
        }
        try write(bytes, to: path, below: root)
        if FileManager.default.isExecutableFile(atPath: from) {
            try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(root)/\(path)")
        }
    }

    static func write(_ text: String, to path: String, below root: String, quiet: Bool = false) throws(Diagnostics) {
        try write(Data(text.utf8), to: path, below: root)
        if !quiet { Terminal.print("\(root)/\(path)") }
    }

    static func write(_ bytes: Data, to path: String, below root: String) throws(Diagnostics) {
        let file = URL(filePath: "\(root)/\(path)")
        if FileManager.default.fileExists(atPath: file.path) {
            throw fault(path, "file-exists", "the file is there already", "edit it, or choose another name")
        }
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: file, options: .withoutOverwriting)
        } catch {
            // A part of it would stand in the way of the next attempt.
            if (error as? CocoaError)?.code != .fileWriteFileExists { try? FileManager.default.removeItem(at: file) }
            throw fault(path, "cannot-write", "the file cannot be written", "\(error.localizedDescription)")
        }
    }

    static func fault(_ file: String, _ rule: String, _ message: String, _ hint: String) -> Diagnostics {
        Diagnostics([Diagnostic(file: file, rule: rule, message: message, hint: hint)])
    }

    /// Says what is wrong, and ends with the exit code for it.
    static func saying(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }
}
