/// A list of `tag=value` with semicolons between, as DKIM writes its records (RFC 6376 §3.2).
package struct TagList: Hashable, Sendable {
    /// Tags in lower case and their values without spaces around, in order.
    package let tags: [(name: String, value: String)]

    /// Reads `text`; `nil` where it is not such a list: an entry without `=`, an empty tag, or a tag twice.
    package init?(_ text: String) {
        var tags: [(name: String, value: String)] = []
        let entries = text.split(separator: ";", maxSplits: 200, omittingEmptySubsequences: false)
        guard entries.count <= 200 else { return nil }
        for (index, entry) in entries.enumerated() {
            let entry = Self.trimmed(entry)
            if entry.isEmpty {
                // Only behind the last semicolon.
                guard index == entries.count - 1, index > 0 else { return nil }
                continue
            }
            guard let equals = entry.firstIndex(of: "=") else { return nil }
            let name = Self.trimmed(entry[..<equals]).lowercased()
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTagByte), !tags.contains(where: { $0.name == name }) else {
                return nil
            }
            tags.append((name, String(Self.trimmed(entry[entry.index(after: equals)...]))))
        }
        self.tags = tags
    }

    /// The value of a tag; `nil` where it is not there.
    package subscript(_ name: String) -> String? { tags.first { $0.name == name }?.value }

    /// The name of the first tag.
    var first: (name: String, value: String)? { tags.first }

    static func trimmed(_ text: some StringProtocol) -> Substring {
        var text = Substring(text)
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    package static func == (left: TagList, right: TagList) -> Bool {
        left.tags.elementsEqual(right.tags) { $0.name == $1.name && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        for tag in tags {
            hasher.combine(tag.name)
            hasher.combine(tag.value)
        }
    }
}
