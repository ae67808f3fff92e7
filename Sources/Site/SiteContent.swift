import Archive
import Model

/// Everything a site is made of, read and typed. What could not be read is missing from it and stands in `diagnostics`.
package struct SiteContent: Sendable {
    package var settings: SiteSettings
    /// By id.
    package var providers: [String: ProviderPage]
    /// Newest first.
    package var articles: [Article]
    /// By name.
    package var tables: [String: TableDefinition] { didSet { derived = MadeOnce() } }
    /// Oldest first.
    package var snapshots: [SnapshotContent] { didSet { derived = MadeOnce() } }
    /// Newest first.
    package var errata: [Erratum]
    /// Language → words.
    package var texts: [String: Texts]
    package var templates: Templates
    /// `assets/NAME` → bytes.
    package var assets: [String: [UInt8]]
    /// `files/…` → bytes: images and downloads of the editor's.
    package var files: [String: [UInt8]]
    /// What was found wrong while reading, all of it.
    package var diagnostics: [Diagnostic]
    /// Files that are there but could not be read. Whoever misses something that would be in one of them must not
    /// report it a second time.
    package var broken: Set<String>
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

    package init() {
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
package struct ProviderPage: Hashable, Sendable {
    package var provider: Provider
    /// The prose as Markdown.
    package var prose: [UInt8]
    package var file: String
    package var proseLine: Int
    /// Where the tables' names under `notes` stand in the file.
    package var notePlaces: [String: Diagnostic.Place]
    /// What the provider says to our measurements; `nil` where it said nothing.
    package var reply: Reply?

    /// The provider's own words.
    package struct Reply: Hashable, Sendable {
        package var date: Day
        /// By language.
        package var text: [String: String]
        /// Where it can be read or how it came; may be empty.
        package var source: String
    }
}

/// `content/articles/DATE-slug.md`, or its translation `DATE-slug.LANGUAGE.md`. It never changes, and is held by
/// reference: an article stands in half a dozen lists, and a preview makes them anew at each edit.
package final class Article: Sendable {
    package let file: String
    package let language: String
    /// The address's last part.
    package let slug: String
    package let date: Day
    package let title: String
    package let tags: [String]
    package let summary: String
    package let updates: [Update]
    package let draft: Bool
    /// Where it once was; whoever comes there is sent on.
    package let aliases: [Alias]
    /// Markdown.
    package let body: [UInt8]
    package let bodyLine: Int

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
    package struct Alias: Hashable, Sendable {
        package var address: String
        package var place: Diagnostic.Place
    }

    /// What was added or corrected later.
    package struct Update: Hashable, Sendable {
        package var date: Day
        package var text: String
    }
}

/// `content/tables/NAME.yaml`.
package struct TableDefinition: Hashable, Sendable {
    package var name: String
    package var file: String
    /// By language.
    package var title: [String: String]
    /// By which profiles the table is graded, oldest first; empty where it has no grades.
    package var profiles: [DatedProfile]
    package var services: [ServiceLabel]
    package var columns: [Column]
    package var rows: Rows
    package var order: Order
    /// Where not empty, the only snapshots the table is made of.
    package var snapshots: [Day]
    /// The first day whose snapshots the table is made of; `nil` for all of them.
    package var since: Day?
    /// Where the ids of `rows` and the dates of `snapshots` stand in the file.
    package var places: [String: Diagnostic.Place]

    /// A grading profile and the first day that it counts for; `nil` for ever since.
    package struct DatedProfile: Hashable, Sendable {
        package var name: String
        package var from: Day?
    }

    /// A service and how its lines are labelled (`C2S`).
    package struct ServiceLabel: Hashable, Sendable {
        package var service: Service
        package var label: String
    }

    /// The fixed vocabulary of columns.
    package enum Column: String, CaseIterable, Codable, Sendable {
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

    package enum Rows: Hashable, Sendable {
        /// Every provider of the snapshot.
        case all
        /// These ids, in this order.
        case listed([String])
    }

    package enum Order: String, CaseIterable, Sendable {
        case listed, name, grade
    }
}

/// A snapshot and as much of its evidence as its pages show.
package struct SnapshotContent: Sendable {
    package var snapshot: Snapshot
    /// By id.
    package var providers: [String: ProviderFindings]
    /// Provider → excerpts of its evidence, by record id.
    package var evidence: [String: EvidenceExcerpts]

    package init(
        snapshot: Snapshot, providers: [String: ProviderFindings], evidence: [String: EvidenceExcerpts] = [:]
    ) {
        self.snapshot = snapshot
        self.providers = providers
        self.evidence = evidence
    }
}
