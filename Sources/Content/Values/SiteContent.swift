import Model
import Text
import Watch

/// The content of a site, read and typed. What could not be read is missing and reported in `diagnostics`.
package struct SiteContent: Sendable {
    package var settings: SiteSettings
    /// By id.
    package var providers: [String: ProviderFile]
    /// Newest first.
    package var articles: [Article]
    /// By the names of their files.
    package var pages: [ContentPage]
    /// By the names of their files, without the endings.
    package var data: [String: DataValue] { didSet { derivedFromTemplates = DerivedValues() } }
    /// By name.
    package var tables: [String: TableDefinition] { didSet { derivedFromSnapshots = DerivedValues() } }
    /// Oldest first.
    package var snapshots: [Snapshot] { didSet { derivedFromSnapshots = DerivedValues() } }
    /// Reads what the findings of snapshots rest on.
    package var evidence: EvidenceReader
    /// Newest first.
    package var errata: [Erratum]
    /// Newest first.
    package var incidents: [IncidentFile]
    /// When services were measured for availability.
    package var availability: Availability
    /// Language → texts.
    package var texts: [String: Localization]
    /// File name without `.mustache` → source.
    package var templates: [String: SourceText] { didSet { derivedFromTemplates = DerivedValues() } }
    /// `assets/NAME` → bytes.
    package var assets: [String: [UInt8]]
    /// `files/…` → bytes: images and downloads.
    package var files: [String: [UInt8]]
    /// All diagnostics of the reading.
    package var diagnostics: [Diagnostic]
    /// Files with errors. What is missing because of one of them must not be reported a second time.
    package var broken: Set<String>
    /// Values derived from snapshots and tables only. Copies share them until their snapshots or tables differ, so that a
    /// preview does not derive them again at each edit of an article.
    package private(set) var derivedFromSnapshots = DerivedValues()
    /// Values derived from the templates, and from the names of data files, only.
    package private(set) var derivedFromTemplates = DerivedValues()

    /// Takes the templates, and their diagnostics, of another reading.
    mutating func take(templates other: SiteContent) {
        templates = other.templates
        texts = other.texts
        assets = other.assets
        diagnostics += other.diagnostics
        broken.formUnion(other.broken)
    }

    /// By file and place, each once: a directory that is a link is met by everything that would read in it.
    mutating func sortDiagnostics() {
        diagnostics.sort()
        var last: Diagnostic?
        diagnostics.removeAll { diagnostic in
            defer { last = diagnostic }
            return diagnostic == last
        }
    }

    package init() {
        settings = SiteSettings()
        providers = [:]
        articles = []
        pages = []
        data = [:]
        tables = [:]
        snapshots = []
        evidence = EvidenceReader()
        errata = []
        incidents = []
        availability = Availability()
        texts = [:]
        templates = [:]
        assets = [:]
        files = [:]
        diagnostics = []
        broken = []
    }
}
