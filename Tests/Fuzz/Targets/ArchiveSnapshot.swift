import Archive
import Derive
import Model

extension FuzzTarget {
    /// The last byte chooses which file of a snapshot the rest is. Whatever can be read of it can be written and read
    /// again, and findings can be derived from any evidence.
    static let archiveSnapshot = FuzzTarget("ArchiveSnapshot") { input throws(FuzzViolation) in
        var bytes = input
        switch bytes.popLast().map({ $0 & 3 }) {
        case 0: try rereads(SnapshotManifest.self, bytes)
        case 1: try rereadsFindings(bytes)
        case 2: try unpacks(bytes)
        default: try derives(bytes)
        }
    }

    private static func rereads<Value: Codable & Equatable>(
        _ type: Value.Type, _ bytes: [UInt8]
    ) throws(FuzzViolation) {
        let value: Value
        do throws(Diagnostics) {
            value = try JSONText.decode(type, from: bytes, file: "snapshot.json")
        } catch {
            try placed(error, lines: 1 + bytes.count { $0 == 10 })
            return
        }
        try rereads(value)
    }

    private static func rereads<Value: Codable & Equatable>(_ value: Value) throws(FuzzViolation) {
        guard let written = try? JSONText.encode(value),
            let again = try? JSONText.decode(Value.self, from: written, file: ""), again == value
        else { throw FuzzViolation("not the same when it is read again: \(value)") }
    }

    /// Findings of any format are read into one form, in which they stay; or what they rest on.
    private static func rereadsFindings(_ bytes: [UInt8]) throws(FuzzViolation) {
        try rereads(ProviderFindings.self, bytes)
        try rereads(ProviderProofs.self, bytes)
        guard let read = try? FindingsFile.decode(bytes, file: "a.json") else { return }
        guard let written = try? FindingsFile.encode(read.findings),
            let again = try? FindingsFile.decode(written, file: ""), again.proofs == nil,
            again.findings.canonical == read.findings.canonical
        else { throw FuzzViolation("not the same findings when they are read again: \(read.findings)") }
        guard read.findings.canonical.canonical == read.findings.canonical else {
            throw FuzzViolation("the canonical form has another one: \(read.findings)")
        }
    }

    /// One gzip member, bounded.
    private static func unpacks(_ bytes: [UInt8]) throws(FuzzViolation) {
        let limit = 1 << 20
        guard let text = try? Gzip.decompress(bytes, limit: limit) else { return }
        guard text.count <= limit, let packed = try? Gzip.compress(text),
            (try? Gzip.decompress(packed, limit: limit)) == text
        else { throw FuzzViolation("\(text.count) bytes are not the same when they are packed and unpacked") }
    }

    /// The input is the text of a file of evidence.
    private static func derives(_ text: [UInt8]) throws(FuzzViolation) {
        guard let packed = try? Gzip.compress(text) else { throw FuzzViolation("not packed") }
        let records: [EvidenceRecord]
        do throws(Diagnostics) {
            records = try EvidenceFile.decode(packed, file: "a.ndjson.gz")
        } catch {
            try placed(error, lines: 1 + text.count { $0 == 10 })
            return
        }
        guard let again = try? EvidenceFile.decode(try EvidenceFile.encode(records), file: ""), again == records else {
            throw FuzzViolation("not the same records when they are read again")
        }
        if let findings = try? deriveFindings(from: records, file: "a.ndjson.gz") { try rereads(findings) }
    }

    private static func placed(_ error: Diagnostics, lines: Int) throws(FuzzViolation) {
        for diagnostic in error.all {
            guard (1...lines).contains(diagnostic.place.line), diagnostic.place.column > 0, !diagnostic.hint.isEmpty
            else { throw FuzzViolation("a place that is not in the text: \(diagnostic)") }
        }
    }
}
