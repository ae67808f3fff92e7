import Model
import Text

/// Everything a site is made of, read and typed. What could not be read is missing from it and stands in `diagnostics`.
package struct SiteContent: Sendable {
    package var settings: SiteSettings
    /// By id.
    package var providers: [String: ProviderPage]
    /// Newest first.
    package var articles: [Article]
    /// By name.
    package var tables: [String: TableDefinition] { didSet { derivedFromSnapshots = DerivedValues() } }
    /// Oldest first.
    package var snapshots: [SnapshotContent] { didSet { derivedFromSnapshots = DerivedValues() } }
    /// Newest first.
    package var errata: [Erratum]
    /// Language → words.
    package var texts: [String: Localization]
    /// Name (the file's without `.mustache`) → source.
    package var templates: [String: SourceText] { didSet { derivedFromTemplates = DerivedValues() } }
    /// `assets/NAME` → bytes.
    package var assets: [String: [UInt8]]
    /// `files/…` → bytes: images and downloads of the editor's.
    package var files: [String: [UInt8]]
    /// What was found wrong while reading, all of it.
    package var diagnostics: [Diagnostic]
    /// Files that are there but could not be read. Whoever misses something that would be in one of them must not
    /// report it a second time.
    package var broken: Set<String>
    /// What follows from snapshots and tables alone. Copies of this content share it until their snapshots or tables
    /// differ: a preview reads articles again at each edit, and nothing in them changes history.
    package private(set) var derivedFromSnapshots = DerivedValues()
    /// What follows from the templates alone.
    package private(set) var derivedFromTemplates = DerivedValues()

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
        templates = [:]
        assets = [:]
        files = [:]
        diagnostics = []
        broken = []
    }
}
