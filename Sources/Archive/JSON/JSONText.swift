import FoundationEssentials
import Model

/// JSON as this project writes it (keys sorted, so that the same value gives the same bytes),
/// and as it reads it: with a place for whatever is wrong.
package enum JSONText {
    /// Pretty-printed, with a final newline: for files that people read and git compares.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    /// One line without its newline.
    package static func encodeLine(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Decodes a whole file.
    /// - Throws: `Diagnostics` with the place in `file` for broken JSON, the key path for a wrong type.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Collection<UInt8>, file: String, firstLine: Int = 1
    ) throws(Diagnostics) -> Value {
        let bytes = Array(bytes)
        let document: JSONDocument
        do throws(JSONFault) {
            document = try JSONDocument(bytes)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: file, place: place(of: error.offset, in: bytes, firstLine: firstLine), rule: .brokenJSON,
                    message: "invalid or truncated JSON", hint: hint)
            ])
        }
        do {
            return try Value(from: document.root)
        } catch let error as DecodingError {
            throw Diagnostics([diagnostic(error, bytes: bytes, file: file, firstLine: firstLine)])
        } catch {
            throw Diagnostics([
                Diagnostic(file: file, rule: .brokenJSON, message: "not valid JSON: \(error)", hint: hint)
            ])
        }
    }

    /// The value that a whole file is, to be read as it is.
    /// - Throws: one diagnostic with the place where the text stops being JSON.
    package static func value(of bytes: [UInt8], file: String, hint: String) throws(Diagnostics) -> JSONNode {
        do throws(JSONFault) {
            return try JSONDocument(bytes).root
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: file, place: place(of: error.offset, in: bytes, firstLine: 1), rule: .brokenJSON,
                    message: "invalid or truncated JSON", hint: hint)
            ])
        }
    }

    private static let hint = "restore the file from version control; snapshots are never edited"

    private static func diagnostic(
        _ error: DecodingError, bytes: [UInt8], file: String, firstLine: Int
    ) -> Diagnostic {
        let context: DecodingError.Context
        switch error {
        case .dataCorrupted(let found), .keyNotFound(_, let found), .typeMismatch(_, let found),
            .valueNotFound(_, let found):
            context = found
        @unknown default:
            return Diagnostic(file: file, rule: .brokenJSON, message: "\(error)", hint: hint)
        }
        var path = context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        if case .keyNotFound(let key, _) = error { path += ".\(key.stringValue)" }
        let what =
            switch error {
            case .keyNotFound: "is missing"
            case .valueNotFound: "is null"
            case .typeMismatch(let type, _): "has the wrong type, expected \(type)"
            default: context.debugDescription
            }
        let name = (path.split(separator: ".").last).map { String($0.prefix { $0 != "[" }) } ?? ""
        return Diagnostic(
            file: file, place: placeOfKey(name, in: bytes, firstLine: firstLine), rule: .wrongSnapshotFormat,
            message: path.isEmpty
                ? "the value \(what)" : "'\(path.hasPrefix(".") ? String(path.dropFirst()) : path)' \(what)",
            hint: hint)
    }

    /// A key's first place in the text; good enough to open the file where the trouble is.
    private static func placeOfKey(_ key: String, in bytes: [UInt8], firstLine: Int) -> Diagnostic.Place {
        let needle = Array("\"\(key)\"".utf8)
        guard !key.isEmpty, let index = bytes.firstRange(of: needle)?.lowerBound else {
            return Diagnostic.Place(line: firstLine, column: 1)
        }
        return place(of: index, in: bytes, firstLine: firstLine)
    }

    /// The place of a byte of a text.
    package static func place(of index: Int, in bytes: [UInt8], firstLine: Int) -> Diagnostic.Place {
        var line = firstLine
        var column = 1
        for byte in bytes.prefix(index) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return Diagnostic.Place(line: line, column: column)
    }
}
