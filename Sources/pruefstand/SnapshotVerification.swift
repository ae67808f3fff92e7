import Archive
import Derive
import Model
import Text

/// What can be proven of a snapshot: that its files are those that were written, that its findings follow from its
/// evidence, and who signed it.
struct SnapshotVerification {
    private(set) var diagnostics: [Diagnostic] = []
    /// Sentences for people, the result of all providers first.
    private(set) var conclusions: [String] = []

    private let date: Day
    private let folder: SnapshotFolder
    /// The folder of all snapshots.
    private let root: String
    private var equal = 0
    private var reworded = 0
    private var failed = 0
    /// Providers whose findings follow from the evidence of an earlier snapshot.
    private var borrowed = 0
    /// Those of them whose own evidence was deleted later, so that nothing proves their proofs but the digest.
    private var pruned = 0
    /// TCP connections that the evidence of all providers tells of; `nil` where some have none of their own.
    private var connections: Int? = 0

    /// - Parameters:
    ///   - root: the folder of all snapshots, for evidence that another one holds.
    ///   - signers: who may sign; without it, only the key is told.
    init(of date: Day, in folder: SnapshotFolder, below root: String, signers: SnapshotSignature.Signers? = nil) {
        self.date = date
        self.folder = folder
        self.root = root
        do throws(Diagnostics) {
            let (snapshot, broken) = try folder.load()
            diagnostics += folder.faults(snapshot, date: date).map(\.diagnostic)
            switch snapshot.manifest.origin {
            case .measured: verify(snapshot, broken)
            case .transcribed: conclusions.append("transcribed from a publication, without evidence")
            }
            if snapshot.manifest.digest == nil { sayWhatIsNotProven(snapshot.manifest) }
            verifySignature(of: snapshot.manifest, signers)
        } catch {
            diagnostics += error.all
        }
    }

    // MARK: findings

    private mutating func verify(_ snapshot: Snapshot, _ broken: [SnapshotFault]) {
        let manifest = snapshot.manifest
        diagnostics += broken.map(\.diagnostic)
        failed += broken.count
        for (id, published) in snapshot.providers.sorted(by: { $0.key < $1.key }) {
            do throws(Diagnostics) {
                if folder.hasEvidence(of: id) {
                    try verify(published, snapshot.proofs[id], in: manifest)
                } else {
                    connections = nil
                    try verifyWithoutEvidence(published, in: snapshot)
                }
            } catch {
                diagnostics += error.all
                failed += 1
            }
        }
        if failed == 0, let connections, connections != manifest.connections {
            report(
                .notDerivable, "snapshot.json",
                "the snapshot counts \(manifest.connections) connections, its evidence \(connections)")
        }
        conclusions.append(
            "\(Terminal.count(equal, "provider")) verified, \(failed) failed"
                + (borrowed > 0 ? ", \(borrowed) by the evidence of an earlier snapshot" : "")
                + (pruned > 0 ? ", \(pruned) whose own evidence was pruned" : "")
                + (reworded > 0 ? ", \(reworded) in the wording of \(manifest.tool)" : ""))
    }

