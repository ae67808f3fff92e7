import FoundationEssentials
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// What a run was told. Whoever goes on from it has to be told the same, or one snapshot would be two measurements.
package struct RunConfiguration: Hashable, Codable, Sendable {
    /// When the run began; is not compared.
    package var started: Instant
    /// Settings by the name that a person knows them by, as text; all are compared.
    package var settings: [String: String]

    package init(started: Instant, settings: [String: String] = [:]) {
        self.started = started
        self.settings = settings
    }

    /// What differs between the two, one sentence a setting, in the order of their names.
    func differences(to other: RunConfiguration) -> [String] {
        Set(settings.keys).union(other.settings.keys).sorted().compactMap { name in
            let (one, two) = (settings[name] ?? "not set", other.settings[name] ?? "not set")
            return one == two ? nil : "\(name) was \(one), now \(two)"
        }
    }
}

/// A provider whose findings and evidence are on the disk, or are known from an earlier snapshot, and what the snapshot needs to know of it besides.
package struct FinishedProvider: Hashable, Codable, Sendable {
    /// What was to be looked at. A provider whose file asks for something else by now is not finished.
    package var plan: PlanRecord
    package var endpoints: Int
    /// Endpoints that could be connected to.
    package var measured: Int
    /// TCP connections made.
    package var connections: Int
    /// The earlier file that has this provider's findings; `nil` where they were written.
    var findings: SnapshotManifest.FileReference?
    /// The earlier evidence that stands for this provider's; `nil` where its own was kept.
    var unchanged: SnapshotManifest.FileReference?

    package init(plan: PlanRecord, endpoints: Int, measured: Int, connections: Int) {
        self.plan = plan
        self.endpoints = endpoints
        self.measured = measured
        self.connections = connections
    }

    /// Counts what a run brought back.
    /// - Parameter plan: what was wanted, before anything was found out.
    package init(_ plan: PlanRecord, _ findings: ProviderFindings, evidence: [EvidenceRecord]) {
        let all = findings.services.flatMap(\.endpoints)
        self.init(
            plan: plan, endpoints: all.count, measured: all.count { $0.connection.value != nil },
            connections: Self.connections(in: evidence))
    }

    /// TCP connections that evidence tells of.
    package static func connections(in evidence: [EvidenceRecord]) -> Int {
        evidence.count { record in
            switch record {
            case .probe: true
            // Without an address nobody was connected to.
            case .fetch(let page): !page.address.isEmpty
            case .plan, .lookup, .certificate, .endpoint: false
            }
        }
    }
}

/// `journal.ndjson` in a draft: the run's terms, then a line for each provider as soon as all of it is on the disk. What
/// is not in the journal does not count, however whole it looks.
enum DraftJournal {
    static let name = "journal.ndjson"

    /// Reads a journal. A last line without its end was cut off by what ended the run, and is passed over.
    /// - Returns: `nil` where not even the terms are there.
    static func read(_ bytes: [UInt8], file: String) throws(Diagnostics) -> (RunConfiguration, [FinishedProvider])? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        guard let first = lines.first else { return nil }
        let terms = try JSONText.decode(RunConfiguration.self, from: Array(first), file: file)
        var finished: [FinishedProvider] = []
        for (number, line) in lines.enumerated().dropFirst() {
            finished.append(
                try JSONText.decode(FinishedProvider.self, from: Array(line), file: file, firstLine: number + 1))
        }
        return (terms, finished)
    }

    static func line(_ value: some Encodable) throws -> [UInt8] {
        try JSONText.encodeLine(value) + [UInt8(ascii: "\n")]
    }
}
