import DNS

/// A version and fields behind it, as MTA-STS (RFC 8461 §3.1) and TLS-RPT (RFC 8460 §3) write their TXT records: blanks
/// only around semicolons and in values, names and the version in exactly these letters.
struct VersionedFields {
    /// In the order of the record.
    let fields: [(name: Substring, value: Substring)]

    /// The first field of a name.
    subscript(_ name: String) -> Substring? { fields.first { $0.name == name }?.value }

    /// Whether a record begins with a version and a semicolon.
    static func begins(_ bytes: [UInt8], with version: String) -> Bool {
        guard bytes.starts(with: Array(version.utf8)) else { return false }
        return bytes.dropFirst(version.utf8.count).first { $0 != 0x20 && $0 != 9 } == UInt8(ascii: ";")
    }

    /// Reads a record; `nil` where it breaks the grammar.
    init?(_ bytes: [UInt8], version: String) {
        guard Self.begins(bytes, with: version), let text = RecordText.ascii(bytes) else { return nil }
        var entries = text.split(separator: ";", maxSplits: 200, omittingEmptySubsequences: false).dropFirst()
        guard entries.count < 200 else { return nil }
        if entries.last.map({ TagList.trimmed($0).isEmpty }) == true { entries.removeLast() }
        var fields: [(name: Substring, value: Substring)] = []
        for entry in entries {
            let entry = TagList.trimmed(entry)
            guard let equals = entry.firstIndex(of: "=") else { return nil }
            let field = (name: entry[..<equals], value: entry[entry.index(after: equals)...])
            guard Self.isName(field.name), let first = field.value.first, first != " ", first != "\t" else {
                return nil
            }
            fields.append(field)
        }
        guard !fields.isEmpty else { return nil }
        self.fields = fields
    }

    /// `ext-name`: a letter or digit, then up to 31 more of those, `_`, `-` and `.`.
    static func isName(_ text: Substring) -> Bool {
        let isAlphanumeric = { (byte: UInt8) in SPFRecord.isLetter(byte) || SPFRecord.isDigit(byte) }
        guard let first = text.utf8.first, isAlphanumeric(first), text.utf8.count <= 32 else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || "_-.".utf8.contains($0) }
    }
}
