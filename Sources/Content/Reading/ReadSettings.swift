import Model
import Names
import Text
import YAML

extension SiteReader {
    private static let keys = [
        "title", "description", "base-url", "languages", "time-zone", "author", "contact", "licence", "doi", "imprint",
        "page-size", "heading-links", "typography", "article-markdown", "feed-text", "page-weight", "history",
        "publish", "security",
        "scan", "manners", "limits",
    ]

    /// The form of a language code; each language needs a file of texts.
    static let languagePattern = "use a code of two lower-case letters (ISO 639-1), like de"

    func readSettings(into content: inout SiteContent) {
        let file = "content/site.yaml"
        var settings = SiteSettings()
        collect(file, into: &content) { () throws(Diagnostics) in
            let source = try folder.text(file)
            let reader = YAMLValidator(file: file)
            guard let node = reader.mapping(source.bytes[...], keys: Self.keys) else { return reader.diagnostics }
            settings.languages = languages(node)
            node.require("title")
            settings.title = node.localizedInAll("title", languages: settings.languages)
            settings.description = node.localized("description", languages: settings.languages)
            settings.imprint = node.localized("imprint", languages: settings.languages)
            settings.baseURL = baseURL(node) ?? settings.baseURL
            settings.timeZone = node.string("time-zone") ?? ""
            settings.author = node.string("author") ?? ""
            settings.contact = node.string("contact") ?? ""
            settings.licence = node.string("licence") ?? ""
            settings.doi = doi(node)
            settings.pageSize = node.int("page-size", in: 1...1_000) ?? settings.pageSize
            settings.headingLinks = node.bool("heading-links", default: false)
            settings.typography = node.bool("typography", default: false)
            settings.articleMarkdown = node.bool("article-markdown", default: true)
            settings.feedText =
                node.word("feed-text", of: SiteSettings.FeedText.allCases.map(\.rawValue))
                .flatMap(SiteSettings.FeedText.init(rawValue:)) ?? .main
            settings.pageWeight = node.int("page-weight", in: 1...1_000_000) ?? settings.pageWeight
            settings.history = history(node)
            settings.publish = publish(node)
            settings.security = security(node)
            settings.scan = scan(node, settings.languages)
            settings.manners = manners(node)
            settings.limits = limits(node, budget: settings.manners.budget)
            return reader.diagnostics
        }
        content.settings = settings
    }

    private func languages(_ node: YAMLMapping) -> [String] {
        var languages: [String] = []
        for (text, place) in node.placedStrings("languages") {
            if text.utf8.count != 2 || !text.utf8.allSatisfy({ (97...122).contains($0) }) {
                node.reader.report(
                    at: place, .badLanguage, "'\(node.reader.excerpt(text))' is not a language code",
                    hint: Self.languagePattern)
            } else if languages.contains(text) {
                node.reader.report(
                    at: place, .duplicateLanguage, "duplicate language '\(text)'", hint: "remove one of them")
            } else {
                languages.append(text)
            }
        }
        return languages.isEmpty ? ["de"] : languages
    }

    private func baseURL(_ node: YAMLMapping) -> String? {
        guard let text = node.requiredString("base-url") else { return nil }
        guard let url = SiteSettings.checkedBaseURL((try? DomainName.aLabels(inURL: text)) ?? text) else {
            node.report(
                "base-url", .badAddress, "'\(text)' is not a website URL",
                hint: "use a URL like https://example.org/ or https://example.org/site/")
            return nil
        }
        return url
    }

