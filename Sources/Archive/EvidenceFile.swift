import Model

/// The form of `evidence/PROVIDER.ndjson.gz`: one JSON object a line, gzipped.
package enum EvidenceFile {
    /// Unpacked evidence of one provider is never larger than this (bytes).
    package static let limit = 256 << 20

    /// Packs line by line, so that the unpacked text is never in memory as a whole.
    package static func encode(_ records: [EvidenceRecord]) throws -> [UInt8] {
        var packing = try GzipStream()
        var unpacked = 0
        for record in records {
            let line = try JSONText.encodeLine(record)
            unpacked += line.count + 1
            // What cannot be read again is not written.
            guard unpacked <= limit else { throw Gzip.Corrupt(why: "larger than \(limit) bytes") }
            try packing.add(line)
            try packing.add([UInt8(ascii: "\n")])
        }
        return try packing.finish()
    }

    /// - Throws: `Diagnostics` naming `file` and the line within the unpacked text.
    package static func decode(_ bytes: [UInt8], file: String) throws(Diagnostics) -> [EvidenceRecord] {
        let text: [UInt8]
        do {
            text = try Gzip.decompress(bytes, limit: limit)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .brokenEvidence, message: "the evidence cannot be decompressed: \(error.why)",
                    hint: "restore the file from version control")
            ])
        }
        var records: [EvidenceRecord] = []
        var (start, number) = (text.startIndex, 0)
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
            number += 1
            if end > start {
                records.append(
                    try JSONText.decode(
                        EvidenceRecord.self, from: text[start..<end], file: file, firstLine: number))
            }
            start = end + 1
        }
        return records
    }
}
