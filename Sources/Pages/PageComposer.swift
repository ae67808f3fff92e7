import Comparison
import Content
import Model
import Templates

/// Makes the pages of one language. Each kind of page is an extension in a file of its own.
struct PageComposer: Sendable {
    private let context: Context

    /// What pages are made of. It is held by reference: each of ten thousand pages is a closure over its composer, and
    /// copying all of this counts a hundred references up and down.
    private final class Context: Sendable {
        let content: SiteContent
        let settings: SiteSettings
        let templates: Templates
        let edition: LocalizedSite
        let others: [LocalizedSite]
        let chronicle: ProviderHistories
        let published: PublishedDates
        let keys: PageKeys?

        init(
            _ content: SiteContent, _ settings: SiteSettings, _ templates: Templates, _ edition: LocalizedSite,
            _ others: [LocalizedSite], _ chronicle: ProviderHistories, _ published: PublishedDates, _ keys: PageKeys?
        ) {
            self.content = content
            self.settings = settings
            self.templates = templates
            self.edition = edition
            self.others = others
            self.chronicle = chronicle
            self.published = published
            self.keys = keys
        }
    }

    /// - Parameters:
    ///   - others: all editions, this one too.
    ///   - keys: where pages of an earlier build may be kept.
    package init(
        content: SiteContent, settings: SiteSettings, templates: Templates, edition: LocalizedSite,
        others: [LocalizedSite],
        chronicle: ProviderHistories, published: PublishedDates, keys: PageKeys? = nil
    ) {
        context = Context(content, settings, templates, edition, others, chronicle, published, keys)
    }

    var content: SiteContent { context.content }
    var settings: SiteSettings { context.settings }
    var templates: Templates { context.templates }
    var edition: LocalizedSite { context.edition }
    /// All editions, this one too.
    var others: [LocalizedSite] { context.others }
    var chronicle: ProviderHistories { context.chronicle }
    /// Which dates without a change have pages.
    var published: PublishedDates { context.published }
    /// What pages of dates are made of; `nil` where nobody keeps any.
    var keys: PageKeys? { context.keys }

    var texts: Localization { edition.texts }
    var addresses: Addresses { edition.addresses }
    var states: ProviderStates { content.history.states }
    var words: CellFormatter { CellFormatter(texts: edition.texts) }

    /// The evidence page for what was found of a provider on a date.
    func evidenceAddress(_ provider: String, _ date: Day) -> String {
        addresses.evidence(provider, states.page(of: provider, on: date))
    }

    /// The page that shows a table as it was on a date: the date's own, or that of the date which stands for it.
    func tableAddress(_ table: TableHistory, _ date: Day) -> String {
        guard let entry = table.entry(on: date), !published.publishes(entry), let same = standingFor(entry) else {
            return addresses.table(table.definition.name, date)
        }
        return addresses.table(table.definition.name, same)
    }

    /// A page with everything the frame needs, rendered by the template that the schema of its data names.
    func page<Data: TemplateData>(
        _ address: String, _ data: Data, title: String, description: String = "", source: String,
        modified: Day? = nil, translated: (LocalizedSite) -> String?
    ) -> Page {
        var translations: [String: String] = [:]
        for edition in others { translations[edition.language] = translated(edition) }
        return Page(
            address: address, path: "\(address)index.html", template: Data.schema.names.title,
            kind: Data.schema.names.title, language: edition.language, title: title, description: description,
            translations: translations,
            context: TemplateContext(data), source: source, modified: modified)
    }

    /// A part of a page without a final newline.
    func part(_ data: some TemplateData) -> [UInt8] { templates.part(data, words: edition.words) }

    /// A part of a page as its template has it.
    /// - Parameter expected: how many bytes there will be about.
    func rendered<Data: TemplateData>(_ data: Data, expected: Int = 1_024) -> [UInt8] {
        templates.bytes(Data.schema.names.title, [TemplateContext(data, words: edition.words)], expected: expected)
    }
}
