import ArgumentParser
import Content
import DNS
import Foundation
import Model
import Names
import Pages
import Text

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Create a site, an article, a provider or a workflow.",
        subcommands: [NewSite.self, NewArticle.self, NewProvider.self, NewTemplates.self, NewWorkflow.self],
        defaultSubcommand: NewSite.self)

    /// `new DIRECTORY` begins a site, so that a misspelled subcommand would begin one too.
    /// - Parameter arguments: of the program.
    /// - Throws: `ValidationError` if the word after `new` is nearly a subcommand, and no directory with a path.
    static func checkWord(_ arguments: [String]) throws {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard arguments.count > 1, arguments[0] == configuration.commandName, !names.contains(arguments[1]),
            !arguments[1].hasPrefix("-"),
            let near = Suggestion.closest(
                to: arguments[1], among: names.filter { $0 != NewSite.configuration.commandName })
        else { return }
        throw ValidationError(
            "unknown command 'new \(arguments[1])'; did you mean '\(near)'? To begin a site in a directory of that name: "
                + "pruefstand new site \(arguments[1])")
    }
}

struct NewSite: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Create a site that builds without changes, in a new or empty directory.")

    @Argument(help: ArgumentHelp("Directory of the new site", valueName: "directory"), completion: .directory)
    var folder: String
    @Option(help: "Title of the site") var title = "Prüfstand"
    @Option(help: ArgumentHelp("Date of the first article, YYYY-MM-DD (default: today)", valueName: "date")) var date:
        Day?

    func run() throws {
        let root = URL(filePath: folder).standardizedFileURL.path
        try NewFile.saying {
            // Does not follow links: a dangling link must not be overwritten either.
            let isThere = (try? FileManager.default.attributesOfItem(atPath: root)) != nil
            if isThere {
                guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else {
                    throw NewFile.fault(
                        folder, .unreadableFile, "not a readable directory", "choose another directory")
                }
                guard names.isEmpty else {
                    throw NewFile.fault(
                        folder, .folderNotEmpty, "the directory is not empty", "choose another directory")
                }
            }
            let files = SiteScaffold.files(title: title, date: date ?? ProcessEnvironment.today(in: "UTC"))
            do {
                try write(files, below: root)
            } catch {
                // A partial site would make the next attempt fail.
                let begun = Set(files.keys.map { "\(root)/\($0.prefix { $0 != "/" })" })
                for path in isThere ? begun : [root] { try? FileManager.default.removeItem(atPath: path) }
                throw error
            }
        }
        Terminal.say("created \(root); preview it with: pruefstand serve --site \(folder)")
    }

    private func write(_ files: [String: String], below root: String) throws {
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            try NewFile.write(text, to: path, below: root, quiet: true)
        }
        // The reference of every key of these files.
        if let templates = DefaultTemplates.folder,
            let page = FileManager.default.contents(atPath: "\(templates)/content.md")
        {
            try NewFile.write(page, to: "content/README.md", below: root)
        }
    }
}

struct NewArticle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "article", abstract: "Create a draft article, content/articles/DATE-TITLE.md.")

    @Argument(help: "Title of the article") var title: String
    @OptionGroup var options: SiteOptions
    @Option(
        help: ArgumentHelp(
            "Date of the article, YYYY-MM-DD (default: today in the site's time zone)", valueName: "date")) var date:
        Day?
    @Option(help: "Language of the article (default: the site's first language)") var language: String?

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
        commandName: "provider", abstract: "Create a provider file, content/providers/ID.md, from DNS records.")

    @Argument(help: "Main mail domain of the provider") var domain: String
    @OptionGroup var options: SiteOptions
    @Option(help: "Provider id and file name (default: derived from the domain)") var id: String?
    @Option(help: "Name of the provider (default: the domain)") var name: String?
    @Option(help: ArgumentHelp("Date to record with the DNS answers, YYYY-MM-DD (default: today)", valueName: "date"))
    var date: Day?
    @OptionGroup var look: NetworkOptions

    func run() async throws {
        // Looked up in A-labels, written as people read it.
        let name = (try? DomainName.aLabels(domain)) ?? domain
        let domain = DomainName.uLabels(name)
        // Validates the domain before any query is sent.
        try NewFile.saying { _ = try ProviderDraft(domain: domain, id: id, discovery: .notAsked(why: "")) }
        let discovery = await DomainDiscovery.ask(name, on: date ?? ProcessEnvironment.today(in: "UTC"), look)
        if case .notAsked(let why) = discovery { Terminal.say("DNS lookup skipped: \(why)") }
        try NewFile.saying {
            let draft = try ProviderDraft(domain: domain, id: id, name: self.name, discovery: discovery)
            try NewFile.write(draft.text, to: draft.path, below: options.root)
        }
    }
}

