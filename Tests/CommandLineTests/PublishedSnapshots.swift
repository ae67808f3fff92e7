import Archive
import Foundation
import Model
import TestSupport

@testable import pruefstand

/// Two snapshots as `scan` writes them, made of recorded evidence: the first has all of it, the second has that of one
/// provider that is new, and names the first one's for the others.
struct PublishedSnapshots {
    static let first = "2026-11-01"
    static let second = "2026-11-02"
    /// Short recordings: one with handshakes and certificates, one of a domain that does not answer.
    static let ids = ["dornpost", "faulbaumpost", "lahm"]
    static let added = "tlsa-wechsel"

    private let folder: TemporaryFolder
    var root: String { folder.path }
    var snapshots: String { "\(folder.path)/content/snapshots" }

    init(signedWith key: String? = nil) throws {
        folder = try TemporaryFolder()
        try folder.write(Array("title: Test\nbase-url: https://test.example/\n".utf8), to: "content/site.yaml")
        try folder.write(
            Array("---\nname: A\ndomains: [a.example]\n---\n".utf8), to: "content/providers/a.md")
        try publish(Self.first, Self.ids, key)
        try publish(Self.second, (Self.ids + [Self.added]).sorted(), key)
    }

    /// - Parameter key: that signs, in a file.
    func publish(
        _ date: String, _ ids: [String], _ key: String? = nil, keeping policy: SnapshotDraft.EvidencePolicy = .changed
    ) throws {
        let day = Day(date) ?? .first
        var draft = try SnapshotDraft.begin(
            root: snapshots, displayPath: "content/snapshots", date: day, policy: policy,
            terms: RunConfiguration(started: Instant(milliseconds: 0)))
        var times: [Instant] = []
        for id in ids {
            let packed = Array(
                try Data(contentsOf: URL(filePath: "\(Repository.root)/Tests/Replay/evidence/\(id).ndjson.gz")))
            let records = try EvidenceFile.decode(packed, file: id)
            guard case .plan(let plan)? = records.first else { continue }
            let derived = try SnapshotVerification.derive(records, of: plan.provider, file: id)
            try draft.write(
                derived.findings, derived.proofs, packed: packed,
                FinishedProvider(plan, derived.findings, evidence: records))
            times += SnapshotVerification.times(of: records)
        }
        var snapshot = SnapshotManifest(
            date: day, origin: .measured, started: times.min(), finished: times.max(), vantage: "a test",
            tool: programName, manners: Manners(),
            connections: draft.finished.values.map(\.connections).reduce(0, +), providers: ids)
        snapshot.signer = try key.map(SnapshotSignature.tried)
        guard let key else { return try draft.publish(snapshot) }
        try draft.publish(snapshot) { file throws(Diagnostics) in
            do throws(SnapshotSignature.Failure) {
                return try SnapshotSignature.sign(file, with: key)
            } catch {
                throw Diagnostics([Diagnostic(file: file, rule: .wrongSignature, message: error.message)])
            }
        }
    }

    func path(_ date: String, _ name: String) -> String { "\(snapshots)/\(date)/\(name)" }

    func bytes(_ date: String, _ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(date, name))))
    }

    func write(_ bytes: [UInt8], _ date: String, _ name: String) throws {
        try Data(bytes).write(to: URL(filePath: path(date, name)))
    }

    func verify(_ date: String, signers: SnapshotSignature.Signers? = nil) -> SnapshotVerification {
        SnapshotVerification(
            of: Day(date) ?? .first, in: SnapshotFolder(path: "\(snapshots)/\(date)", displayPath: date),
            below: snapshots, signers: signers)
    }

    /// Changes one file, and puts it back.
    /// - Returns: what is found wrong meanwhile.
    func tamper(
        _ date: String, _ name: String, _ signers: SnapshotSignature.Signers? = nil, with bytes: [UInt8]?
    ) throws -> [Diagnostic] {
        let before = try? self.bytes(date, name)
        if let bytes {
            try write(bytes, date, name)
        } else {
            try FileManager.default.removeItem(atPath: path(date, name))
        }
        defer {
            if let before {
                try? write(before, date, name)
            } else {
                try? FileManager.default.removeItem(atPath: path(date, name))
            }
        }
        return verify(date, signers: signers).diagnostics.filter { $0.level == .error }
    }
}
