import Archive
import Derive
import Model
import Testing

/// What is said of a zone's signatures depends on when they were seen: a recorded zone, looked at later.
@Suite struct SignatureTimesTests {
    private static func zone(
        _ records: [EvidenceRecord], later: Int64 = 0
    ) throws -> (problems: [String], seen: Instant, end: Instant) {
        let moved = records.map { record -> EvidenceRecord in
            guard case .lookup(var lookup) = record else { return record }
            lookup.at = Instant(milliseconds: lookup.at.milliseconds + later)
            return .lookup(lookup)
        }
        let derived = try derive(from: moved, file: "weidenpost")
        let seen = moved.compactMap { if case .lookup(let lookup) = $0 { lookup.at } else { nil } }.max()
        return (
            try #require(derived.findings.domains.first?.policies?.zone.value).problems, try #require(seen),
            try #require(derived.proofs.domains.first?.signaturesEnd)
        )
    }

    /// Resolvers differ about a signature that has expired (RFC 4035 §5.3.1): Unbound takes it for a day longer, BIND and
    /// Knot do not.
    @Test func aSignatureThatHasExpiredIsNotOneThatSoonWill() throws {
        let records = try EvidenceFile.decode(try Corpus.evidence("weidenpost"), file: "weidenpost")
        let (problems, seen, end) = try Self.zone(records)
        let hour: Int64 = 3_600_000
        let left = end.milliseconds - seen.milliseconds
        #expect(left > 48 * hour && problems.isEmpty)
        #expect(try Self.zone(records, later: left - hour).problems == ["ends-soon"])
        #expect(try Self.zone(records, later: left + hour).problems == ["has-ended"])
    }
}
