import Model

/// The form of `PROVIDER.json`: findings in canonical form, with the number of the format.
///
/// Files of format 1 have no number. They hold what findings rest on too, which format 2 keeps beside the evidence.
package enum FindingsFile {
    /// What was read.
    package struct Content: Hashable, Sendable {
        /// In canonical form.
        package var findings: ProviderFindings
        /// What they rest on; only files of format 1 have it.
        package var proofs: ProviderProofs?
    }

    package static func encode(_ findings: ProviderFindings) throws -> [UInt8] {
        try JSONText.encode(Numbered(findings: findings))
    }

    /// - Throws: `Diagnostics` that name `file`.
    package static func decode(_ bytes: some Collection<UInt8>, file: String) throws(Diagnostics) -> Content {
        switch try JSONText.decode(Stored.self, from: bytes, file: file) {
        case .known(let content): return content
        case .unknown(let format): throw Diagnostics([SnapshotFolder.unknownFormat(format, file: file)])
        }
    }

    private enum Key: String, CodingKey { case schema }

    private struct Numbered: Encodable {
        var findings: ProviderFindings

        func encode(to encoder: any Encoder) throws {
            try findings.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(SnapshotManifest.format, forKey: .schema)
        }
    }

    private enum Stored: Decodable {
        case known(Content)
        case unknown(Int)

        init(from decoder: any Decoder) throws {
            let format = try decoder.container(keyedBy: Key.self).decodeIfPresent(Int.self, forKey: .schema) ?? 1
            switch format {
            case 1:
                self = .known(
                    Content(
                        findings: try ProviderFindings(from: decoder).canonical,
                        proofs: try ProofsOfFormat1(from: decoder).proofs))
            case SnapshotManifest.format: self = .known(Content(findings: try ProviderFindings(from: decoder)))
            default: self = .unknown(format)
            }
        }
    }
}

/// The form of `evidence/PROVIDER.proofs.json.gz`: what findings rest on in the evidence beside it.
package enum ProofsFile {
    /// Unpacked it is never larger than this (bytes).
    static let limit = 256 << 20

    package static func name(_ provider: String) -> String { "evidence/\(provider).proofs.json.gz" }

    package static func encode(_ proofs: ProviderProofs) throws -> [UInt8] {
        try Gzip.compress(try JSONText.encodeLine(proofs))
    }

    /// - Throws: `Diagnostics` that name `file`.
    package static func decode(_ bytes: [UInt8], file: String) throws(Diagnostics) -> ProviderProofs {
        let text: [UInt8]
        do {
            text = try Gzip.decompress(bytes, limit: limit)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .brokenEvidence, message: "the proofs cannot be decompressed: \(error.why)",
                    hint: "restore the file from version control")
            ])
        }
        return try JSONText.decode(ProviderProofs.self, from: text, file: file)
    }
}