    /// `10.`, a registrant's number, a slash and a suffix (DOI Handbook §2.2), without the resolver's address before it.
    private func doi(_ node: YAMLMapping) -> String {
        guard let text = node.string("doi") else { return "" }
        if text.contains(#/^10\.[0-9]{4,9}(\.[0-9]+)*\/[^\s"<>\\]+$/#) { return text }
        node.report(
            "doi", .unknownValue, "invalid value '\(node.reader.excerpt(text))' for 'doi'",
            hint: "use the DOI alone, like 10.5281/zenodo.1234567")
        return ""
    }

    private func history(_ node: YAMLMapping) -> PublishedHistory {
        guard let text = node.string("history"), text != "all" else { return .all }
        if let days = Int(text), PublishedHistory.days.contains(days) { return .whole(days: days) }
        node.report(
            "history", .unknownValue, "invalid value '\(node.reader.excerpt(text))' for 'history'",
            hint: "use 'all', or for how many days each date is published, "
                + "\(PublishedHistory.days.lowerBound) to \(PublishedHistory.days.upperBound)")
        return .all
    }

    private func publish(_ node: YAMLMapping) -> SiteSettings.PublishingTarget? {
        guard let name = node.word("publish", of: PublishingHost.known.map(\.name)) else { return nil }
        return PublishingHost.known.first { $0.name == name }.map {
            SiteSettings.PublishingTarget(host: $0, place: node.place(of: "publish"))
        }
    }

    private func security(_ node: YAMLMapping) -> SiteSettings.SecurityContact? {
        guard let security = node.node("security", keys: ["contact", "expires", "policy", "at"]) else { return nil }
        security.require("contact")
        let contacts = oneOrMore("contact", security)
        let hosts = oneOrMore("at", security).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        let policy = security.string("policy") ?? ""
        for contact in contacts where !["https", "mailto", "tel"].contains(WebAddress.scheme(of: contact) ?? "") {
            security.report(
                "contact", .badAddress, "'\(contact)' is not a contact URI for security.txt",
                hint: "use a mailto, https or tel URI, like mailto:security@example.org")
        }
        if !policy.isEmpty, WebAddress.scheme(of: policy) != "https" {
            security.report(
                "policy", .badAddress, "'\(policy)' is not an HTTPS URL",
                hint: "use a URL like https://example.org/page")
        }
        for host in hosts
        where WebAddress.scheme(of: host) != "https"
            || SiteSettings.checkedBaseURL(host).map(SiteSettings.host(of:)) != host
        {
            security.report(
                "at", .badAddress, "'\(host)' is not an HTTPS URL without a path",
                hint: "use a URL like https://example.org/; the files are served below /.well-known/ there")
        }
        guard let expires = security.requiredDay("expires"), !contacts.isEmpty else { return nil }
        return SiteSettings.SecurityContact(
            contacts: contacts, expires: expires, policy: policy, hosts: hosts, place: security.place)
    }

    /// A single string or a list.
    private func oneOrMore(_ key: String, _ node: YAMLMapping) -> [String] {
        node.isList(key) ? node.strings(key) : node.string(key).map { [$0] } ?? []
    }

    private func scan(_ node: YAMLMapping, _ languages: [String]) -> SiteSettings.ScanIdentity {
        guard
            let scan = node.node(
                "scan", keys: ["ehlo", "xmpp-from", "url", "vantage", "private-addresses", "control-hosts"])
        else {
            return .init()
        }
        func name(_ key: String) -> String {
            scan.string(key).flatMap { domain($0, at: scan.place(of: key), scan.reader) } ?? ""
        }
        let controlHosts = scan.placedStrings("control-hosts").compactMap { domain($0.text, at: $0.place, scan.reader) }
        return SiteSettings.ScanIdentity(
            ehlo: name("ehlo"), xmppFrom: name("xmpp-from"), url: scan.string("url") ?? "",
            vantage: scan.localized("vantage", languages: languages),
            privateAddresses: scan.bool("private-addresses", default: false),
            controlHosts: controlHosts)
    }

    private func manners(_ node: YAMLMapping) -> Manners {
        var manners = Manners()
        guard let node = node.node("manners", keys: ["per-address", "gap", "budget", "timeout", "jobs"]) else {
            return manners
        }
        manners.perAddress = node.int("per-address", in: 1...100) ?? manners.perAddress
        manners.gap = node.int("gap", in: 0...60_000) ?? manners.gap
        manners.budget = node.int("budget", in: 1...10_000) ?? manners.budget
        manners.timeout = node.int("timeout", in: 100...120_000) ?? manners.timeout
        manners.jobs = node.int("jobs", in: 1...10_000) ?? manners.jobs
        return manners
    }
}

extension SiteSettings {
    /// An http or https URL with a final slash; `nil` if the text is not one. A query or fragment is not allowed.
    package static func checkedBaseURL(_ text: String) -> String? {
        guard WebAddress.isWebsite(text) || text.hasPrefix("http://localhost"), !text.contains("?"),
            !text.contains("#"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") })
        else { return nil }
        return text.hasSuffix("/") ? text : text + "/"
    }

    /// The path of the base URL: `/` or `/site/`.
    package var basePath: String {
        let parts = baseURL.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        return parts.count == 3 ? "/\(parts[2])" : "/"
    }

    /// The root URL of the host of a URL that `checkedBaseURL` returned: `https://example.org/`.
    package static func host(of base: String) -> String {
        let parts = base.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        return parts.count < 2 ? base : "\(parts[0])//\(parts[1])/"
    }
}
