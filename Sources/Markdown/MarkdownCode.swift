import CCMark
import Model
import Text

/// Code, the directives that look like it, and raw HTML.
extension MarkdownWalk {
    mutating func codeBlock(_ node: Node) {
        let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
        let language = info.prefix { $0 != " " && $0 != "\t" }
        if MarkdownRenderer.directives.contains(String(language)) {
            let place = place(of: node)
            let directive = Directive(
                name: String(language), text: literal(node), firstLine: place.line + 1, place: place)
            switch renderer.handlers.directive(directive) {
            case .becomes(let html): return output.append(html: html)
            case .renders(let html): return output.append(html)
            case .fails(let found):
                diagnostics += found
                return
            case .pass, .unlinked: break
            }
        } else if let directive = MarkdownRenderer.directives.first(where: { $0 == language.lowercased() }) {
            report(
                node, .unknownDirective, "unknown directive \(excerpt(String(language)))",
                hint: "write '\(directive)', in lower case")
        } else if let directive = Suggestion.closest(
            to: String(language), among: MarkdownRenderer.directives.filter { $0.count > 3 })
        {
            // Three letters are too few: many languages are one letter away from csv.
            report(
                node, .unknownDirective, "unknown directive \(excerpt(String(language)))",
                hint: "did you mean '\(directive)'?")
        }
        if language.isEmpty {
            output.append("<pre><code>")
        } else {
            output.append("<pre><code class=\"language-")
            output.append(escaped: String(language))
            output.append("\">")
        }
        escapeLiteral(of: node)
        output.append("</code></pre>\n")
    }

    mutating func rawHTML(_ node: Node) {
        let text = literal(node)
        let trimmed = text.drop(while: \.isWhitespace)
        if trimmed.hasPrefix("<!--"), let end = trimmed.firstRange(of: "-->")?.upperBound,
            trimmed[end...].allSatisfy(\.isWhitespace)
        {
            return
        }
        report(
            node, .rawHTML, "raw HTML is not allowed: \(excerpt(text))",
            hint: "use Markdown, or put it between backticks to show it as code")
    }
}
