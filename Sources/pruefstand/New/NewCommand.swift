import ArgumentParser
import Content
import DNS
import Defaults
import Files
import FoundationEssentials
import Glibc
import Model
import Names
import Pages
import Text

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Create a site, an article, a provider or a workflow, or write out the files inside the program.",
        subcommands: [
            NewSite.self, NewArticle.self, NewProvider.self, NewTemplates.self, NewSchemas.self, NewWorkflow.self,
        ],
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

    private func write(_ files: [String: String], below root: String) throws(Diagnostics) {
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            try NewFile.write(text, to: path, below: root, quiet: true)
        }
        // The reference of every key of these files.
        if let page = DefaultFile.named("templates/content.md") {
            try NewFile.write(page.bytes, to: "content/README.md", below: root)
        }
    }
}

struct NewArticle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "article", abstract: "Create a draft article, content/articles/DATE-TITLE.md.")

    @Argument(help: "Title of the article (with --incident: default is that of the incident)") var title: String?
    @OptionGroup var options: SiteOptions
    @Option(
        help: ArgumentHelp(
            "Date of the article, YYYY-MM-DD (default: today in the site's time zone)", valueName: "date")) var date:
        Day?
    @Option(help: "Language of the article (default: the site's first language)") var language: String?
    @Option(
        help: ArgumentHelp(
            "Column that the article is about: how many providers say yes, with claims, charts and the table",
            valueName: "column")) var about: String?
    @Option(
        help: ArgumentHelp(
            "Incident that the article is about, by the name of its file: what its file says, as a post",
            valueName: "id")) var incident: String?

    func validate() throws {
        if title == nil, incident == nil { throw ValidationError("missing expected argument '<title>'") }
        if about != nil || date != nil, incident != nil {
            throw ValidationError("--incident cannot be combined with --about or --date")
        }
    }

    func run() throws {
        try NewFile.saying {
            let content = options.reader.read()
            let faults = content.diagnostics.filter { $0.level == .error && $0.file == "content/site.yaml" }
            guard faults.isEmpty else { throw Diagnostics(faults) }
            if let incident {
                let draft = try ArticleDraft(incident: incident, title: title, language: language, in: content)
                return try NewFile.write(draft.text, to: draft.path, below: options.root)
            }
            let draft = try ArticleDraft(
                title: title ?? "", date: date ?? ProcessEnvironment.today(in: content.settings.timeZone),
                language: language,
                about: about, in: content)
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
            removeExamples(except: draft.path)
        }
    }

    /// The providers with which `new` began the site, as far as they are as it wrote them.
    private func removeExamples(except kept: String) {
        for (path, text) in SiteScaffold.exampleProviders.sorted(by: { $0.key < $1.key }) where path != kept {
            let file = "\(options.root)/\(path)"
            guard let bytes = try? InputFile.bytes(file, limit: 65_536, followsLinks: false), bytes == Array(text.utf8),
                unlink(file) == 0
            else { continue }
            Terminal.say("\(path): removed, it was only an example")
        }
    }
}
