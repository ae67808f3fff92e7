import Files
import Model
import Text

/// A snapshot in the making: a hidden folder beside the others that becomes `DATE` with one rename. Whatever kills the
/// run before that leaves the earlier snapshots as they were and the newest still the newest; what the run had finished
/// stays in the folder, for one that goes on from there.
package struct SnapshotDraft: ~Copyable {
    /// How much evidence is kept.
    package enum EvidencePolicy: String, CaseIterable, Sendable {
        /// All of it, every time.
        case all
        /// Only where findings are none that the last snapshots have already, and in the first snapshot of a month, so
        /// that a year of daily scans stays fit for a git repository.
        case changed
    }

    private let folder: DraftFolder
    private let lock: FileLock
    private let policy: EvidencePolicy
    private let known: KnownFindings
    /// What the run was told that began the draft: this one, or the one that this one goes on from.
    package let terms: RunConfiguration
    /// Providers that are in the draft, by their ids.
    package private(set) var finished: [String: FinishedProvider]
    /// Drafts of earlier runs that were thrown away.
    package let dropped: [UnfinishedScan]

    /// Begins a draft for `date` below `root` (`content/snapshots`), or goes on with the one that a killed run left.
    /// - Parameters:
    ///   - terms: what this run is told.
    ///   - resuming: whether to go on. Otherwise drafts of this date and of earlier ones are thrown away.
    /// - Throws: where the snapshot exists already (snapshots are written once), where another scan writes one now,
    ///   where there is nothing to go on from or other terms began it, or where the folder cannot be written.
    package static func begin(
        root: String, displayPath: String, date: Day, policy: EvidencePolicy, terms: RunConfiguration,
        resuming: Bool = false
    ) throws(Diagnostics) -> SnapshotDraft {
        func diagnostic(_ rule: Diagnostic.Rule, _ message: String, _ hint: String) -> Diagnostics {
            Diagnostics([Diagnostic(file: "\(displayPath)/\(date)", rule: rule, message: message, hint: hint)])
        }
        let unwritable = diagnostic(
            .cannotWrite, "the snapshots directory is not writable", "check its permissions")
        guard FileKind("\(root)/\(date)") == nil else {
            throw diagnostic(
                .snapshotExists, "a snapshot of \(date) already exists",
                "snapshots are never overwritten; choose another --date")
        }
        do {
            try Folder.create(root)
        } catch {
            throw diagnostic(.cannotWrite, "the snapshots directory cannot be created", "check its permissions")
        }
        let lock = try SnapshotLock.take(below: root, file: "\(displayPath)/\(date)")
        do throws(Diagnostics) {
            let folder = DraftFolder(root: root, displayPath: displayPath, date: date)
            var dropped: [UnfinishedScan] = []
            var kept: (terms: RunConfiguration, finished: [String: FinishedProvider]) = (terms, [:])
            if resuming {
                kept = try folder.resume(terms)
            } else {
                dropped = DraftFolder.unfinished(below: root).filter { $0.date <= date }
                for one in dropped { DraftFolder(root: root, displayPath: displayPath, date: one.date).remove() }
                do {
                    try folder.make(terms)
                } catch {
                    folder.remove()
                    guard let error = error as? FileError else { throw unwritable }
                    throw diagnostic(
                        .cannotWrite, "the snapshots directory is not writable: \(error.reason)",
                        "check its permissions and the free space")
                }
            }
            return SnapshotDraft(
                folder: folder, lock: lock, policy: policy,
                known: KnownFindings(before: date, below: root, displayPath: displayPath),
                terms: kept.terms, finished: kept.finished, dropped: dropped.filter { $0.finished > 0 })
        } catch {
            lock.release()
            throw error
        }
    }

    deinit {
        // An abandoned draft stays where something in it is worth going on from.
        if finished.isEmpty { folder.remove() }
        lock.release()
    }

    /// Takes a provider out that is not wanted any more, or is to be looked at again.
    package mutating func drop(_ id: String) {
        if finished.removeValue(forKey: id) != nil { folder.remove(id) }
    }

    // MARK: writing

    /// Writes one provider's findings where no earlier snapshot has the same, and its evidence where the policy keeps it. After this it is finished, whatever
    /// becomes of the run.
    /// - Parameters:
    ///   - proofs: what the findings rest on in this evidence.
    ///   - packed: the evidence as `EvidenceFile` encodes it.
    /// - Throws: where the disk does not take it.
    package mutating func write(
        _ findings: ProviderFindings, _ proofs: ProviderProofs, packed: [UInt8], _ tally: FinishedProvider
    ) throws(Diagnostics) {
        let id = findings.provider
        let bytes = try folder.encoded(for: "\(id).json") { try FindingsFile.encode(findings) }
        let digest = Digest.sha256Text(bytes)
        var tally = tally
        tally.findings = known.findings(of: id, sha256: digest)
        tally.unchanged =
            tally.findings != nil && policy == .changed
            ? known.evidence(of: id, sha256: digest, inMonthOf: folder.date) : nil
        if tally.unchanged == nil {
            try folder.write(packed, to: "evidence/\(id).ndjson.gz")
            let name = ProofsFile.name(id)
            try folder.write(try folder.encoded(for: name) { try ProofsFile.encode(proofs) }, to: name)
        }
        if tally.findings == nil { try folder.write(bytes, to: "\(id).json") }
        try folder.note(tally)
        finished[id] = tally
    }

    /// Writes `snapshot.json`, with the digests of all other files, and makes the draft the snapshot of its date.
    /// - Parameter sign: given the path of `snapshot.json`, makes the bytes of `snapshot.json.sig`; `nil` where nobody
    ///   signs. `snapshot.signer` names the key.
    package consuming func publish(
        _ snapshot: SnapshotManifest, sign: ((_ path: String) throws(Diagnostics) -> [UInt8])? = nil
    ) throws(Diagnostics) {
        var snapshot = snapshot
        snapshot.files = try folder.digests()
        let findings = finished.compactMapValues(\.findings)
        snapshot.findings = findings.isEmpty ? nil : findings
        let unchanged = finished.compactMapValues(\.unchanged)
        snapshot.unchanged = unchanged.isEmpty ? nil : unchanged
        try folder.write(try folder.sealed(snapshot), to: SnapshotSeal.name)
        if let sign {
            try folder.write(try sign(folder.path(of: SnapshotSeal.name)), to: SnapshotSeal.signatureName)
        }
        try folder.publish()
        finished = [:]
    }

    /// Throws everything away.
    package consuming func discard() { finished = [:] }
}
