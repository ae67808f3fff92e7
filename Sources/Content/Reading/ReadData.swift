import Archive
import Model
import Text
import YAML

/// Files of `content/data`, which templates show as they are: `NAME.yaml`, `NAME.json` or `NAME.csv`.
extension SiteReader {
    private static let endings = [".yaml", ".json", ".csv"]

    func readData(into content: inout SiteContent) {
        for fileName in names(in: "content/data", ending: "", into: &content) {
            let file = "content/data/\(fileName)"
            let found = Self.endings.first { fileName.hasSuffix($0) }
            let name = String(fileName.dropLast(found?.utf8.count ?? 0))
            let isTaken = content.data[name] != nil
            var value: DataValue?
            collect(file, into: &content) { () throws(Diagnostics) in
                guard let ending = found, DataReader.isName(name) else {
                    throw Self.badName(file, hasEnding: found != nil)
                }
                if isTaken {
                    throw Diagnostics([
                        Diagnostic(
                            file: file, rule: .duplicateData, message: "a second data file with the name '\(name)'",
                            hint: "rename one of the two; templates know them by their names without the endings")
                    ])
                }
                let (read, diagnostics) = try DataReader(file: file).read(try folder.text(file), ending)
                value = read
                return diagnostics
            }
            if !isTaken, !content.broken.contains(file) { content.data[name] = value ?? .nothing }
        }
    }

    private static func badName(_ file: String, hasEnding: Bool) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                file: file, rule: .badFileName, message: "the file name does not have the form NAME.yaml",
                hint: hasEnding
                    ? "use letters, digits, '-' and '_', so that templates can write {{data.NAME}}"
                    : "data files end in .yaml, .json or .csv; put downloads into content/files")
        ])
    }
}

/// Reads one data file.
private struct DataReader {
    let file: String

    /// Whether templates can ask for it.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
    }

    /// A value before it is known whether templates can show it.
    private indirect enum Node {
        case nothing
        case truth
        case text(String)
        case list([(node: Node, place: Diagnostic.Place)])
        case mapping([(key: String, node: Node, place: Diagnostic.Place)])
    }

    /// - Returns: `nil` where the file holds nothing.
    func read(_ source: SourceText, _ ending: String) throws(Diagnostics) -> (DataValue?, [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let node: Node
        switch ending {
        case ".yaml":
            let reader = YAMLValidator(file: file)
            let value = reader.value(source.bytes[...])
            diagnostics = reader.diagnostics
            node = value.map(Self.node) ?? .nothing
        case ".json":
            let bytes = source.bytes
            let root = try JSONText.value(of: bytes, file: file, hint: "correct it; JSON has no comments")
            node = Self.node(root) { JSONText.place(of: $0, in: bytes, firstLine: 1) }
        default:
            return (try table(source, &diagnostics), diagnostics)
        }
        return (value(node, at: .start, &diagnostics), diagnostics)
    }

    private static func node(_ value: YAMLValue) -> Node {
        switch value.content {
        case .nothing, .bool(false): .nothing
        case .bool(true): .truth
        case .text(let text): .text(text)
        case .list(let items): .list(items.map { (node($0), $0.place) })
        case .mapping(let pairs): .mapping(pairs.map { ($0.key, node($0.value), $0.value.place) })
        }
    }

    private static func node(_ value: JSONNode, _ place: (Int) -> Diagnostic.Place) -> Node {
        if let members = value.members {
            return .mapping(members.map { ($0.name, node($0.value, place), place($0.value.offset)) })
        }
        if let elements = value.elements { return .list(elements.map { (node($0, place), place($0.offset)) }) }
        if value.isNull || value.truth == false { return .nothing }
        if value.truth == true { return .truth }
        return .text(value.text ?? String(decoding: value.source, as: UTF8.self))
    }

    /// What templates see of it. Names in a template are letters, digits, `-` and `_`; a list has texts or mappings, since
    /// `{{.}}` is a text, and a section over a list of lists would have no name for the inner ones.
    private func value(_ node: Node, at place: Diagnostic.Place, _ found: inout [Diagnostic]) -> DataValue? {
        switch node {
        case .nothing, .text(""): return nil
        case .truth: return .truth
        case .text(let text): return .text(text)
        case .mapping(let pairs):
            let mapping = mapping(pairs, &found)
            return mapping.isEmpty ? nil : .mapping(mapping)
        case .list(let items):
            if items.isEmpty { return nil }
            let texts = items.compactMap { if case .text(let text) = $0.node { text } else { nil } }
            if texts.count == items.count { return .texts(texts) }
            let mappings = items.compactMap { item in
                if case .mapping(let pairs) = item.node { mapping(pairs, &found) } else { nil }
            }
            if mappings.count == items.count { return .list(mappings) }
            let isList = texts.isEmpty && mappings.isEmpty
            found.append(
                Diagnostic(
                    file: file, place: place, rule: .wrongType,
                    message: isList ? "a list of lists or of nothing" : "a list of unlike entries",
                    hint: "make all of its entries texts, or all of them mappings of keys to values"))
            return nil
        }
    }

    private func mapping(
        _ pairs: [(key: String, node: Node, place: Diagnostic.Place)], _ found: inout [Diagnostic]
    ) -> [String: DataValue] {
        var mapping: [String: DataValue] = [:]
        for (key, node, place) in pairs {
            if !Self.isName(key) { found.append(badKey(key, place)) }
            mapping[key] = value(node, at: place, &found)
        }
        return mapping
    }

    private func badKey(_ key: String, _ place: Diagnostic.Place) -> Diagnostic {
        Diagnostic(
            file: file, place: place, rule: .unknownKey,
            message: "templates cannot name '\(key.count > 60 ? "\(key.prefix(60))…" : key)'",
            hint: "use letters, digits, '-' and '_'")
    }

    /// A row each, by the names in the header.
    private func table(_ source: SourceText, _ found: inout [Diagnostic]) throws(Diagnostics) -> DataValue? {
        let rows = try CSVText.rows(source.text, file: file, firstLine: 1)
        guard let header = rows.first else { return nil }
        for (place, name) in header.enumerated() {
            if !Self.isName(name) {
                found.append(badKey(name, .start))
            } else if header[..<place].contains(name) {
                found.append(
                    Diagnostic(
                        file: file, rule: .duplicateColumn, message: "duplicate column '\(name)'",
                        hint: "give each column a name of its own"))
            }
        }
        let list = rows.dropFirst().map { row in
            Dictionary(zip(header, row).filter { !$0.1.isEmpty }.map { ($0, DataValue.text($1)) }) { first, _ in first }
        }
        return list.isEmpty ? nil : .list(list)
    }
}
