import Model
import Templates

extension PageComposer {
    /// All providers by name, so that each page can be reached, whether a table has a row for it or not.
    func providers() -> Page {
        let links = Links(from: addresses.providers)
        var scope = TemplateContext()
        scope.set(.title, texts[.providersTitle])
        let sorted = content.providers.values.map(\.provider).sorted {
            ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id)
        }
        scope.set(
            .providers,
            sorted.map { provider in
                TemplateContext([
                    .providerHref: links.page(addresses.provider(provider.id)), .providerName: provider.name,
                ])
            })
        return page(
            addresses.providers, template: "providers", title: texts[.providersTitle],
            source: "templates/providers.mustache", translated: { $0.addresses.providers }, scope: scope)
    }
}
