import Content
import Model
import Pages
import Text

/// Looks at the finished pages, whatever templates they came from: dead links and anchors, ids that are there twice,
/// images without a text or a size, feeds. Places are lines of the pages (`site/…`).
package struct PageCheck: Sendable {
    private let files: [String: [UInt8]]
    private let baseURL: String
    private let basePath: String
    private let weight: PageWeight

    /// - Parameter settings: those that the site was rendered with.
    package init(_ rendered: RenderedSite, settings: SiteSettings) {
        files = rendered.files
        baseURL = settings.baseURL
        basePath = settings.basePath
        weight = PageWeight(limit: settings.pageWeight, files: files)
    }

    /// What is wrong with the pages, sorted.
    package func diagnostics() -> [Diagnostic] {
        let pages = files.filter { $0.key.hasSuffix(".html") }.sorted { $0.key < $1.key }.map { path, bytes in
            (path: path, tags: HTMLTags(bytes).tags)
        }
        let ids = Dictionary(pages.map { page in (page.path, Set(page.tags.compactMap { $0["id"] })) }) { first, _ in
            first
        }
        var found: [Diagnostic] = []
        for page in pages {
            found += duplicateIDs(page.path, page.tags)
            if let heavy = weight.diagnostic(page.path, loading: loaded(page.path, page.tags)) { found.append(heavy) }
            for tag in page.tags {
                found += image(tag, in: page.path)
                for name in ["href", "src"] {
                    if let value = tag[name], let fault = link(value, of: tag, in: page.path, ids) {
                        found.append(fault)
                    }
                }
            }
        }
        return (found + feeds()).sorted()
    }

    /// The files of the site that a page loads by itself.
    private func loaded(_ page: String, _ tags: [HTMLTags.Tag]) -> Set<String> {
        Set(
            tags.compactMap { tag -> String? in
                let isStyle = tag.name == "link" && tag["rel"] == "stylesheet"
                guard let value = isStyle ? tag["href"] : tag["src"],
                    case .path(let path, _)? = target(value, in: page)
                else { return nil }
                return path
            })
    }

    private func duplicateIDs(_ path: String, _ tags: [HTMLTags.Tag]) -> [Diagnostic] {
        var seen: Set<String> = []
        return tags.compactMap { tag in
            guard let id = tag["id"], !seen.insert(id).inserted else { return nil }
            return fault(path, tag, .duplicateID, "duplicate id '\(id)'", "rename one of the two")
        }
    }

    private func image(_ tag: HTMLTags.Tag, in path: String) -> [Diagnostic] {
        guard tag.name == "img" else { return [] }
        if tag["alt"] == nil {
            return [
                fault(
                    path, tag, .missingAlt, "missing alt attribute",
                    "describe the image, or use alt=\"\" if it is decorative")
            ]
        }
        // A drawing scales with the text around it.
        let isDrawing = tag["src"]?.hasSuffix(".svg") == true
        guard isDrawing || tag["width"] != nil && tag["height"] != nil else {
            return [
                fault(
                    path, tag, .noImageSize,
                    "missing width and height, so that the layout shifts when the image loads",
                    "add both attributes", level: .warning)
            ]
        }
        return []
    }

    /// A link within the site that leads nowhere.
    private func link(
        _ value: String, of tag: HTMLTags.Tag, in page: String, _ ids: [String: Set<String>]
    ) -> Diagnostic? {
        guard let target = target(value, in: page) else { return nil }
        switch target {
        case .outside:
            return fault(
                page, tag, .absoluteLink,
                "'\(value)' is relative to the server's root, but the site may be published below a path",
                "use a relative link; in templates, {{root}} leads to the root of the site")
        case .path(let path, let anchor):
            guard
                let file = [path, path.isEmpty ? "index.html" : path + "/index.html"].first(where: { files[$0] != nil })
            else {
                return fault(
                    page, tag, .deadLink, "broken link '\(value)': no such page or file",
                    "check the spelling of the link")
            }
            guard let anchor, !anchor.isEmpty, let known = ids[file], !known.contains(anchor) else { return nil }
            return fault(
                page, tag, .deadAnchor, "broken link '\(value)': \(file) has no such id",
                "add the id, or remove the fragment from the link")
        }
    }

    private enum Target {
        /// A path below the site without a final slash.
        case path(String, anchor: String?)
        case outside
    }

    /// `nil` where the address is none of this site's.
    private func target(_ value: String, in page: String) -> Target? {
        let parts = value.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var address =
            String(parts.first ?? "").split(separator: "?", omittingEmptySubsequences: false).first
            .map(String.init) ?? ""
        let anchor = parts.count == 2 ? PercentEncoding.decoded(String(parts[1])) : nil
        if address.hasPrefix(baseURL) {
            address = basePath + address.dropFirst(baseURL.count)
        } else if address.hasPrefix("//") || WebAddress.scheme(of: address) != nil {
            return nil
        }
        var folders = page.split(separator: "/").dropLast().map(String.init)
        if address.hasPrefix("/") {
            guard address.hasPrefix(basePath) else { return .outside }
            // Only the page that is shown at any depth may, and whoever names the whole address.
            if page != "404.html", !value.hasPrefix(baseURL) { return .outside }
            address = String(address.dropFirst(basePath.count))
            folders = []
        } else if address.isEmpty {
            return .path(page, anchor: anchor)
        }
        for part in PercentEncoding.decoded(address).split(separator: "/") where part != "." {
            if part == ".." {
                if folders.popLast() == nil { return .outside }
            } else {
                folders.append(String(part))
            }
        }
        return .path(folders.joined(separator: "/"), anchor: anchor)
    }

    private func feeds() -> [Diagnostic] {
        files.sorted { $0.key < $1.key }.flatMap { path, bytes -> [Diagnostic] in
            if path.hasSuffix(".xml") || path.hasSuffix(".atom") || path.hasSuffix(".svg") {
                return FeedCheck.xml(bytes, file: "site/\(path)")
            }
            return path.hasSuffix("feed.json") ? FeedCheck.json(bytes, file: "site/\(path)") : []
        }
    }

    private func fault(
        _ page: String, _ tag: HTMLTags.Tag, _ rule: Diagnostic.Rule, _ message: String, _ hint: String,
        level: Diagnostic.Level = .error
    ) -> Diagnostic {
        Diagnostic(
            file: "site/\(page)", place: tag.place, level: level, rule: rule, message: "<\(tag.name)>: \(message)",
            hint: hint)
    }
}
