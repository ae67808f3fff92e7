import CYAML
import Model

/// Reads one YAML document (1.1, as libyaml has it) into a tree of nodes, with a place for everything that is wrong.
struct YAMLParser {
    /// Why a text is not a document.
    struct Fault: Error {
        /// In the text.
        var place: Diagnostic.Place
        var message: String
        /// What to do about it; empty if there is nothing to add.
        var hint = ""
    }

    /// Levels of nesting in a text: more than any file needs, and far less than the stack has room for.
    private static let deepest = 64
    /// The same for the tree. No text that passed the check before comes near it.
    private static let deepestNode = 512

    /// libyaml's nodes, which refer to each other by number.
    private let nodes: UnsafeBufferPointer<yaml_node_t>
    private let lines: YAMLLines
    /// How many nodes may still be visited. A tree has each node once; a text with aliases may visit nodes again, without
    /// bound or in a circle.
    private var left: Int

    /// The document's tree; `nil` if the text is empty.
    /// - Parameter text: UTF-8.
    /// - Parameter comments: gets what follows plain scalars on their lines and begins like `#5`: YAML takes it for a
    ///   comment, and an editor most likely did not.
    static func tree(
        _ text: UnsafeBufferPointer<UInt8>, comments: inout [(place: Diagnostic.Place, text: String)]
    ) throws(Fault) -> YAMLNode? {
        if let place = placeOfTooDeep(text) {
            throw Fault(
                place: place, message: "YAML nested too deeply",
                hint: "use at most \(deepest) levels")
        }
        // Aliases of aliases grow without bound, and no file needs them. An alias needs an anchor.
        let mayHaveAlias = text.contains(UInt8(ascii: "&")) && text.contains(UInt8(ascii: "*"))
        if mayHaveAlias, let alias = alias(text) { throw alias }
        do throws(Fault) {
            return try withParser(text) { parser in
                Result { () throws(Fault) in try tree(parser, text, &comments) }
            }.get()
        } catch {
            throw Fault(place: error.place, message: error.message, hint: hint(for: error.message))
        }
    }

