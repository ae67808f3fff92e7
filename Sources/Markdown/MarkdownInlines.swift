import CCMark

/// What the extensions change in the inlines of a paragraph or heading, after libcmark and before they are written.
extension MarkdownWalk {
    /// Sets quotation marks, and makes links, references and struck-out text of what libcmark takes for text.
    mutating func prepareInlines(of block: Node) {
        if let quotes = renderer.quotes { set(quotes, in: block) }
        guard syntax.changesInlines, mayChange(block) else { return }
        var parents = [(node: block, isLink: false)]
        while let (parent, isLink) = parents.popLast() {
            if !isLink {
                if syntax.addresses { linkAddresses(in: parent) }
                if syntax.footnotes { markReferences(in: parent) }
            }
            if syntax.strikethrough { strike(in: parent) }
            for child in children(of: parent) {
                switch cmark_node_get_type(child) {
                case CMARK_NODE_EMPH, CMARK_NODE_STRONG: parents.append((child, isLink))
                case CMARK_NODE_LINK: if !autolinks.contains(child) { parents.append((child, true)) }
                default: break
                }
            }
        }
    }

    /// Whether some text below a block may become another thing.
    private func mayChange(_ block: Node) -> Bool {
        guard var node = cmark_node_first_child(block) else { return false }
        while true {
            if let literal = cmark_node_get_literal(node), cmark_node_get_type(node) == CMARK_NODE_TEXT,
                syntax.mayChange(literal)
            {
                return true
            }
            if let child = cmark_node_first_child(node) {
                node = child
                continue
            }
            while cmark_node_next(node) == nil {
                guard let parent = cmark_node_parent(node), parent != block else { return false }
                node = parent
            }
            guard let next = cmark_node_next(node) else { return false }
            node = next
        }
    }

    func children(of node: Node) -> [Node] {
        var children: [Node] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    /// The bytes of a text node; `nil` of another one.
    static func text(of node: Node) -> [UInt8]? {
        guard cmark_node_get_type(node) == CMARK_NODE_TEXT, let literal = cmark_node_get_literal(node) else {
            return nil
        }
        return Array(Self.bytes(literal))
    }

    func setLiteral(of node: Node, to text: some Sequence<UInt8>) {
        Self.withCString(text) { _ = cmark_node_set_literal(node, $0) }
    }

    /// A new node, with a text where it holds one.
    func make(_ kind: cmark_node_type, _ text: (some Sequence<UInt8>)? = [UInt8]?.none) -> Node? {
        guard let node = cmark_node_new_with_mem(kind, memory) else { return nil }
        if let text { setLiteral(of: node, to: text) }
        return node
    }

    /// Replaces a part of a text node by another node; the text after it becomes a node of its own.
    /// - Returns: that node.
    func replace(_ range: Range<Int>, of node: Node, _ text: [UInt8], by other: Node) -> Node? {
        guard let rest = make(CMARK_NODE_TEXT, text[range.upperBound...]) else { return nil }
        setLiteral(of: node, to: text[..<range.lowerBound])
        _ = cmark_node_insert_after(node, other)
        _ = cmark_node_insert_after(other, rest)
        return rest
    }

    /// libcmark replaces null characters; what has one nevertheless ends there.
    static func withCString(_ text: some Sequence<UInt8>, _ body: (UnsafePointer<CChar>) -> Void) {
        let characters = text.map { CChar(bitPattern: $0) } + [0]
        characters.withUnsafeBufferPointer { if let start = $0.baseAddress { body(start) } }
    }
}

/// Bare addresses become links: "Autolinks (extension)" of GitHub Flavored Markdown.
extension MarkdownWalk {
    mutating func linkAddresses(in parent: Node) {
        for child in children(of: parent) {
            var next: Node? = child
            while let node = next, let literal = cmark_node_get_literal(node), syntax.mayChange(literal),
                let text = Self.text(of: node)
            {
                next = nil
                guard let found = BareAddress.first(in: text, after: last(before: node).last),
                    let link = link(to: found, text[found.range])
                else { break }
                // What libcmark took for markup would be the rest of the address.
                if found.range.upperBound == text.count, !found.isMail, let after = cmark_node_next(node),
                    Self.isMarkup(after)
                {
                    warn(of: .cutAddress, at: node)
                }
                next = replace(found.range, of: node, text, by: link)
            }
        }
    }

    private mutating func link(to found: BareAddress, _ text: ArraySlice<UInt8>) -> Node? {
        guard let link = make(CMARK_NODE_LINK), let words = make(CMARK_NODE_TEXT, text) else { return nil }
        Self.withCString(ProtectedText.restored(Array(found.prefix.utf8) + text, isCode: true)) {
            _ = cmark_node_set_url(link, $0)
        }
        _ = cmark_node_append_child(link, words)
        autolinks.insert(link)
        return link
    }

    private static func isMarkup(_ node: Node) -> Bool {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_EMPH, CMARK_NODE_STRONG, CMARK_NODE_CODE, CMARK_NODE_LINK, CMARK_NODE_IMAGE: true
        default: false
        }
    }
}