struct NewTemplates: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates", abstract: "Copy the default templates into the site for editing.")

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
                // Existing files may have been edited.
                if FileManager.default.fileExists(atPath: to) { continue }
                try NewFile.copy(from, to: "templates/\(path)", below: options.root)
                copied += 1
            }
            Terminal.say(
                "copied \(Terminal.count(copied, "file")) to \(options.root)/templates; existing files were kept")
        }
    }
}

struct NewWorkflow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow",
        abstract: "Create the workflow files with which a host scans on a schedule, builds and publishes.")

    /// The hosting service that runs the workflow.
    enum Host: String, CaseIterable, ExpressibleByArgument {
        case github, gitlab, forgejo, netlify

        /// Files of `templates/publishing` and their destinations.
        var files: [(recipe: String, path: String)] {
            switch self {
            case .github: [("github.yaml", ".github/workflows/pruefstand.yaml")]
            case .gitlab: [("gitlab.yaml", ".gitlab-ci.yml")]
            case .forgejo: [("forgejo.yaml", ".forgejo/workflows/pruefstand.yaml")]
            // netlify.toml copies _headers into the published directory.
            case .netlify: [("netlify.toml", "netlify.toml"), ("_headers", "templates/publishing/_headers")]
            }
        }

        /// The page in `templates/publishing` with the remaining steps.
        var page: String {
            switch self {
            case .github: "github-pages.md"
            case .gitlab: "gitlab-pages.md"
            case .forgejo: "codeberg-pages.md"
            case .netlify: "netlify.md"
            }
        }
    }

    @Argument(help: "Hosting service (forgejo includes Codeberg)") var host: Host
    @OptionGroup var options: SiteOptions

    func run() throws {
        try NewFile.saying {
            let recipes = "\(try NewFile.templates())/publishing"
            for file in host.files {
                try NewFile.copy("\(recipes)/\(file.recipe)", to: file.path, below: options.root)
                Terminal.print("\(options.root)/\(file.path)")
            }
            Terminal.say("for the remaining steps see \(recipes)/\(host.page)")
        }
    }
}

/// Writes new files; an existing file is an error.
enum NewFile {
    /// The directory of the default templates.
    static func templates() throws(Diagnostics) -> String {
        guard let folder = DefaultTemplates.folder else {
            throw fault(
                "templates", .noTemplates, "the default templates are not installed",
                "install the program together with its share directory")
        }
        return folder
    }

    /// Copies a default file, preserving its executable bit.
    static func copy(_ from: String, to path: String, below root: String) throws(Diagnostics) {
        guard let bytes = FileManager.default.contents(atPath: from) else {
            throw fault(
                from, .unreadableFile, "the file cannot be read",
                "install the program together with its share directory")
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
            throw fault(path, .fileExists, "the file already exists", "edit it, or choose another name")
        }
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: file, options: .withoutOverwriting)
        } catch {
            // A partial file would make the next attempt fail.
            if (error as? CocoaError)?.code != .fileWriteFileExists { try? FileManager.default.removeItem(at: file) }
            throw fault(path, .cannotWrite, "the file cannot be written", "\(error.localizedDescription)")
        }
    }

    static func fault(_ file: String, _ rule: Diagnostic.Rule, _ message: String, _ hint: String) -> Diagnostics {
        Diagnostics([Diagnostic(file: file, rule: rule, message: message, hint: hint)])
    }

    /// Runs `body`; prints the diagnostics it throws and exits with their exit code.
    static func saying(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }
}
