import Archive
import Findings

/// Everything a site is made of, read and typed. What could not be read is missing from it and stands in `diagnostics`.
public struct SiteContent: Sendable {
    public var settings: SiteSettings
    /// By id.
    public var providers: [String: ProviderPage]
    /// Newest first.
    public var articles: [Article]
    /// By name.
    public var tables: [String: TableDefinition] { didSet { derived = MadeOnce() } }
    /// Oldest first.
    public var snapshots: [SnapshotContent] { didSet { derived = MadeOnce() } }
    /// Newest first.
    public var errata: [Erratum]
    /// Language → words.
    public var texts: [String: Texts]
    public var templates: Templates
    /// `assets/NAME` → bytes.
    public var assets: [String: [UInt8]]
    /// `files/…` → bytes: images and downloads of the editor's.
    public var files: [String: [UInt8]]
    /// What was found wrong while reading, all of it.
    public var diagnostics: [Diagnostic]
    /// Files that are there but could not be read. Whoever misses something that would be in one of them must not
    /// report it a second time.
    public var broken: Set<String>
    /// What follows from snapshots and tables, once somebody asked for it. Copies of this content share it until their
    /// snapshots or tables differ: a preview reads articles anew all the time, and nothing in them changes history.
    private var derived = MadeOnce<Derived.Key, Derived>()

    private struct Derived {
        enum Key { case all }

        let chronicle: Chronicle
        let tables: [Edition.DatedTable]
    }

    private var ofSnapshots: Derived {
        derived.value(.all) {
            Derived(
                chronicle: Chronicle(snapshots: snapshots, tables: tables),
                tables: tables.sorted { $0.key < $1.key }.map { _, table in
                    Edition.DatedTable(definition: table, snapshots: snapshots.filter { table.applies(to: $0) })
                })
        }
    }

    /// What was known of every provider and since when, by these snapshots and tables.
    var chronicle: Chronicle { ofSnapshots.chronicle }

    /// Each table with the snapshots it can be made of, by the tables' names.
    var datedTables: [Edition.DatedTable] { ofSnapshots.tables }

    /// Takes over what another reading found in `templates/`.
    mutating func take(templates other: SiteContent) {
        templates = other.templates
        texts = other.texts
        assets = other.assets
        diagnostics += other.diagnostics
        broken.formUnion(other.broken)
    }

    public init() {
        settings = SiteSettings()
        providers = [:]
        articles = []
        tables = [:]
        snapshots = []
        errata = []
        texts = [:]
        templates = Templates()
        assets = [:]
        files = [:]
        diagnostics = []
        broken = []
    }
}

/// `content/providers/ID.md`.
public struct ProviderPage: Hashable, Sendable {
    public var provider: Provider
    /// The prose as Markdown.
    public var prose: [UInt8]
    public var file: String
    public var proseLine: Int
    /// Where the tables' names under `notes` stand in the file.
    public var notePlaces: [String: Diagnostic.Place]
    /// What the provider says to our measurements; `nil` where it said nothing.
    public var reply: Reply?

    /// The provider's own words.
    public struct Reply: Hashable, Sendable {
        public var date: Day
        /// By language.
        public var text: [String: String]
        /// Where it can be read or how it came; may be empty.
        public var source: String
    }
}

/// `content/articles/DATE-slug.md`, or its translation `DATE-slug.LANGUAGE.md`. It never changes, and is held by
/// reference: an article stands in half a dozen lists, and a preview makes them anew at each edit.
public final class Article: Sendable {
    public let file: String
    public let language: String
    /// The address's last part.
    public let slug: String
    public let date: Day
    public let title: String
    public let tags: [String]
    public let summary: String
    public let updates: [Update]
    public let draft: Bool
    /// Where it once was; whoever comes there is sent on.
    public let aliases: [Alias]
    /// Markdown.
    public let body: [UInt8]
    public let bodyLine: Int

    init(
        file: String, language: String, slug: String, date: Day, title: String, tags: [String], summary: String,
        updates: [Update], draft: Bool, aliases: [Alias], body: [UInt8], bodyLine: Int
    ) {
        self.file = file
        self.language = language
        self.slug = slug
        self.date = date
        self.title = title
        self.tags = tags
        self.summary = summary
        self.updates = updates
        self.draft = draft
        self.aliases = aliases
        self.body = body
        self.bodyLine = bodyLine
    }

    /// An address of the site: a folder's with a final slash (`2014/old/`), or a file's (`old.html`).
    public struct Alias: Hashable, Sendable {
        public var address: String
        public var place: Diagnostic.Place
    }

    /// What was added or corrected later.
    public struct Update: Hashable, Sendable {
        public var date: Day
        public var text: String
    }
}

/// `content/tables/NAME.yaml`.
public struct TableDefinition: Hashable, Sendable {
    public var name: String
    public var file: String
    /// By language.
    public var title: [String: String]
    /// By which profiles the table is graded, oldest first; empty where it has no grades.
    public var profiles: [DatedProfile]
    public var services: [ServiceLabel]
    public var columns: [Column]
    public var rows: Rows
    public var order: Order
    /// Where not empty, the only snapshots the table is made of.
    public var snapshots: [Day]
    /// The first day whose snapshots the table is made of; `nil` for all of them.
    public var since: Day?
    /// Where the ids of `rows` and the dates of `snapshots` stand in the file.
    public var places: [String: Diagnostic.Place]

    /// A grading profile and the first day that it counts for; `nil` for ever since.
    public struct DatedProfile: Hashable, Sendable {
        public var name: String
        public var from: Day?
    }

    /// A service and how its lines are labelled (`C2S`).
    public struct ServiceLabel: Hashable, Sendable {
        public var service: Service
        public var label: String
    }

    /// The fixed vocabulary of columns.
    public enum Column: String, CaseIterable, Codable, Sendable {
        case certificates, protocols, ciphers, starttls, tlsa, grade
        case dnssec, dane
        case daneProtocols = "dane-protocols"
        case caa, spf, dmarc
        case mtaSTS = "mta-sts"
        case tlsReporting = "tls-rpt"
        case aliases
        case notes

        /// Has a line for each of the table's services; the others say one thing of the provider.
        var isPerService: Bool {
            switch self {
            case .certificates, .protocols, .ciphers, .starttls, .tlsa, .grade: true
            case .dnssec, .dane, .daneProtocols, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting, .aliases, .notes: false
            }
        }

        /// Says what the main domain's DNS promises.
        var isPolicy: Bool {
            switch self {
            case .caa, .spf, .dmarc, .mtaSTS, .tlsReporting: true
            default: false
            }
        }
    }

    public enum Rows: Hashable, Sendable {
        /// Every provider of the snapshot.
        case all
        /// These ids, in this order.
        case listed([String])
    }

    public enum Order: String, CaseIterable, Sendable {
        case listed, name, grade
    }
}

/// A snapshot and as much of its evidence as its pages show.
public struct SnapshotContent: Sendable {
    public var snapshot: Snapshot
    /// By id.
    public var providers: [String: ProviderFindings]
    /// Provider → excerpts of its evidence, by record id.
    public var evidence: [String: EvidenceExcerpts]

    public init(
        snapshot: Snapshot, providers: [String: ProviderFindings], evidence: [String: EvidenceExcerpts] = [:]
    ) {
        self.snapshot = snapshot
        self.providers = providers
        self.evidence = evidence
    }
}
