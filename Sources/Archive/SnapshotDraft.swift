import Findings
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A snapshot in the making: a hidden folder beside the others that becomes `DATE` with one rename. Whatever kills the
/// run before that leaves the earlier snapshots as they were and the newest still the newest.
public struct SnapshotDraft: ~Copyable {
    /// How much evidence is kept.
    public enum EvidencePolicy: String, Sendable {
        /// All of it, every time.
        case all
        /// Only where a finding differs from the snapshot before, and in the first snapshot of a month, so that a year
        /// of daily scans stays fit for a git repository.
        case changed
    }

    private let root: String
    private let date: Day
    private let lock: Int32
    private let policy: EvidencePolicy
    private let previous: (date: Day, folder: SnapshotFolder)?

    private var draft: String { "\(root)/.\(date).draft" }

    /// Begins a draft for `date` below `root` (`content/snapshots`).
    /// - Throws: where the snapshot exists already (snapshots are written once), where another scan writes one now, or
    ///   where the folder cannot be written.
    public static func begin(
        root: String, shownAs: String, date: Day, policy: EvidencePolicy
    ) throws(Diagnostics) -> SnapshotDraft {
        func diagnostic(_ rule: String, _ message: String, _ hint: String) -> Diagnostics {
            Diagnostics([Diagnostic(file: "\(shownAs)/\(date)", rule: rule, message: message, hint: hint)])
        }
        guard !FileManager.default.fileExists(atPath: "\(root)/\(date)") else {
            throw diagnostic(
                "snapshot-exists", "there is a snapshot of \(date) already",
                "snapshots are written once; scan with another --date")
        }
        do {
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        } catch {
            throw diagnostic("unwritable", "the folder of the snapshots cannot be made", "check its permissions")
        }
        let lock = open("\(root)/.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard lock >= 0 else {
            throw diagnostic("unwritable", "the folder of the snapshots cannot be written", "check its permissions")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw diagnostic("scan-running", "another scan writes here now", "wait until it has finished")
        }
        // What a killed run left behind is of no use: it has no snapshot.json.
        try? FileManager.default.removeItem(atPath: "\(root)/.\(date).draft")
        do {
            try FileManager.default.createDirectory(
                atPath: "\(root)/.\(date).draft/evidence", withIntermediateDirectories: true)
        } catch {
            close(lock)
            throw diagnostic("unwritable", "the folder of the snapshots cannot be written", "check its permissions")
        }
        return SnapshotDraft(
            root: root, date: date, lock: lock, policy: policy,
            previous: SnapshotFolder.all(below: root, shownAs: shownAs).last { $0.date < date })
    }

    private init(
        root: String, date: Day, lock: Int32, policy: EvidencePolicy, previous: (date: Day, folder: SnapshotFolder)?
    ) {
        self.root = root
        self.date = date
        self.lock = lock
        self.policy = policy
        self.previous = previous
    }

    deinit {
        // Of a finished draft nothing is left; an abandoned one goes.
        try? FileManager.default.removeItem(atPath: draft)
        close(lock)
    }

    /// Writes one provider's findings, and its evidence where the policy keeps it.
    public func write(_ findings: ProviderFindings, evidence: [EvidenceRecord]) throws {
        try write(try JSONText.encode(findings), to: "\(findings.provider).json")
        if keepsEvidence(of: findings) {
            try write(try EvidenceFile.encode(evidence), to: "evidence/\(findings.provider).ndjson.gz")
        }
    }

    /// Writes `snapshot.json` and makes the draft the snapshot of its date.
    public consuming func publish(_ snapshot: Snapshot) throws {
        try write(try JSONText.encode(snapshot), to: "snapshot.json")
        sync(draft)
        guard rename(draft, "\(root)/\(date)") == 0 else { throw CocoaError(.fileWriteUnknown) }
        sync(root)
    }

    private func keepsEvidence(of findings: ProviderFindings) -> Bool {
        guard policy == .changed, let previous, previous.date.year == date.year, previous.date.month == date.month,
            let before = try? JSONText.decode(
                ProviderFindings.self,
                from: Array(try Data(contentsOf: URL(filePath: "\(previous.folder.path)/\(findings.provider).json"))),
                file: "")
        else { return true }
        return before.steady != findings.steady
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(draft)/\(name)"))
    }

    /// Best effort: a folder that cannot be synced is written all the same.
    private func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

extension ProviderFindings {
    /// Without what differs from run to run though nothing changed: times, record numbers, counts of connections.
    public var steady: ProviderFindings {
        var copy = self
        copy.observations = []
        for index in copy.domains.indices { copy.domains[index].lookups = [] }
        for service in copy.services.indices {
            copy.services[service].lookups = []
            for index in copy.services[service].endpoints.indices {
                copy.services[service].endpoints[index].connection =
                    copy.services[service].endpoints[index].connection.map { _ in 0 }
                copy.services[service].endpoints[index].connections = 0
                copy.services[service].endpoints[index].proofs = [:]
                copy.services[service].endpoints[index].observations = []
            }
        }
        return copy
    }
}
