import Archive
import Foundation
import Model
import Testing

@testable import pruefstand

/// Signatures by the ssh-keygen of the system.
@Suite struct SignatureTests {
    private let folder: TemporaryFolder
    private var key: String { "\(folder.path)/key" }

    init() throws {
        folder = try TemporaryFolder()
        for name in ["key", "other"] {
            #expect(
                try Self.run(
                    "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", "\(folder.path)/\(name)"]) == 0)
        }
        try allow("key", "anna@test.example", to: "signers")
        try allow("other", "bert@test.example", to: "others")
    }

    private func allow(_ key: String, _ name: String, _ options: String = "", to file: String) throws {
        try folder.write(Array("\(name) \(options)\(try folder.text("\(key).pub"))".utf8), to: file)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func signers(_ name: String = "signers") -> SnapshotSignature.Signers {
        SnapshotSignature.Signers(file: "\(folder.path)/\(name)", isRequired: true)
    }

    @Test func verifySaysWhoSigned() throws {
        let site = try PublishedSnapshots(signedWith: key)
        let date = PublishedSnapshots.first
        let fingerprint = try SnapshotSignature.tried(key)
        #expect(site.verify(date).diagnostics.isEmpty)
        #expect(site.verify(date).conclusions.last?.hasPrefix("signed with the key \(fingerprint); use") == true)
        let known = site.verify(date, signers: signers())
        #expect(known.diagnostics.isEmpty)
        #expect(known.conclusions.last == "signed by anna@test.example with the key \(fingerprint)")
        #expect(site.verify(date, signers: signers("others")).diagnostics.map(\.rule) == [.wrongSignature])
        #expect(try PublishedSnapshots().verify(date, signers: signers()).diagnostics.map(\.rule) == [.wrongSignature])
        // A key that was valid when it signed stays good for what it signed then.
        try allow("key", "anna@test.example", "valid-before=\"20990101\" ", to: "dated")
        #expect(site.verify(date, signers: signers("dated")).diagnostics.isEmpty)
        try allow("key", "anna@test.example", "valid-before=\"20200101\" ", to: "expired")
        #expect(site.verify(date, signers: signers("expired")).diagnostics.map(\.rule) == [.wrongSignature])
    }

    /// Whoever makes all digests again, and has not the key, is found out by any change whatever.
    @Test func newDigestsDoNotHelp() throws {
        let site = try PublishedSnapshots(signedWith: key)
        let date = PublishedSnapshots.first
        let original = try site.bytes(date, "snapshot.json")
        let changes: [(inout SnapshotManifest) -> Void] = [
            { $0.vantage = "elsewhere" }, { $0.tool = "pruefstand 0" },
            { $0.started = Instant(milliseconds: 0) }, { $0.manners?.gap += 1 },
        ]
        for change in changes {
            try site.seal(date, change)
            #expect(site.verify(date, signers: signers()).diagnostics.map(\.rule) == [.wrongSignature])
            try site.write(original, date, "snapshot.json")
        }
        try site.seal(date) { $0.signer = nil }
        #expect(
            site.verify(date, signers: signers()).diagnostics.map(\.rule) == [.unlistedFile, .wrongSignature])
        try site.write(original, date, "snapshot.json")
        // Signed anew, by somebody else.
        try site.write(
            try SnapshotSignature.sign(site.path(date, "snapshot.json"), with: "\(folder.path)/other"), date,
            "snapshot.json.sig")
        #expect(site.verify(date, signers: signers()).diagnostics.map(\.rule) == [.wrongSignature])
        #expect(try site.tamper(date, "snapshot.json.sig", with: [1, 2, 3]).map(\.rule) == [.wrongSignature])
        #expect(try site.tamper(date, "snapshot.json.sig", with: nil).map(\.rule) == [.wrongSignature])
    }

    /// The keys that a site lists need not have signed what is older than the first signature.
    @Test func aSignatureThatWasRemoved() throws {
        let own = SnapshotSignature.Signers(file: "\(folder.path)/signers", isRequired: false)
        let unsigned = try PublishedSnapshots()
        #expect(unsigned.verify(PublishedSnapshots.first, signers: own).diagnostics.isEmpty)
        let site = try PublishedSnapshots(signedWith: key)
        let date = PublishedSnapshots.second
        #expect(site.verify(date, signers: own).diagnostics.isEmpty)
        try site.seal(date) { $0.signer = nil }
        try FileManager.default.removeItem(atPath: site.path(date, "snapshot.json.sig"))
        #expect(site.verify(date).diagnostics.isEmpty)
        #expect(site.verify(date, signers: own).diagnostics.map(\.rule) == [.wrongSignature])
    }

    /// A key that cannot sign is reported before anything is measured.
    @Test func anUnusableKeyEndsTheScanAtItsBeginning() throws {
        let site = try PublishedSnapshots()
        let result = try BuiltProgram.run(["scan", "--site", site.root, "--sign-key", "\(folder.path)/none"])
        #expect(result.status == 1 && result.errors.contains("[wrong-signature]"), "\(result.errors)")
        #expect(!result.errors.contains("measuring"))
    }
}
