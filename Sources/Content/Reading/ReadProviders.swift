import Model
import Names
import Text
import YAML

extension SiteReader {
    private static let keys = [
        "name", "website", "country", "domains", "aliases", "jid-domains", "dkim-selectors", "hosts", "notes", "claims",
        "status-page", "opt-out", "reply",
    ]

    func readProviders(into content: inout SiteContent) {
        let languages = content.settings.languages
        for name in self.names(in: "content/providers", ending: ".md", into: &content) {
            let file = "content/providers/\(name)"
            let id = String(name.dropLast(3))
            var page: ProviderFile?
            collect(file, into: &content) { () throws(Diagnostics) in
                let front = try FrontMatter(of: try folder.text(file))
                let reader = YAMLValidator(file: file, firstLine: front.yamlLine)
                if !Provider.isID(id) {
                    reader.report(
                        at: .start, .badProviderID, "invalid provider id '\(id)'",
                        hint: "name the file with lower-case letters, digits and hyphens")
                }
                guard let node = reader.mapping(front.yaml, keys: Self.keys) else { return reader.diagnostics }
                let provider = provider(id, node)
                let reply = reply(node, languages: languages)
                page = ProviderFile(
                    provider: provider, prose: front.body, file: file, proseLine: front.bodyLine,
                    notePlaces: notes(node).mapValues(\.place), reply: reply)
                return reader.diagnostics
            }
            if let page, !content.broken.contains(file) { content.providers[id] = page }
        }
    }

    private func provider(_ id: String, _ node: YAMLMapping) -> Provider {
        node.require("domains")
        return Provider(
            id: id, name: node.requiredString("name") ?? id, website: website(node), country: country(node),
            domains: domains("domains", node), aliases: domains("aliases", node),
            jidDomains: domains("jid-domains", node), dkimSelectors: selectors(node), hosts: hosts(node),
            notes: notes(node).mapValues(\.text),
            claims: claims(node), statusPage: statusPage(node),
            optOut: node.bool("opt-out", default: false))
    }

    private func website(_ node: YAMLMapping) -> String {
        guard let text = node.string("website") else { return "" }
        if !WebAddress.isWebsite(text) {
            node.report(
                "website", .badAddress, "'\(text)' is not a website URL", hint: "use a URL like https://example.org/")
            return text
        }
        do throws(InvalidDomainName) {
            return try DomainName.aLabels(inURL: text)
        } catch {
            node.report("website", .badDomain, "invalid host in '\(text)': \(error.reason)", hint: ProviderDomain.hint)
            return text
        }
    }

    private func country(_ node: YAMLMapping) -> String {
        guard let text = node.string("country") else { return "" }
        if text.utf8.count != 2 || !text.utf8.allSatisfy({ (65...90).contains($0) }) {
            node.report(
                "country", .badCountry, "'\(text)' is not a country code",
                hint: "use a code of two capital letters (ISO 3166-1), like DE")
        }
        return text
    }

    private func domains(_ key: String, _ node: YAMLMapping) -> [String] {
        var found: [String] = []
        for (text, place) in node.placedStrings(key) {
            guard let domain = domain(text, at: place, node.reader) else { continue }
            if found.contains(domain) {
                node.reader.report(
                    at: place, .duplicateDomain, "duplicate domain '\(text)'", hint: "remove one of them")
            } else {
                found.append(domain)
            }
        }
        return found
    }

    /// A domain in A-labels; `nil`, with a diagnostic, if it is not a valid `ProviderDomain`.
    func domain(_ text: String, at place: Diagnostic.Place, _ reader: YAMLValidator) -> String? {
        do throws(ProviderDomain.Fault) {
            return try ProviderDomain.aLabels(text)
        } catch {
            reader.report(at: place, .badDomain, "'\(reader.excerpt(text))' \(error.message)", hint: error.hint)
            return nil
        }
    }

