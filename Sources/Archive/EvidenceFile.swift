import Model

/// The form of `evidence/PROVIDER.ndjson.gz`: one JSON object a line, gzipped.
package enum EvidenceFile {
    /// Unpacked evidence of one provider is never larger than this (bytes).
    package static let limit = 256 << 20

    /// Packs line by line, so that the unpacked text is never in memory as a whole.
    package static func encode(_ records: [EvidenceRecord]) throws -> [UInt8] {
        var packing = try GzipStream()
        for record in records {
            try packing.add(try JSONText.encodeLine(record))
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
        for (number, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            records.append(
                try JSONText.decode(EvidenceRecord.self, from: Array(line), file: file, firstLine: number + 1))
        }
        return records
    }
}
