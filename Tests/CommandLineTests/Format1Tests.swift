import Archive
import Foundation
import Model
import TestSupport
import Testing

@testable import pruefstand

/// Two snapshots of format 1 as commit 3e4b0f8 scanned them in the lab: they are read, verified and rendered for ever, and
/// never written again. The second names the evidence of the first for two of its three providers, as that version did
/// where nothing had changed; since record numbers hardly ever stayed the same, their files were put there by hand.
@Suite struct Format1Tests {
    private static let dates = ["2026-11-27", "2026-11-28"]
    private static let ids = ["ebereschenpost", "faulbaumpost", "tannenpost"]

    private let folder: TemporaryFolder
    private var root: String { "\(folder.path)/site" }
    private var snapshots: String { "\(root)/content/snapshots" }

    init() throws {
        folder = try TemporaryFolder()
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Format1").path
        try FileManager.default.copyItem(atPath: fixture, toPath: root)
    }

    private func snapshot(_ date: String) -> SnapshotFolder {
        SnapshotFolder(path: "\(snapshots)/\(date)", displayPath: date)
    }

    private func verify(_ date: String) -> SnapshotVerification {
        SnapshotVerification(of: Day(date) ?? .first, in: snapshot(date), below: snapshots)
    }

    @Test func bothAreVerified() {
        for (date, borrowed) in zip(Self.dates, ["", ", 2 by the evidence of an earlier snapshot"]) {
            let found = verify(date)
            #expect(found.diagnostics.isEmpty, "\(found.diagnostics)")
            #expect(found.conclusions.first?.hasPrefix("3 providers verified, 0 failed\(borrowed)") == true)
        }
    }

    /// Of the measurement nothing is lost in reading: findings, and what they rest on.
    @Test func findingsAndProofsAreRead() throws {
        let (loaded, broken) = try snapshot(Self.dates[0]).load()
        #expect(broken.isEmpty && loaded.manifest.schema == 1)
        #expect(loaded.providers.keys.sorted() == Self.ids && loaded.proofs.keys.sorted() == Self.ids)
        let exim = try #require(loaded.providers["tannenpost"])
        let endpoint = try #require(exim.services.first { $0.service == .mx }?.endpoints.first)
        #expect(endpoint.connection == .measured(.tcp))
        #expect(endpoint.dialogue?.greeting == .measured("220 exim.tannenpost.test ESMTP Exim 4.96 …"))
        let proofs = try #require(loaded.proofs["tannenpost"])
        let own = try #require(proofs.service(.mx, of: "tannenpost.test")?.endpoint(endpoint.endpoint))
        #expect(own.connections > 10 && own.observations.count == own.connections && own.connectMilliseconds != nil)
        #expect(own.records[.certificates]?.isEmpty == false && own.records[.dane]?.isEmpty == false)
        let domain = try #require(proofs.domain("tannenpost.test"))
        #expect(domain.lookups.count == 1 && domain.policies[.spf]?.isEmpty == false && domain.signaturesEnd != nil)
    }

    /// A finding and the number of a record that it rests on, each changed by hand.
    @Test(arguments: [
        ("\"state\" : \"notOffered\"", "\"state\" : \"notApplicable\""), ("\"record\" : 1\n", "\"record\" : 2\n"),
    ])
    func editedFilesAreNoticed(_ old: String, _ new: String) throws {
        let path = "\(snapshots)/\(Self.dates[0])/tannenpost.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let range = try #require(text.firstRange(of: old))
        try text.replacingCharacters(in: range, with: new).write(toFile: path, atomically: false, encoding: .utf8)
        let errors = verify(Self.dates[0]).diagnostics.filter { $0.level == .error }
        #expect(Set(errors.map(\.rule)) == [.wrongDigest, .notDerivable], "\(errors)")
    }

    /// The page of records has what cells rest on, and what was asked and answered.
    @Test func evidencePagesShowWhatFindingsRestOn() throws {
        let result = try BuiltProgram.run(["build", "--site", root, "--out", "\(folder.path)/out"])
        #expect(result.status == 0, "\(result.errors)")
        let page = try String(
            contentsOfFile: "\(folder.path)/out/beleg/\(Self.dates[0])/tannenpost/aufzeichnungen/index.html",
            encoding: .utf8)
        for part in ["id=\"record-1\"", "tannenpost.test MX", "STARTTLS accepted"] {
            #expect(page.contains(part), "\(part)")
        }
    }

    /// What a file of format 1 is compared with would not be found beside its evidence.
    @Test func theNextSnapshotKeepsItsEvidence() throws {
        let before = try snapshot(Self.dates[1]).load().snapshot
        let records = try snapshot(Self.dates[1]).evidence(of: "tannenpost")
        let derived = try SnapshotVerification.derive(records, of: "tannenpost", file: "")
        let findings = try #require(before.providers["tannenpost"])
        #expect(FindingsComparison(derived: derived.findings, published: findings) == .equalButForWording)
        let plan = try #require(records.lazy.compactMap { if case .plan(let plan) = $0 { plan } else { nil } }.first)
        let day = try #require(Day("2026-11-29"))
        var draft = try SnapshotDraft.begin(
            root: snapshots, displayPath: "s", date: day, policy: .changed,
            terms: RunConfiguration(started: Instant(milliseconds: 0)))
        try draft.write(
            findings, derived.proofs, packed: try EvidenceFile.encode(records),
            FinishedProvider(plan, findings, evidence: records))
        try draft.publish(
            SnapshotManifest(
                date: day, origin: .measured, started: before.manifest.started, finished: before.manifest.finished,
                vantage: "", tool: before.manifest.tool, manners: Manners(),
                connections: FinishedProvider.connections(in: records), providers: ["tannenpost"]))
        let next = SnapshotFolder(path: "\(snapshots)/\(day)", displayPath: "s")
        #expect(next.hasEvidence(of: "tannenpost"))
        #expect(try next.proofs(of: "tannenpost") == derived.proofs)
        #expect(verify("2026-11-29").diagnostics.isEmpty)
    }

    /// Snapshots from before there were digests are read as ever; what cannot be proven of them is said.
    @Test func snapshotsFromBeforeDigests() throws {
        for date in Self.dates {
            let path = "\(snapshots)/\(date)/snapshot.json"
            var snapshot = try JSONText.decode(
                SnapshotManifest.self, from: Array(try Data(contentsOf: URL(filePath: path))), file: "")
            (snapshot.files, snapshot.unchanged, snapshot.digest) = (nil, nil, nil)
            try Data(try JSONText.encode(snapshot)).write(to: URL(filePath: path))
        }
        for date in Self.dates {
            let found = verify(date)
            #expect(found.diagnostics.map(\.rule) == [.notProven] && found.diagnostics.first?.level == .warning)
            #expect(found.conclusions.first?.contains("verified, 0 failed") == true)
        }
        // No version left evidence out where findings had changed.
        let path = "\(snapshots)/\(Self.dates[1])/faulbaumpost.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"code\" : \"bogus\"", with: "\"code\" : \"timeout\"")
            .write(toFile: path, atomically: false, encoding: .utf8)
        #expect(verify(Self.dates[1]).diagnostics.contains { $0.rule == .notDerivable })
        try FileManager.default.removeItem(atPath: "\(snapshots)/\(Self.dates[0])/evidence/faulbaumpost.ndjson.gz")
        #expect(verify(Self.dates[0]).diagnostics.contains { $0.rule == .missingEvidence })
    }
}
