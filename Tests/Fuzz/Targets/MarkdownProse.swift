import Markdown
import Model
import Text

extension FuzzTarget {
    /// Whatever an editor writes, the page has elements that we know, nothing in it can run, and no link leads where
    /// none may lead.
    static let markdownProse = FuzzTarget("MarkdownProse") { input throws(FuzzViolation) in
        let source: SourceText
        do {
            source = try SourceText(file: "a.md", bytes: input, limit: 65_536)
        } catch {
            return
        }
        let rendered = MarkdownRenderer(file: source.file, quotes: .german, anchors: true).render(source.bytes)
        let known: Set<String> = [
            "p", "em", "strong", "a", "code", "pre", "br", "hr", "blockquote", "ul", "ol", "li", "h1", "h2", "h3", "h4",
            "h5", "h6", "del", "sup", "section", "figure", "figcaption", "div", "table", "thead", "tbody", "tr", "th",
            "td",
        ]
        let attributes: Set<String> = [
            "href", "title", "id", "class", "start", "role", "tabindex", "aria-label", "scope",
        ]
        for tag in HTMLTags(rendered.bytes).tags {
            guard known.contains(tag.name), tag.attributes.allSatisfy({ attributes.contains($0.name) }) else {
                throw FuzzViolation("<\(tag.name)> with \(tag.attributes)")
            }
            // Bare addresses may be of files.
            if let target = tag["href"], !WebAddress.isSafe(target), !target.lowercased().hasPrefix("ftp://") {
                throw FuzzViolation("a link to \(target)")
            }
        }
        let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).count
        for diagnostic in rendered.diagnostics
        where !(1...lines).contains(diagnostic.place.line) || diagnostic.place.column < 1 || diagnostic.hint.isEmpty {
            throw FuzzViolation("a place that is not in the text: \(diagnostic)")
        }
    }
}
