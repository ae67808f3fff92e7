import Findings

/// The form of `evidence/PROVIDER.ndjson.gz`: one JSON object a line, gzipped.
public enum EvidenceFile {
    /// Unpacked evidence of one provider is never larger than this (bytes).
    public static let limit = 256 << 20

    public static func encode(_ records: [EvidenceRecord]) throws -> [UInt8] {
        var lines: [UInt8] = []
        for record in records {
            lines.append(contentsOf: try JSONText.encodeLine(record))
            lines.append(UInt8(ascii: "\n"))
        }
        return try Gzip.compress(lines)
    }

    /// - Throws: `Diagnostics` naming `file` and the line within the unpacked text.
    public static func decode(_ bytes: [UInt8], file: String) throws(Diagnostics) -> [EvidenceRecord] {
        let text: [UInt8]
        do {
            text = try Gzip.decompress(bytes, limit: limit)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: "broken-evidence", message: "the evidence cannot be unpacked: \(error.why)",
                    hint: "restore the file from version control")
            ])
        }
        var records: [EvidenceRecord] = []
        for (number, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            records.append(
                try JSONText.decode(EvidenceRecord.self, from: Array(line), file: file, firstLine: number + 1))
        }
        return records
    }
}