    /// Runs `body` with a parser of a text; libyaml keeps the parser's address.
    private static func withParser<Value>(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeMutablePointer<yaml_parser_t>) -> Result<Value, Fault>
    ) -> Result<Value, Fault> {
        withUnsafeTemporaryAllocation(of: yaml_parser_t.self, capacity: 1) { place in
            guard let parser = place.baseAddress, yaml_parser_initialize(parser) == 1 else {
                return .failure(Fault(place: .start, message: "out of memory"))
            }
            defer { yaml_parser_delete(parser) }
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, text.baseAddress, text.count)
            return body(parser)
        }
    }

    /// The first alias; asterisks in quoted texts and comments are none. A text that is broken before it has none: the
    /// parser reports what is wrong.
    private static func alias(_ text: UnsafeBufferPointer<UInt8>) -> Fault? {
        let found = withParser(text) { parser -> Result<Fault?, Fault> in
            let lines = YAMLLines(text)
            var event = yaml_event_t()
            while yaml_parser_parse(parser, &event) == 1 {
                defer { yaml_event_delete(&event) }
                switch event.type {
                case YAML_ALIAS_EVENT:
                    let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
                    return .success(
                        Fault(
                            place: lines.place(event.start_mark), message: "YAML aliases are not supported: '*\(name)'",
                            hint: "repeat the value instead"))
                case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .success(nil)
                default: break
                }
            }
            return .success(nil)
        }
        return (try? found.get()) ?? nil
    }

    private static func hint(for message: String) -> String {
        if message.contains("mapping values are not allowed") {
            return "quote strings that contain ': '"
        }
        if message.contains("cannot start any token") {
            return "indent with spaces, and quote strings that begin with a special character"
        }
        if message.contains("duplicate key") { return "remove one of them" }
        if message.contains("more than one") { return "remove the line '---' and everything after it" }
        if message.contains("did not find expected") || message.contains("could not find expected") {
            return "check for a missing colon, bracket or quotation mark here or on the line above"
        }
        return ""
    }

    /// Counts brackets and dashes before libyaml and the tree builder recurse.
    private static func placeOfTooDeep(_ bytes: UnsafeBufferPointer<UInt8>) -> Diagnostic.Place? {
        var brackets = 0
        var dashes = 0
        var leading = true
        var line = 1
        var start = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"): (dashes, leading, line, start) = (0, true, line + 1, index + 1)
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
            case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): if leading { dashes += 1 }
            case UInt8(ascii: " "): break
            default: leading = false
            }
            // A line that consists of dashes is not a nested list.
            let isList = dashes > deepest && bytes[start...].prefix { $0 != UInt8(ascii: "\n") }.contains(32)
            if brackets > deepest || isList || leading && index - start > 4 * deepest {
                return Diagnostic.Place(line: line, column: characters(in: bytes[start..<index]) + 1)
            }
        }
        return nil
    }

    private static func tree(
        _ parser: UnsafeMutablePointer<yaml_parser_t>, _ bytes: UnsafeBufferPointer<UInt8>,
        _ comments: inout [(place: Diagnostic.Place, text: String)]
    ) throws(Fault) -> YAMLNode? {
        let lines = YAMLLines(bytes)
        var document = yaml_document_t()
        guard yaml_parser_load(parser, &document) == 1 else { throw fault(parser.pointee, bytes, lines) }
        defer { yaml_document_delete(&document) }
        let nodes = UnsafeBufferPointer(
            start: document.nodes.start.map { UnsafePointer($0) }, count: document.nodes.top - document.nodes.start)
        if nodes.isEmpty { return nil }
        var reading = YAMLParser(nodes: nodes, lines: lines, left: nodes.count)
        let tree = try reading.node(1, depth: 0)
        if bytes.contains(UInt8(ascii: "#")) { comments = Self.comments(after: nodes, in: bytes, lines) }
        var next = yaml_document_t()
        guard yaml_parser_load(parser, &next) == 1 else { throw fault(parser.pointee, bytes, lines) }
        defer { yaml_document_delete(&next) }
        if yaml_document_get_root_node(&next) != nil {
            throw Fault(
                place: lines.place(next.start_mark),
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
        let place = lines.place(node.start_mark)
        left -= 1
        if left < 0 { throw Fault(place: place, message: "nested YAML aliases") }
        if depth > Self.deepestNode { throw Fault(place: place, message: "YAML nested too deeply") }
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

    /// What begins with a number sign and a letter or digit after a plain scalar on its line.
    private static func comments(
        after nodes: UnsafeBufferPointer<yaml_node_t>, in bytes: UnsafeBufferPointer<UInt8>, _ lines: YAMLLines
    ) -> [(place: Diagnostic.Place, text: String)] {
        let texts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return nodes.compactMap { node in
            let end = lines.place(node.end_mark)
            guard node.type == YAML_SCALAR_NODE, node.data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
                node.data.scalar.length > 0, texts.indices.contains(end.line - 1)
            else { return nil }
            let rest = String(decoding: texts[end.line - 1], as: UTF8.self).unicodeScalars.dropFirst(end.column - 1)
            let comment = rest.drop { $0 == " " || $0 == "\t" }
            guard comment.first == "#", let next = comment.dropFirst().first,
                next.properties.isAlphabetic || next.properties.numericType != nil
            else { return nil }
            let place = Diagnostic.Place(line: end.line, column: end.column + rest.count - comment.count)
            return (place, String(String.UnicodeScalarView(comment)))
        }
    }

    /// The first duplicate key; `title` and `"title"` are the same. Keys that are not scalars are ignored.
    private static func second(of pairs: [YAMLNode.Pair]) -> YAMLNode? {
        // Comparing a few is faster than hashing them.
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

    private static func fault(
        _ parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>, _ lines: YAMLLines
    ) -> Fault {
        let message = [parser.context, parser.problem].compactMap { $0.map { String(cString: $0) } }
            .joined(separator: ", ")
        guard parser.error == YAML_READER_ERROR else {
            let isKnown = !message.isEmpty && parser.error != YAML_MEMORY_ERROR
            return Fault(
                place: lines.place(parser.problem_mark), message: isKnown ? message : "invalid YAML")
        }
        // For errors of its reader, libyaml gives a byte offset.
        let place = lines.place(characters: characters(in: bytes.prefix(parser.problem_offset)))
        return Fault(place: place, message: message)
    }

    /// How many characters begin in some bytes of UTF-8.
    private static func characters(in bytes: some Sequence<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
}
