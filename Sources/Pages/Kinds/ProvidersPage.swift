import Model
import Templates
import Text

/// All providers by name.
struct ProvidersPage: TemplateData {
    var title: String
    var providers: [Entry]

    /// A provider in the list.
    struct Entry: TemplateData {
        var name: String
        var href: String

        static let schema = TemplateSchema<Self>(
            "provider in a list", "a provider with the link to its page",
            [
                .text("provider-name", "the provider's name") { $0.name },
                .text("provider-href", "the link to its page") { $0.href },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "providers", "all providers by name",
        [
            .text("title", "the page's heading") { $0.title },
            .list("providers", "the providers") { $0.providers },
        ])
}

extension PageComposer {
    /// All providers by name, so that each page can be reached, whether a table has a row for it or not.
    func providers() -> Page {
        let links = Links(from: addresses.providers)
        let sorted = content.providers.values.map(\.provider).sorted {
            (Collation.key($0.name), $0.id) < (Collation.key($1.name), $1.id)
        }
        let data = ProvidersPage(
            title: texts[.providersTitle],
            providers: sorted.map { provider in
                ProvidersPage.Entry(name: provider.name, href: links.page(addresses.provider(provider.id)))
            })
        return page(
            addresses.providers, data, title: texts[.providersTitle], source: "templates/providers.mustache",
            translated: { $0.addresses.providers })
    }
}
