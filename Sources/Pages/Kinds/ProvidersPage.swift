import Model
import Names
import Templates
import Text

/// All providers: with their grades, the best first, and by every name that readers may know.
struct ProvidersPage: TemplateData {
    var title: String
    var matrix: GradeMatrix
    var letters: [Letter]
    var selectionHref: String?

    /// A letter of the register.
    struct Letter: TemplateData {
        var letter: String
        var entries: [Entry]

        /// What a link to it names; what is no letter has a word.
        var id: String { letter.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } ? letter : "0" }

        static let schema = TemplateSchema<Self>(
            "letter of the register", "a letter of the register of providers",
            [
                .text("letter", "the letter") { $0.letter },
                .text("letter-id", "its anchor") { $0.id },
                .list("providers", "the names that begin with it") { $0.entries },
            ])
    }

    /// A name of a provider, or one of its domains.
    struct Entry: TemplateData {
        var name: String
        var of: String?
        var href: String

        static let schema = TemplateSchema<Self>(
            "provider in a list", "a name of a provider, or a domain, with the link to the provider's page",
            [
                .text("provider-name", "the provider's name, or the domain") { $0.name },
                .text("provider-of", "of a domain: the provider's name") { $0.of },
                .text("provider-href", "the link to its page") { $0.href },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "providers", "all providers, with their grades and by name",
        [
            .text("title", "the page's heading") { $0.title },
            .one("matrix", "the providers with their grades, the best first") { $0.matrix },
            .list("letters", "the register: the letters with the names that begin with them") { $0.letters },
            .text("selection-href", "the link to all providers beside each other, if two were measured") {
                $0.selectionHref
            },
        ])
}

extension PageComposer {
    /// All providers, so that each page can be reached, whether a table has a row for it or not.
    func providers() -> Page {
        let links = Links(from: addresses.providers)
        let data = ProvidersPage(
            title: texts[.providersTitle], matrix: matrixOfAll(links), letters: letters(links),
            selectionHref: selectionHref(links))
        var page = page(
            addresses.providers, data, title: texts[.providersTitle], source: "templates/providers.mustache",
            translated: { $0.addresses.providers })
        page.usesScript = true
        return page
    }

    /// Names, domains and aliases, each under its first letter.
    private func letters(_ links: Links) -> [ProvidersPage.Letter] {
        let entries = content.providers.values.map(\.provider).flatMap { provider -> [ProvidersPage.Entry] in
            let href = links.page(addresses.provider(provider.id))
            let domains = (provider.domains + provider.aliases).map { DomainName.displayed($0) }.unique
            return [ProvidersPage.Entry(name: provider.name, href: href)]
                + domains.filter { $0.lowercased() != provider.name.lowercased() }.map {
                    ProvidersPage.Entry(name: $0, of: provider.name, href: href)
                }
        }
        let sorted = entries.map { (key: Collation.key($0.name), entry: $0) }.sorted {
            ($0.key, $0.entry.href, $0.entry.name) < ($1.key, $1.entry.href, $1.entry.name)
        }
        var letters: [ProvidersPage.Letter] = []
        for (key, entry) in sorted {
            let first = key.first.map { String($0).uppercased() } ?? ""
            let isLetter = first.unicodeScalars.first?.properties.isAlphabetic ?? false
            let letter = isLetter ? first : texts[.registerOther]
            if letters.last?.letter == letter {
                letters[letters.count - 1].entries.append(entry)
            } else {
                letters.append(ProvidersPage.Letter(letter: letter, entries: [entry]))
            }
        }
        return letters
    }
}
