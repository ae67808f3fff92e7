import Content
import Model
import Text

/// Files beside the pages.
enum SiteFiles {
    static func robots(_ settings: SiteSettings) -> [UInt8] {
        Array("User-agent: *\nAllow: /\nSitemap: \(settings.baseURL)sitemap.xml\n".utf8)
    }

    /// Addresses in one sitemap; the protocol allows no more (sitemaps.org 0.9).
    private static let sitemapLimit = 50_000

    /// `sitemap.xml`; where there are more addresses than one may hold, an index of several.
    static func sitemaps(_ pages: [PageSummary], _ settings: SiteSettings, limit: Int = sitemapLimit) -> [String:
        [UInt8]]
    {
        let listed = pages.filter(\.isListed).map { (address: $0.address, modified: $0.modified) }
            .sorted { $0.address < $1.address }
        guard listed.count > limit else { return ["sitemap.xml": sitemap(listed[...], settings)] }
        var files: [String: [UInt8]] = [:]
        var index = head + "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        for (number, start) in stride(from: 0, to: listed.count, by: limit).enumerated() {
            let path = "sitemap-\(number + 1).xml"
            files[path] = sitemap(listed[start..<min(start + limit, listed.count)], settings)
            index += "<sitemap><loc>\(HTML.escaped(settings.baseURL + path))</loc></sitemap>\n"
        }
        files["sitemap.xml"] = Array((index + "</sitemapindex>\n").utf8)
        return files
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    private static func sitemap(
        _ pages: ArraySlice<(address: String, modified: Day?)>, _ settings: SiteSettings
    ) -> [UInt8] {
        var bytes = Array((head + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n").utf8)
        for page in pages {
            let modified = page.modified.map { "<lastmod>\($0)</lastmod>" } ?? ""
            bytes.append(
                contentsOf: "<url><loc>\(HTML.escaped(settings.baseURL + page.address))</loc>\(modified)</url>\n".utf8)
        }
        bytes.append(contentsOf: "</urlset>\n".utf8)
        return bytes
    }

    /// `security.txt` (RFC 9116), and `probing.txt` (RFC 9511 §2.2, in the same format) where a scan names itself. Both
    /// count only at the root of a host (RFC 8615 §3), so that, and no base path, is their canonical address; whoever
    /// is probed looks for the second at the host that the probing address's PTR record names (RFC 9511 §3).
    static func wellKnown(_ settings: SiteSettings, _ editions: [LocalizedSite]) -> [String: [UInt8]] {
        guard let security = settings.security else { return [:] }
        func file(_ name: String, _ more: [String]) -> [UInt8] {
            let hosts = security.hosts.isEmpty ? [SiteSettings.host(of: settings.baseURL)] : security.hosts
            // A canonical address must be an https one (RFC 9116 §2.5.2).
            let lines =
                hosts.filter { $0.hasPrefix("https://") }.map { "Canonical: \($0).well-known/\(name)" }
                + security.contacts.map { "Contact: \($0)" } + ["Expires: \(security.expires)T00:00:00Z"]
                + ["Preferred-Languages: \(settings.languages.joined(separator: ", "))"] + more
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        var files = [
            ".well-known/security.txt": file(
                "security.txt", security.policy.isEmpty ? [] : ["Policy: \(security.policy)"])
        ]
        if !settings.scan.ehlo.isEmpty || !settings.scan.url.isEmpty {
            let descriptions = editions.map { edition in
                let more = settings.scan.url.isEmpty ? "" : " \(settings.scan.url)"
                return "Description: \(edition.texts[.probingDescription])\(more)"
            }
            files[".well-known/probing.txt"] = file("probing.txt", descriptions)
        }
        return files
    }

    /// Below a base path nobody looks for these files: the editor has to bring them to a host's root, and to say so.
    static func wellKnownFaults(_ settings: SiteSettings) -> [Diagnostic] {
        guard let security = settings.security, security.hosts.isEmpty, settings.basePath != "/" else { return [] }
        let host = SiteSettings.host(of: settings.baseURL)
        return [
            Diagnostic(
                file: "content/site.yaml", place: security.place, level: .warning, rule: .wellKnownBelowPath,
                message:
                    "security.txt is only valid below \(host).well-known/, but the site is published below \(settings.basePath)",
                hint: "serve the directory .well-known at the root of a host and add 'at: \(host)'")
        ]
    }
}
