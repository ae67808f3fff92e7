import Model

/// Comma-separated values (RFC 4180); the first row holds the headers.
package enum CSVText {
    /// The most fields that a table may have: a page with more is of no use to a reader.
    package static let fieldsAtMost = 50_000

    /// Reads rows of fields.
    /// - Throws: one diagnostic if quotation marks are unbalanced, a row has a different number of fields than the first, or
    ///   there are more fields than `fieldsAtMost`; nothing is read behind those.
    package static func rows(_ text: String, file: String, firstLine: Int) throws(Diagnostics) -> [[String]] {
        var reader = CSVReader(bytes: Array(text.utf8), line: firstLine)
        let rows = reader.read()
        func failure(_ line: Int, _ message: String, _ hint: String) -> Diagnostics {
            Diagnostics([
                Diagnostic(
                    file: file, place: Diagnostic.Place(line: line, column: 1), rule: .brokenCSV, message: message,
                    hint: hint)
            ])
        }
        if let line = reader.excessLine {
            throw Diagnostics([
                Diagnostic(
                    file: file, place: Diagnostic.Place(line: line, column: 1), rule: .tooLarge,
                    message: "the table has more than \(fieldsAtMost) fields",
                    hint: "show a part of it, and link the whole as a file in content/files")
            ])
        }
        if reader.open {
            throw failure(
                reader.quoteLine, "unterminated quoted field", "close the field, and double quotation marks inside it")
        }
        guard let header = rows.first else { throw failure(firstLine, "the table is empty", "begin with a header row") }
        if let odd = rows.first(where: { $0.fields.count != header.fields.count }) {
            throw failure(
                odd.line, "expected \(header.fields.count) fields, found \(odd.fields.count)",
                "quote fields that contain a comma")
        }
        return rows.map(\.fields)
    }
}

private struct CSVReader {
    let bytes: [UInt8]
    var line: Int
    var open = false
    var quoteLine = 0
    /// The line of the first field that is too many.
    private(set) var excessLine: Int?
    private var count = 0

    init(bytes: [UInt8], line: Int) {
        self.bytes = bytes
        self.line = line
    }

    private mutating func countField(in line: Int) {
        count += 1
        if count > CSVText.fieldsAtMost { excessLine = line }
    }

    mutating func read() -> [(fields: [String], line: Int)] {
        var rows: [(fields: [String], line: Int)] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var rowLine = line
        var index = 0
        func text(_ field: [UInt8]) -> String { String(decoding: field, as: UTF8.self) }
        while index < bytes.count, excessLine == nil {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if open {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    field.append(byte)
                    index += 1
                } else {
                    open = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.allSatisfy({ $0 == 0x20 }):
                open = true
                quoteLine = line
                field = []
            case UInt8(ascii: ","):
                fields.append(text(field))
                field = []
                countField(in: line)
            case UInt8(ascii: "\n"):
                if !fields.isEmpty || field.contains(where: { $0 != 0x20 }) {
                    rows.append((fields + [text(field)], rowLine))
                    countField(in: rowLine)
                }
                fields = []
                field = []
                rowLine = line
            default: field.append(byte)
            }
        }
        if !fields.isEmpty || !field.isEmpty { rows.append((fields + [text(field)], rowLine)) }
        return rows.map { row in
            (row.fields.map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }, row.line)
        }
    }
}
