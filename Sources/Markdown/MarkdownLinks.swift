import CCMark
import Model
import Text

/// Links and images.
extension MarkdownWalk {
    mutating func openLink(_ node: Node) {
        if let target = cmark_node_get_url(node), WebAddress.isSafe(Self.bytes(target)) || autolinks.contains(node) {
            let address = Self.bytes(target)
            let page = address.first == UInt8(ascii: "#") ? renderer.handlers.page : ""
            return openAnchor(node) {
                $0.append(escaped: page)
                $0.append(escaped: PercentEncoding.encoded(link: address))
            }
        }
        let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let link = MarkdownLink(target: target, text: plainText(of: node), place: place(of: node))
        switch renderer.handlers.link(link) {
        case .becomes(let address): openAnchor(node) { $0.append(escaped: address) }
        case .renders: openAnchor(node) { _ in }
        case .unlinked: droppedLinks.insert(node)
        case .fails(let found):
            diagnostics += found
            droppedLinks.insert(node)
        case .pass:
            report(
                node, .badLink, "link target \(excerpt(target)) is not allowed",
                hint: "use https:, http:, mailto:, xmpp: or finding:, or the name of a file in the same directory")
            droppedLinks.insert(node)
        }
    }

    private mutating func openAnchor(_ node: Node, _ appendAddress: (inout HTMLBytes) -> Void) {
        output.append("<a href=\"")
        appendAddress(&output)
        if let title = cmark_node_get_title(node), title.pointee != 0 {
            output.append("\" title=\"")
            output.append(escaped: Self.bytes(title))
        }
        output.append("\">")
    }

    /// An image that is a paragraph of its own and has a title, which is its caption then.
    func isFigure(_ paragraph: Node) -> Bool {
        guard let image = cmark_node_first_child(paragraph), cmark_node_get_type(image) == CMARK_NODE_IMAGE,
            cmark_node_next(image) == nil, let title = cmark_node_get_title(image)
        else { return false }
        return title.pointee != 0
    }

    mutating func image(_ node: Node, isFigure: Bool = false) {
        let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let image = MarkdownLink(target: target, text: plainText(of: node), place: place(of: node))
        let title = cmark_node_get_title(node).map { String(cString: $0) } ?? ""
        switch renderer.handlers.image(image) {
        case .becomes(let html):
            guard isFigure else { return write(image: html, title: title) }
            output.append("<figure class=\"image\">\n")
            output.append(html: html)
            output.append("\n<figcaption>")
            output.append(escaped: title)
            output.append("</figcaption>\n</figure>\n")
        case .renders(let html): output.append(html)
        case .fails(let found): diagnostics += found
        case .pass, .unlinked:
            report(
                node, .noSuchImage, "image \(excerpt(target)) not found",
                hint: "put images in content/files and write ![alternative text](files/name.png)")
        }
    }

    /// Writes an image within a text; its title is the element's.
    private mutating func write(image html: String, title: String) {
        guard !title.isEmpty, html.hasSuffix(">") else { return output.append(html: html) }
        output.append(html: String(html.dropLast()))
        output.append(" title=\"")
        output.append(escaped: title)
        output.append("\">")
    }
}