    /// Selectors are names of one or more labels below `_domainkey` (RFC 6376 §3.1).
    private func selectors(_ node: YAMLMapping) -> [String] {
        node.placedStrings("dkim-selectors").compactMap { text, place in
            if ProviderDomain.isSelector(text) { return text }
            node.reader.report(
                at: place, .badSelector, "'\(node.reader.excerpt(text))' is not a valid DKIM selector",
                hint: "use the part before ._domainkey in the name of the TXT record")
            return nil
        }
    }

    private func hosts(_ node: YAMLMapping) -> [Provider.Host] {
        node.nodes("hosts", keys: ["service", "host", "port", "mode"]).compactMap { host in
            for key in ["service", "host", "port", "mode"] { host.require(key) }
            let service = host.word("service", of: Service.allCases.map(\.rawValue)).flatMap(Service.init(rawValue:))
            let mode = host.word("mode", of: ["starttls", "direct"]).flatMap(Endpoint.Mode.init(rawValue:))
            let port = host.int("port", in: 1...65_535).flatMap(UInt16.init(exactly:))
            guard let text = host.string("host"), let name = domain(text, at: host.place(of: "host"), host.reader)
            else { return nil }
            guard let service, let mode, let port else { return nil }
            return Provider.Host(service: service, host: name, port: port, mode: mode)
        }
    }

    private func notes(_ node: YAMLMapping) -> [String: (text: String, place: Diagnostic.Place)] {
        guard let notes = node.node("notes", keys: []) else { return [:] }
        return Dictionary(notes.texts().map { ($0.key, ($0.text, $0.place)) }) { first, _ in first }
    }

    private func claims(_ node: YAMLMapping) -> [Provider.Claim] {
        node.nodes("claims", keys: ["text", "source", "date", "about"]).compactMap { claim in
            let text = claim.requiredString("text")
            let source = claim.requiredString("source")
            let date = claim.requiredDay("date")
            guard let text, let source, let date else { return nil }
            if WebAddress.scheme(of: source) != nil, !WebAddress.isSafe(source) {
                claim.report(
                    "source", .badAddress, "'\(source)' is not a URL that may be linked",
                    hint: "use a URL like https://example.org/page")
            }
            let about = claim.string("about") ?? ""
            if !about.isEmpty, CellKey(about) == nil {
                claim.report(
                    "about", .unknownValue, "unknown finding '\(about)'",
                    hint: Suggestion.closest(to: about, among: CellKey.names).map { "did you mean '\($0)'?" }
                        ?? "use SERVICE/COLUMN, like mx/tlsa, or a domain column like dnssec")
            }
            return Provider.Claim(text: text, source: source, date: date, about: about)
        }
    }

    private func statusPage(_ node: YAMLMapping) -> StatusPage? {
        guard let page = node.node("status-page", keys: ["url", "format"]) else { return nil }
        page.require("format")
        let format = page.word("format", of: StatusPage.Format.allCases.map(\.rawValue))
            .flatMap(StatusPage.Format.init(rawValue:))
        guard let url = page.requiredString("url") else { return nil }
        if !WebAddress.isWebsite(url) || WebAddress.scheme(of: url) != "https" {
            page.report(
                "url", .badAddress, "'\(page.reader.excerpt(url))' is not an https URL",
                hint: "use a URL like https://status.example.org/")
            return nil
        }
        return format.map { StatusPage(url: url, format: $0) }
    }

    private func reply(_ node: YAMLMapping, languages: [String]) -> ProviderFile.Reply? {
        guard let reply = node.node("reply", keys: ["date", "text", "source"]) else { return nil }
        reply.require("text")
        let source = reply.string("source") ?? ""
        if WebAddress.scheme(of: source) != nil, !WebAddress.isSafe(source) {
            reply.report(
                "source", .badAddress, "'\(source)' is not a URL that may be linked",
                hint: "use a URL like https://example.org/page")
        }
        guard let date = reply.requiredDay("date") else { return nil }
        return ProviderFile.Reply(date: date, text: reply.localizedInAll("text", languages: languages), source: source)
    }
}
