import DNS

/// Where reports on TLS between mail servers go (RFC 8460 §3).
package enum TLSReportingRecord {
    private static let version = "v=TLSRPTv1"

    /// Whether a TXT record is one: it begins with `v=TLSRPTv1` and a semicolon.
    package static func isRecord(_ bytes: [UInt8]) -> Bool { VersionedFields.begins(bytes, with: version) }

    /// The report addresses, outside text, bounded; `nil` where the record breaks the rules.
    package static func addresses(_ bytes: [UInt8]) -> [String]? {
        guard let list = VersionedFields(bytes, version: version)?["rua"] else { return nil }
        let addresses = list.split(separator: ",").prefix(10).map { TagList.trimmed($0) }
        guard !addresses.isEmpty,
            addresses.allSatisfy({
                $0.lowercased().hasPrefix("mailto:") && $0.contains("@") || $0.lowercased().hasPrefix("https://")
            })
        else { return nil }
        return addresses.map { RecordText.shown($0.utf8, limit: 200) }
    }
}
