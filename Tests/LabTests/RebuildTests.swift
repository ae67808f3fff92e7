import Foundation
import Testing

/// The same evidence gives the same bytes, an unchanged build writes nothing, and evidence that was tampered with is
/// found out.
@Suite struct RebuildTests {
    @Test func theSameEvidenceGivesTheSameSite() async throws {
        let site = try ScannedLab.site
        let other = try Tree.temporaryFolder() + "/elsewhere"
        defer { try? FileManager.default.removeItem(atPath: other) }
        let again = try await run(
            "env", ["TZ=Pacific/Auckland", "LC_ALL=C", Tree.pruefstand, "build", "--site", site, "--out", other])
        #expect(again.status == 0, "\(again.errors)")
        let first = try files(below: "\(site)/site").mapValues(\.bytes)
        #expect(!first.isEmpty)
        #expect(try files(below: other).mapValues(\.bytes) == first)
        // A build in place, with nothing changed: not one file is written.
        let before = try files(below: other)
        let third = try await run(Tree.pruefstand, ["build", "--site", site, "--out", other])
        #expect(third.status == 0, "\(third.errors)")
        #expect(try files(below: other) == before)
    }

    @Test func verifyDerivesTheSameAgain() async throws {
        let site = try ScannedLab.site
        let result = try await run(Tree.pruefstand, ["verify", ScannedLab.date, "--site", site])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("\(ExpectationTests.ids.count) providers verified, 0 failed"))
    }

    @Test func verifyFindsAChangedFinding() async throws {
        let copy = try ScannedLab.copy()
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let file = "\(copy)/content/snapshots/\(ScannedLab.date)/birkenpost.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let forged = text.replacing("\"value\" : \"optional\"", with: "\"value\" : \"required\"")
        #expect(forged != text)
        try forged.write(toFile: file, atomically: false, encoding: .utf8)
        let result = try await run(Tree.pruefstand, ["verify", ScannedLab.date, "--site", copy])
        #expect(result.status == 1)
        #expect(result.errors.contains("birkenpost.json"))
        #expect(result.errors.contains("not-derivable"))
    }

    /// One provider's two files out of a snapshot are what `probe` writes of one endpoint.
    @Test func verifyTakesTheTwoFilesOfAProbe() async throws {
        let site = try ScannedLab.site
        let folder = "\(site)/content/snapshots/\(ScannedLab.date)"
        let evidence = "\(folder)/evidence/birkenpost.ndjson.gz"
        let same = try await run(
            Tree.pruefstand, ["verify", "--evidence", evidence, "--findings", "\(folder)/birkenpost.json"])
        #expect(same.status == 0, "\(same.errors)")
        let forged = try Tree.temporaryFolder() + "/forged.json"
        defer { try? FileManager.default.removeItem(atPath: forged) }
        try String(contentsOfFile: "\(folder)/birkenpost.json", encoding: .utf8)
            .replacing("\"value\" : \"optional\"", with: "\"value\" : \"required\"")
            .write(toFile: forged, atomically: false, encoding: .utf8)
        let other = try await run(Tree.pruefstand, ["verify", "--evidence", evidence, "--findings", forged])
        #expect(other.status == 1)
        #expect(other.errors.contains("forged.json"))
        #expect(other.errors.contains("not-derivable"))
        let missing = try await run(Tree.pruefstand, ["verify", "--evidence", evidence, "--findings", "nowhere.json"])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("unreadable-file"))
        let half = try await run(Tree.pruefstand, ["verify", "--evidence", evidence])
        #expect(half.status == 2)
    }

    /// A scan signs what it wrote, and whoever has the public key sees who did.
    @Test func aSignedScanIsVerified() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let key = "\(site)/key"
        #expect(try await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", key]).status == 0)
        let scan = try await run(
            Tree.pruefstand,
            ["scan", "eichenpost", "--site", site, "--date", "2026-11-24", "--sign-key", key] + Tree.labOptions())
        #expect(scan.status == 0, "\(scan.errors)")
        // The site's own list of keys is the default.
        try "scan@lab.test \(String(contentsOfFile: "\(key).pub", encoding: .utf8))"
            .write(toFile: "\(site)/content/allowed_signers", atomically: true, encoding: .utf8)
        let result = try await run(Tree.pruefstand, ["verify", "2026-11-24", "--site", site])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("1 provider verified, 0 failed"))
        #expect(result.errors.contains("signed by scan@lab.test with the key SHA256:"))
    }
}
