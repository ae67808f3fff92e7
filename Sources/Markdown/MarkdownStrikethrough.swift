import CCMark

/// Struck-out text: "Strikethrough (extension)" of GitHub Flavored Markdown, between one or two tildes each.
extension MarkdownWalk {
    /// A run of tildes.
    private struct Run {
        var node: Node
        var range: Range<Int>
        var opens: Bool
        var closes: Bool
    }

    mutating func strike(in parent: Node) {
        var openers: [Run] = []
        var next = cmark_node_first_child(parent)
        var offset = 0
        while let node = next {
            guard let text = Self.text(of: node), let run = run(in: node, text, from: offset) else {
                next = cmark_node_next(node)
                offset = 0
                continue
            }
            offset = run.range.upperBound
            if run.closes, let place = openers.lastIndex(where: { $0.range.count == run.range.count }) {
                let opener = openers[place]
                openers.removeSubrange(place...)
                // The text after the closing run is where the search goes on.
                if let rest = wrap(from: opener, to: run) { (next, offset) = (rest, 0) }
            } else if run.opens {
                openers.append(run)
            }
        }
        if openers.contains(where: { $0.range.count == 2 }), let opener = openers.first {
            warn(of: .unmatchedTildes, at: opener.node)
        }
    }

    /// The next run of one or two tildes in a text node. Delimiter runs open and close as in CommonMark §6.2.
    private func run(in node: Node, _ text: [UInt8], from offset: Int) -> Run? {
        var start = offset
        while let tilde = text[start...].firstIndex(of: UInt8(ascii: "~")) {
            let end = text[tilde...].firstIndex { $0 != UInt8(ascii: "~") } ?? text.count
            let before = Neighbour(tilde > 0 ? text[..<tilde] : last(before: node))
            let after = Neighbour(end < text.count ? text[end...] : first(after: node), first: true)
            let left = after != .space && (after == .other || before != .other)
            let right = before != .space && (before == .other || after != .other)
            if end - tilde <= 2, left || right {
                return Run(node: node, range: tilde..<end, opens: left, closes: right)
            }
            start = end
        }
        return nil
    }

    private enum Neighbour {
        case space, punctuation, other

        /// - Parameter first: whether the first character counts, not the last.
        init(_ text: ArraySlice<UInt8>, first: Bool = false) {
            let string = String(decoding: first ? text.prefix(4) : text.suffix(4), as: UTF8.self)
            guard let scalar = first ? string.unicodeScalars.first : string.unicodeScalars.last else {
                self = .space
                return
            }
            switch scalar.properties.generalCategory {
            case .spaceSeparator: self = .space
            case .control: self = scalar.value <= 0x20 ? .space : .punctuation
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation:
                self = .punctuation
            default:
                self =
                    scalar.isASCII && !scalar.properties.isAlphabetic && !("0"..."9" ~= scalar) ? .punctuation : .other
            }
        }
    }

    /// What comes before a node: text, a space where its parent begins a block, else a character of markup.
    func last(before node: Node) -> ArraySlice<UInt8> {
        guard let other = cmark_node_previous(node) else { return edge(of: node) }
        return neighbour(other)
    }

    private func first(after node: Node) -> ArraySlice<UInt8> {
        guard let other = cmark_node_next(node) else { return edge(of: node) }
        return neighbour(other)
    }

    private func edge(of node: Node) -> ArraySlice<UInt8> {
        switch cmark_node_get_type(cmark_node_parent(node)) {
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: []
        default: [UInt8(ascii: "*")]
        }
    }

    private func neighbour(_ node: Node) -> ArraySlice<UInt8> {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_TEXT: Self.text(of: node)?[...] ?? []
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: []
        case CMARK_NODE_EMPH, CMARK_NODE_STRONG: [UInt8(ascii: "*")]
        case CMARK_NODE_LINK where autolinks.contains(node):
            cmark_node_first_child(node).flatMap { Self.text(of: $0) }?[...] ?? []
        default: [UInt8(ascii: ")")]
        }
    }

    /// Puts what stands between two runs into an element.
    /// - Returns: the text after the closing run.
    private mutating func wrap(from opener: Run, to closer: Run) -> Node? {
        guard let struck = make(CMARK_NODE_CUSTOM_INLINE), let text = Self.text(of: closer.node),
            let rest = make(CMARK_NODE_TEXT, text[closer.range.upperBound...])
        else { return nil }
        if opener.node == closer.node {
            guard let inside = make(CMARK_NODE_TEXT, text[opener.range.upperBound..<closer.range.lowerBound]) else {
                return nil
            }
            setLiteral(of: opener.node, to: text[..<opener.range.lowerBound])
            _ = cmark_node_insert_after(opener.node, struck)
            _ = cmark_node_append_child(struck, inside)
        } else {
            guard let begin = Self.text(of: opener.node),
                let inside = make(CMARK_NODE_TEXT, begin[opener.range.upperBound...])
            else { return nil }
            setLiteral(of: opener.node, to: begin[..<opener.range.lowerBound])
            setLiteral(of: closer.node, to: text[..<closer.range.lowerBound])
            _ = cmark_node_insert_after(opener.node, struck)
            _ = cmark_node_append_child(struck, inside)
            while let node = cmark_node_next(struck) {
                _ = cmark_node_append_child(struck, node)
                if node == closer.node { break }
            }
        }
        _ = cmark_node_insert_after(struck, rest)
        return rest
    }
}
