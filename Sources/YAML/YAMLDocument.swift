import CYAML
import Model

/// One document by libyaml's parser, as a tree of our own.
struct YAMLDocument {
    /// What keeps a text from being a document.
    struct Fault: Error {
        /// In the text.
        var place: Diagnostic.Place
        var message: String
    }

    /// Deeper than `YAMLText` lets pass by far, and far shallower than the stack.
    private static let deepest = 512

    /// libyaml's nodes, which refer to each other by place.
    private let nodes: UnsafeBufferPointer<yaml_node_t>
    /// How many nodes may still be come to. A tree has each node once; what has more is no tree but a text with aliases,
    /// which can grow without bound or lead back to where they stand.
    private var left: Int

    /// The document's tree; `nil` where the text is empty.
    static func tree(_ text: String) throws(Fault) -> YAMLNode? {
        var text = text
        return try text.withUTF8 { bytes in
            // libyaml keeps the parser's address.
            withUnsafeTemporaryAllocation(of: yaml_parser_t.self, capacity: 1) { place -> Result<YAMLNode?, Fault> in
                guard let parser = place.baseAddress, yaml_parser_initialize(parser) == 1 else {
                    return .failure(Fault(place: .start, message: "out of memory"))
                }
                defer { yaml_parser_delete(parser) }
                yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
                yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
                return Result { () throws(Fault) in try tree(parser, bytes) }
            }
        }.get()
    }

    /// The first alias, as libyaml sees it: in a quoted text or a comment there is none. Nothing is said of a text that
    /// is broken before.
    static func alias(_ text: String) -> Fault? {
        var text = text
        return text.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: yaml_parser_t.self, capacity: 1) { place -> Fault? in
                guard let parser = place.baseAddress, yaml_parser_initialize(parser) == 1 else { return nil }
                defer { yaml_parser_delete(parser) }
                yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
                yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
                var event = yaml_event_t()
                while yaml_parser_parse(parser, &event) == 1 {
                    defer { yaml_event_delete(&event) }
                    switch event.type {
                    case YAML_ALIAS_EVENT:
                        let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
                        return Fault(
                            place: Self.place(event.start_mark), message: "YAML aliases are not supported: '*\(name)'")
                    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return nil
                    default: break
                    }
                }
                return nil
            }
        }
    }

    private static func tree(
        _ parser: UnsafeMutablePointer<yaml_parser_t>, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Fault) -> YAMLNode? {
        var document = yaml_document_t()
        guard yaml_parser_load(parser, &document) == 1 else { throw fault(parser.pointee, bytes) }
        defer { yaml_document_delete(&document) }
        let nodes = UnsafeBufferPointer(
            start: document.nodes.start.map { UnsafePointer($0) }, count: document.nodes.top - document.nodes.start)
        if nodes.isEmpty { return nil }
        var reading = YAMLDocument(nodes: nodes, left: nodes.count)
        let tree = try reading.node(1, depth: 0)
        var next = yaml_document_t()
        guard yaml_parser_load(parser, &next) == 1 else { throw fault(parser.pointee, bytes) }
        defer { yaml_document_delete(&next) }
        if yaml_document_get_root_node(&next) != nil {
            throw Fault(
                place: Self.place(next.start_mark),
                message: "more than one YAML document")
        }
        return tree
    }

    /// - Parameter number: from 1.
    private mutating func node(_ number: CInt, depth: Int) throws(Fault) -> YAMLNode {
        guard nodes.indices.contains(Int(number) - 1) else {
            throw Fault(place: .start, message: "missing node")
        }
        let node = nodes[Int(number) - 1]
        let place = Self.place(node.start_mark)
        left -= 1
        if left < 0 { throw Fault(place: place, message: "nested YAML aliases") }
        if depth > Self.deepest { throw Fault(place: place, message: "YAML nested too deeply") }
        switch node.type {
        case YAML_SEQUENCE_NODE:
            let items = node.data.sequence.items
            let numbers = UnsafeBufferPointer(start: items.start, count: items.top - items.start)
            var sequence: [YAMLNode] = []
            sequence.reserveCapacity(numbers.count)
            for number in numbers { sequence.append(try self.node(number, depth: depth + 1)) }
            return YAMLNode(content: .sequence(sequence), place: place)
        case YAML_MAPPING_NODE:
            let items = node.data.mapping.pairs
            let numbers = UnsafeBufferPointer(start: items.start, count: items.top - items.start)
            var pairs: [YAMLNode.Pair] = []
            pairs.reserveCapacity(numbers.count)
            for number in numbers {
                let key = try self.node(number.key, depth: depth + 1)
                pairs.append(YAMLNode.Pair(key: key, value: try self.node(number.value, depth: depth + 1)))
            }
            if let twice = Self.second(of: pairs) {
                throw Fault(place: twice.place, message: "duplicate key '\(twice.scalar ?? "")'")
            }
            return YAMLNode(content: .mapping(pairs), place: place)
        default:
            let scalar = node.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return YAMLNode(
                content: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), place: place)
        }
    }

    /// The first key that was there before; `title` and `"title"` are one. What is no word is no key of ours.
    private static func second(of pairs: [YAMLNode.Pair]) -> YAMLNode? {
        // To compare a few is quicker than to hash them.
        if pairs.count <= 12 {
            for (place, pair) in pairs.enumerated() {
                guard let key = pair.key.scalar else { continue }
                if pairs[..<place].contains(where: { $0.key.scalar == key }) { return pair.key }
            }
            return nil
        }
        var seen: Set<String> = []
        return pairs.first { pair in pair.key.scalar.map { !seen.insert($0).inserted } ?? false }?.key
    }

    private static func place(_ mark: yaml_mark_t) -> Diagnostic.Place {
        Diagnostic.Place(line: mark.line + 1, column: mark.column + 1)
    }

    private static func fault(_ parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>) -> Fault {
        let message = [parser.context, parser.problem].compactMap { $0.map { String(cString: $0) } }
            .joined(separator: ", ")
        guard parser.error == YAML_READER_ERROR else {
            let isKnown = !message.isEmpty && parser.error != YAML_MEMORY_ERROR
            return Fault(
                place: Self.place(parser.problem_mark), message: isKnown ? message : "invalid YAML")
        }
        // Where it cannot read on, it tells the byte.
        var place = Diagnostic.Place.start
        for scalar in String(decoding: bytes.prefix(parser.problem_offset), as: UTF8.self).unicodeScalars {
            place = scalar == "\n" ? .init(line: place.line + 1, column: 1) : place
            if scalar != "\n" { place.column += 1 }
        }
        return Fault(place: place, message: message)
    }
}
