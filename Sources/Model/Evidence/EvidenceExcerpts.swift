/// The part of a provider's evidence that a page shows: the heading of each record and the beginning of its bytes. It is
/// bounded, so that memory does not grow with what servers sent.
package struct EvidenceExcerpts: Hashable, Sendable {
    /// By record id; at most `recordCount` of both together.
    package var lookups: [Int: Lookup] = [:]
    package var probes: [Int: Probe] = [:]
    /// SHA-256 → DER, certificates of at most `certificateLimit` bytes.
    package var certificates: [String: [UInt8]] = [:]
    /// The number of records in total.
    package var count = 0

    /// Bytes shown of one passage; fewer of what we sent inside TLS records.
    package static let passageLimit = 512
    package static let sentLimit = 96
    /// Bytes shown of all passages of a provider.
    package static let totalLimit = 64 * 1024
    /// The size of the largest certificate that is shown whole (bytes).
    package static let certificateLimit = 4096
    /// The number of look-ups and connections shown for a provider.
    package static let recordCount = 400
    /// The number of certificates shown for a provider.
    package static let certificateCount = 40

    /// A DNS question and the beginning of its raw answer.
    package struct Lookup: Hashable, Sendable {
        package var at: Instant
        package var name: String
        package var type: String
        package var security: DNSSECState
        package var answer: Excerpt?
        package var failure: Reason?
    }

    /// A connection and the beginning of each passage.
    package struct Probe: Hashable, Sendable {
        package var at: Instant
        package var purpose: Purpose
        package var milliseconds: Int
        package var passages: [PassageExcerpt]
        package var ending: ProbeRecord.Ending

        /// The purpose of a connection.
        package enum Purpose: Hashable, Sendable {
            case probe(ProbeRecord.Purpose)
            /// A page, by its URL.
            case fetch(String)
        }
    }

    /// The bytes of one direction.
    package struct PassageExcerpt: Hashable, Sendable {
        package var direction: Passage.Direction
        package var layer: Passage.Layer
        package var excerpt: Excerpt
        /// The record that already shows the same bytes; the excerpt is then empty.
        package var sameAs: Int?
    }

    /// The beginning of some bytes.
    package struct Excerpt: Hashable, Sendable {
        package var bytes: [UInt8]
        /// The number of bytes left out.
        package var omitted: Int
    }

    package init() {}

    /// Whether a page shows the record of that id.
    package func shows(_ id: Int) -> Bool { lookups[id] != nil || probes[id] != nil }

    private var hasRoom: Bool { lookups.count + probes.count < Self.recordCount }

    /// Takes records in order as long as they fit.
    package init(of records: [EvidenceRecord]) {
        var left = Self.totalLimit
        func excerpt(_ bytes: Bytes, omitted: Int, limit: Int = Self.passageLimit) -> Excerpt {
            let shown = Array(bytes.array.prefix(min(limit, left)))
            left -= shown.count
            let (sum, overflow) = omitted.addingReportingOverflow(bytes.count - shown.count)
            return Excerpt(bytes: shown, omitted: overflow ? .max : sum)
        }
        var seen: [Bytes: Int] = [:]
        func passage(_ passage: Passage, of record: Int) -> PassageExcerpt {
            // Short passages are repeated: following the reference would take longer than reading them.
            let earlier = passage.bytes.count > 24 ? seen[passage.bytes] : nil
            if earlier == nil { seen[passage.bytes] = record }
            let limit = passage.layer == .tls && passage.direction == .sent ? Self.sentLimit : Self.passageLimit
            return PassageExcerpt(
                direction: passage.direction, layer: passage.layer,
                excerpt: earlier == nil
                    ? excerpt(passage.bytes, omitted: passage.omitted, limit: limit) : Excerpt(bytes: [], omitted: 0),
                sameAs: earlier)
        }
        count = records.count
        for record in records {
            switch record {
            case .lookup(let record) where hasRoom:
                lookups[record.id] = Lookup(
                    at: record.at, name: record.name, type: record.type, security: record.security,
                    answer: record.answer.map { excerpt($0, omitted: 0, limit: 2 * Self.passageLimit) },
                    failure: record.failure)
            case .probe(let record) where hasRoom:
                probes[record.id] = Probe(
                    at: record.at, purpose: .probe(record.purpose), milliseconds: record.milliseconds,
                    passages: record.transcript.prefix(40).map { passage($0, of: record.id) }, ending: record.ending)
            case .fetch(let record) where hasRoom:
                probes[record.id] = Probe(
                    at: record.at, purpose: .fetch(record.url), milliseconds: record.milliseconds,
                    passages: record.transcript.prefix(40).map { passage($0, of: record.id) }, ending: record.ending)
            case .certificate(let record):
                if record.der.count <= Self.certificateLimit, certificates.count < Self.certificateCount {
                    certificates[record.sha256] = record.der.array
                }
            case .lookup, .probe, .fetch, .endpoint, .plan: break
            }
        }
    }
}
