/// The lines of a file with front matter, for changing some of them and no byte of the others.
struct FrontMatterLines {
    /// Without their ends, `\r` included.
    private var lines: [[UInt8]]
    /// The line `---` that ends the front matter.
    private var end: Int
    /// What new lines end with before `\n`.
    private let lineEnd: [UInt8]

    init(_ bytes: [UInt8]) throws(IncidentText.Fault) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let fences = lines.indices.filter { Self.text(lines[$0]) == "---" }
        guard fences.first == 0, fences.count > 1 else {
            throw IncidentText.Fault(
                line: 1, message: "the front matter has no end or no beginning",
                hint: "put it between two lines '---'; what was measured is kept in content/rounds")
        }
        self.lines = lines
        end = fences[1]
        lineEnd = lines[0].last == UInt8(ascii: "\r") ? [UInt8(ascii: "\r")] : []
    }

    var bytes: [UInt8] { Array(lines.joined(separator: [UInt8(ascii: "\n")])) }

    /// The scalar behind a key at the left margin.
    func value(of key: String) -> String? {
        block(of: key).map { range in
            var text = Self.text(lines[range.lowerBound]).dropFirst(key.utf8.count + 1)
            if let comment = text.firstIndex(of: "#") { text = text[..<comment] }
            return text.trimmed
        }
    }

    /// The lines below a key, without their indentation.
    func entries(of key: String) -> [String] {
        block(of: key).map { range in lines[range].dropFirst().map { Self.text($0).trimmed } } ?? []
    }

    /// Writes a key anew, or adds it at the end.
    mutating func set(_ key: String, _ text: [String]) {
        let new = text.map { Array($0.utf8) + lineEnd }
        let range = block(of: key) ?? end..<end
        lines.replaceSubrange(range, with: new)
        end += new.count - range.count
    }

    /// Adds entries to a list; those that it has already are left out.
    mutating func append(_ entries: [String], to key: String) throws(IncidentText.Fault) {
        guard let range = block(of: key) else {
            if !entries.isEmpty { set(key, ["\(key):"] + entries.map { "  \($0)" }) }
            return
        }
        let known = Set(lines[range].map { Self.text($0).trimmed })
        let new = entries.filter { !known.contains($0) }
        if new.isEmpty { return }
        let written = value(of: key) ?? ""
        let first = lines[range].dropFirst().first { Self.text($0).trimmed.hasPrefix("-") }
        guard written.isEmpty || written == "[]", written.isEmpty == (first != nil) || range.count == 1 else {
            throw IncidentText.Fault(
                line: range.lowerBound + 1, message: "nothing can be added to '\(key)', which is not a list of lines",
                hint: "begin each entry on a line of its own with '- '; what was measured is kept in content/rounds")
        }
        let indent = first.map { $0.prefix { $0 == UInt8(ascii: " ") } }.map(Array.init) ?? Array("  ".utf8)
        if first == nil { lines[range.lowerBound] = Array("\(key):".utf8) + lineEnd }
        lines.insert(contentsOf: new.map { indent + Array($0.utf8) + lineEnd }, at: range.upperBound)
        end += new.count
    }

    /// The lines of a key at the left margin, without comments and empty lines behind it.
    private func block(of key: String) -> Range<Int>? {
        guard let start = (1..<end).first(where: { Self.text(lines[$0]).hasPrefix("\(key):") }) else { return nil }
        var next = start + 1
        while next < end, let first = lines[next].first, [UInt8(ascii: " "), UInt8(ascii: "-")].contains(first) {
            next += 1
        }
        return start..<next
    }

    private static func text(_ line: [UInt8]) -> String {
        String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...], as: UTF8.self)
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.prefix(start.utf8.count - start.reversed().prefix { $0 == " " }.count))
    }
}