    /// - Parameter stated: what the findings rest on, where the file of the findings has it.
    private mutating func verify(
        _ published: ProviderFindings, _ stated: ProviderProofs?, in snapshot: SnapshotManifest
    ) throws(Diagnostics) {
        let id = published.provider
        let file = "\(folder.displayPath)/evidence/\(id).ndjson.gz"
        let records = try folder.evidence(of: id)
        let derived = try Self.derive(records, of: id, file: file)
        let proofs = try folder.proofs(of: id) ?? stated
        if let outside = Self.times(of: records).first(where: { !Self.wasRunning(snapshot, at: $0) }) {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .dateContradiction,
                    message: "a record is dated \(outside), outside the time of the measurement",
                    hint: Self.restore)
            ])
        }
        connections = connections.map { $0 + FinishedProvider.connections(in: records) }
        let isReworded = try compare(derived.findings, published, snapshot)
        try compare(derived.proofs, proofs, snapshot)
        count(isReworded)
    }

    /// Evidence may be missing only where the findings are those of a snapshot that has it.
    private mutating func verifyWithoutEvidence(
        _ published: ProviderFindings, in snapshot: Snapshot
    ) throws(Diagnostics) {
        let id = published.provider
        let missing = Diagnostics([
            Diagnostic(
                file: "\(folder.displayPath)/\(id).json", rule: .missingEvidence,
                message: "there is no evidence of these findings, in this snapshot or in the one that it names",
                hint: Self.restore)
        ])
        if let fault = folder.evidenceFault(of: id, snapshot) { throw Diagnostics([fault]) }
        guard let (day, other) = holder(of: id, snapshot), other.hasEvidence(of: id) else { throw missing }
        let name = "evidence/\(id).ndjson.gz"
        let derived = try Self.derive(try other.evidence(of: id), of: id, file: "\(other.displayPath)/\(name)")
        count(try compare(derived.findings, published, snapshot.manifest, evidence: day))
        borrowed += 1
        if snapshot.pruned[id] != nil { pruned += 1 }
    }

    /// The snapshot that holds a provider's evidence: the one that is named, or, where none is named because the snapshot
    /// is older than that, the last one of the same month that has some.
    private func holder(of id: String, _ snapshot: Snapshot) -> (date: Day, folder: SnapshotFolder)? {
        let earlier = SnapshotFolder.all(below: root, displayPath: SiteOptions.snapshotsShownAs).filter {
            $0.date < date
        }
        guard snapshot.manifest.digest == nil else {
            let named = snapshot.manifest.unchanged?[id] ?? snapshot.pruned[id]
            return earlier.first { $0.date == named?.snapshot }
        }
        return earlier.last {
            $0.date.year == date.year && $0.date.month == date.month && $0.folder.hasEvidence(of: id)
        }
    }

    private mutating func count(_ isReworded: Bool) {
        equal += 1
        if isReworded { reworded += 1 }
    }

    /// - Returns: whether the words of another version are all that differs.
    private func compare(
        _ derived: ProviderFindings, _ published: ProviderFindings, _ snapshot: SnapshotManifest, evidence: Day? = nil
    ) throws(Diagnostics) -> Bool {
        let comparison = FindingsComparison(derived: derived, published: published)
        let holder = snapshot.findings?[published.provider].map {
            "\(SiteOptions.snapshotsShownAs)/\($0.snapshot)"
        }
        let file = "\(holder ?? folder.displayPath)/\(published.provider).json"
        let whose = evidence.map { " of \($0)" } ?? ""
        switch comparison {
        case .equal: return false
        case .equalButForWording where !comparison.isVerified(writtenBy: snapshot.tool):
            throw Diagnostics([VerifyCommand.notDerivable(file, "in its wording", evidence: whose)])
        case .equalButForWording: return true
        case .different(let place):
            throw Diagnostics([VerifyCommand.notDerivable(file, place, evidence: whose)])
        }
    }

    /// What findings rest on is in the file beside the evidence, or, in format 1, in that of the findings.
    private func compare(
        _ derived: ProviderProofs, _ published: ProviderProofs?, _ snapshot: SnapshotManifest
    ) throws(Diagnostics) {
        let isFormat1 = snapshot.schema == 1
        let file =
            "\(folder.displayPath)/\(isFormat1 ? "\(derived.provider).json" : ProofsFile.name(derived.provider))"
        guard let published else {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .missingEvidence, message: "the file is missing", hint: Self.restore)
            ])
        }
        guard !FindingsComparison(derived: derived, published: published).isVerified(writtenBy: snapshot.tool) else {
            return
        }
        throw Diagnostics([VerifyCommand.notDerivable(file, "in what the findings rest on")])
    }

    /// Derives findings, and looks whether the evidence is this provider's and its certificates are those it names.
    static func derive(
        _ records: [EvidenceRecord], of provider: String, file: String
    ) throws(Diagnostics) -> Derivation {
        let derived = try Derive.derive(from: records, file: file)
        var found: [Diagnostic] = []
        if derived.findings.provider != provider {
            found.append(
                Diagnostic(
                    file: file, rule: .wrongProvider, message: "the evidence is that of '\(derived.findings.provider)'",
                    hint: restore))
        }
        for case .certificate(let record) in records where Digest.sha256Text(record.der.array) != record.sha256 {
            found.append(
                Diagnostic(
                    file: file, rule: .wrongDigest,
                    message: "a certificate differs from its digest, \(record.sha256.prefix(64))", hint: restore))
        }
        guard found.isEmpty else { throw Diagnostics(found) }
        return derived
    }

    /// When the records were made.
    static func times(of records: [EvidenceRecord]) -> [Instant] {
        records.compactMap { record in
            switch record {
            case .lookup(let record): record.at
            case .probe(let record): record.at
            case .fetch(let record): record.at
            case .plan, .certificate, .endpoint: nil
            }
        }
    }

    private static func wasRunning(_ snapshot: SnapshotManifest, at time: Instant) -> Bool {
        guard let started = snapshot.started, let finished = snapshot.finished else { return true }
        return started <= time && time <= finished
    }

    // MARK: all else

    private static let restore = "restore the snapshot from version control; snapshots are never edited"

    private mutating func report(_ rule: Diagnostic.Rule, _ name: String, _ message: String, hint: String = restore) {
        diagnostics.append(
            Diagnostic(file: "\(folder.displayPath)/\(name)", rule: rule, message: message, hint: hint))
    }

    private mutating func sayWhatIsNotProven(_ snapshot: SnapshotManifest) {
        let what =
            switch snapshot.origin {
            case .measured: "its list of providers, vantage point, times, program and connections"
            case .transcribed: "whether it was edited"
            }
        diagnostics.append(
            Diagnostic(
                file: "\(folder.displayPath)/snapshot.json", level: .warning, rule: .notProven,
                message: "the snapshot is from before there were digests, which leaves unproven: \(what)",
                hint: "compare it with the history in version control"))
    }

    /// The date of a snapshot that is signed and not of a later day: from there on, a site signs.
    private func firstSigned() -> Day? {
        SnapshotFolder.all(below: root, displayPath: "").first { other in
            other.date <= date && (try? other.folder.manifest().signer) != nil
        }?.date
    }

    private mutating func verifySignature(of snapshot: SnapshotManifest, _ signers: SnapshotSignature.Signers?) {
        do throws(SnapshotSignature.Failure) {
            guard let claimed = snapshot.signer else {
                conclusions.append("not signed")
                guard let signers else { return }
                if signers.isRequired {
                    report(
                        .wrongSignature, "snapshot.json", "the snapshot is not signed",
                        hint: "omit --signers; pruefstand scan --sign-key FILE signs what is measured from now on")
                } else if let first = firstSigned() {
                    report(
                        .wrongSignature, "snapshot.json", "the snapshot is not signed, and the one of \(first) is",
                        hint: "restore the snapshot from version control, or scan with --sign-key")
                }
                return
            }
            let signature = SnapshotSignature(
                of: "\(folder.path)/snapshot.json", in: folder.signaturePath, at: snapshot.finished)
            let key = try signature.key()
            guard key == claimed else {
                return report(.wrongSignature, "snapshot.json.sig", "signed with the key \(key), not with \(claimed)")
            }
            if let signers {
                conclusions.append("signed by \(try signature.signer(among: signers.file)) with the key \(key)")
            } else {
                conclusions.append("signed with the key \(key); use --signers to check whose it is")
            }
        } catch {
            report(.wrongSignature, "snapshot.json.sig", error.message)
        }
    }
}
