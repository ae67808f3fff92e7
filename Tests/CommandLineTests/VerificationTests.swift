import Archive
import Foundation
import Model
import TestSupport
import Testing
import Text

@testable import pruefstand

/// Whatever is changed in a published snapshot, `verify` notices.
@Suite struct VerificationTests {
    @Test func aTrueSnapshotPasses() throws {
        let site = try PublishedSnapshots()
        for date in [PublishedSnapshots.first, PublishedSnapshots.second] {
            let found = site.verify(date)
            #expect(found.diagnostics.isEmpty, "\(found.diagnostics)")
        }
        #expect(
            site.verify(PublishedSnapshots.second).conclusions == [
                "4 providers verified, 0 failed, 3 by the evidence of an earlier snapshot", "not signed",
            ])
        let result = try BuiltProgram.run(["verify", PublishedSnapshots.second, "--site", site.root])
        #expect(result.status == 0 && result.errors.contains("4 providers verified, 0 failed"), "\(result.errors)")
    }

    /// The digest can be checked by hand, too.
    @Test func sha256sumAgrees() throws {
        let site = try PublishedSnapshots()
        let text = String(decoding: try site.bytes(PublishedSnapshots.first, "snapshot.json"), as: UTF8.self)
        let match = try #require(text.firstMatch(of: #/"digest" : "([0-9a-f]{64})"/#))
        let emptied = text.replacing(#/"digest" : "[0-9a-f]*"/#, with: "\"digest\" : \"\"")
        #expect(Digest.sha256Text(Array(emptied.utf8)) == String(match.1))
        for id in PublishedSnapshots.ids { #expect(text.contains("\"evidence/\(id).ndjson.gz\" : \"")) }
    }

    /// Evidence is unpacked, one bit of its text is another, and it is packed again.
    @Test func everyFlippedBitOfEvidenceIsNoticed() throws {
        let site = try PublishedSnapshots()
        var generator = SeededGenerator(state: 20_261_128)
        for number in 0..<150 {
            let id = PublishedSnapshots.ids[number % PublishedSnapshots.ids.count]
            let name = "evidence/\(id).ndjson.gz"
            var text = try Gzip.decompress(try site.bytes(PublishedSnapshots.first, name), limit: 1 << 24)
            let place = Int.random(in: text.indices, using: &generator)
            text[place] ^= 1 << UInt8.random(in: 0..<7, using: &generator)
            let packed = try Gzip.compress(text)
            #expect(try !site.tamper(PublishedSnapshots.first, name, with: packed).isEmpty, "\(id), byte \(place)")
            // The second snapshot rests on the same evidence.
            if number % 10 == 0 {
                let original = try site.bytes(PublishedSnapshots.first, name)
                try site.write(packed, PublishedSnapshots.first, name)
                #expect(site.verify(PublishedSnapshots.second).diagnostics.contains { $0.level == .error })
                try site.write(original, PublishedSnapshots.first, name)
            }
        }
    }

    @Test func everyFieldOfFindingsIsNoticed() throws {
        let site = try PublishedSnapshots()
        var count = 0
        for (date, id) in [(PublishedSnapshots.first, "lahm"), (PublishedSnapshots.second, PublishedSnapshots.added)] {
            let changes = try JSONTampering.all(of: try site.bytes(date, "\(id).json"))
            // Findings repeat themselves; a stride that is prime meets every kind of field.
            for change in stride(from: 0, to: changes.count, by: max(1, changes.count / 100) | 1).map({ changes[$0] }) {
                count += 1
                #expect(try !site.tamper(date, "\(id).json", with: change.bytes).isEmpty, "\(id): \(change.what)")
            }
        }
        #expect(count > 100)
        // The second snapshot has its findings from the first, and all of a file counts.
        let original = try site.bytes(PublishedSnapshots.first, "faulbaumpost.json")
        for change in try JSONTampering.all(of: original).prefix(20) {
            try site.write(change.bytes, PublishedSnapshots.first, "faulbaumpost.json")
            let found = site.verify(PublishedSnapshots.second).diagnostics
            #expect(found.contains { $0.level == .error }, "\(change.what)")
        }
    }

    @Test func everyFieldOfProofsIsNoticed() throws {
        let site = try PublishedSnapshots()
        let name = ProofsFile.name("dornpost")
        let text = try Gzip.decompress(try site.bytes(PublishedSnapshots.first, name), limit: 1 << 24)
        let changes = try JSONTampering.all(of: text)
        for change in stride(from: 0, to: changes.count, by: max(1, changes.count / 50) | 1).map({ changes[$0] }) {
            let packed = try Gzip.compress(change.bytes)
            let found = try site.tamper(PublishedSnapshots.first, name, with: packed)
            // The digest is wrong, and the evidence contradicts it.
            #expect(found.count > 1, "\(change.what): \(found)")
        }
        #expect(try site.tamper(PublishedSnapshots.first, name, with: nil).map(\.rule).contains(.missingEvidence))
    }

    @Test func everyFieldOfTheSnapshotIsNoticed() throws {
        let site = try PublishedSnapshots()
        for date in [PublishedSnapshots.first, PublishedSnapshots.second] {
            let changes = try JSONTampering.all(of: try site.bytes(date, "snapshot.json"))
            #expect(changes.count > 40)
            for change in changes {
                #expect(try !site.tamper(date, "snapshot.json", with: change.bytes).isEmpty, "\(date): \(change.what)")
            }
        }
    }

    /// Whoever changes findings and makes new digests of everything is still contradicted by the evidence.
    @Test func newDigestsDoNotHelpForgedFindings() throws {
        let (first, second) = (PublishedSnapshots.first, PublishedSnapshots.second)
        for (date, id) in [(first, "dornpost"), (second, PublishedSnapshots.added)] {
            let site = try PublishedSnapshots()
            let text = String(decoding: try site.bytes(date, "\(id).json"), as: UTF8.self)
            let forged = text.replacing("\"state\" : \"measured\"", with: "\"state\" : \"notOffered\"")
            #expect(forged != text)
            try site.write(Array(forged.utf8), date, "\(id).json")
            try site.seal(date) { _ in }
            let found = site.verify(date).diagnostics
            #expect(found.map(\.rule) == [.notDerivable], "\(found)")
            guard date == first else { continue }
            // Nor where the snapshot that refers to it names its new digest.
            try site.seal(second) { $0.findings?[id]?.sha256 = Digest.sha256Text(Array(forged.utf8)) }
            let referring = site.verify(second).diagnostics
            #expect(referring.map(\.rule) == [.notDerivable], "\(referring)")
        }
    }

    @Test func whatIsNotTrueOfTheWholeIsNoticed() throws {
        let date = PublishedSnapshots.first
        func expect(
            _ rules: [Diagnostic.Rule], in checked: String = PublishedSnapshots.first,
            _ comment: Comment, _ change: (PublishedSnapshots) throws -> Void
        ) throws {
            let site = try PublishedSnapshots()
            try change(site)
            let found = site.verify(checked).diagnostics.filter { $0.level == .error }
            #expect(Set(found.map(\.rule)) == Set(rules), "\(comment): \(found)")
        }
        func remove(_ name: String, _ site: PublishedSnapshots) throws {
            try FileManager.default.removeItem(atPath: site.path(date, name))
        }
        try expect([.missingEvidence], "evidence deleted") { try remove("evidence/lahm.ndjson.gz", $0) }
        try expect([.missingEvidence], "evidence deleted, and its digest") { site in
            try remove("evidence/lahm.ndjson.gz", site)
            try site.seal(date) { _ in }
        }
        try expect([.noPlan], "emptied evidence with a new digest") { site in
            try site.write(try EvidenceFile.encode([]), date, "evidence/lahm.ndjson.gz")
            try site.seal(date) { _ in }
        }
        try expect([.wrongProvider], "another provider's files under a name") { site in
            for ending in ["%.json", "evidence/%.ndjson.gz"] {
                let (from, to) = (ending.replacing("%", with: "lahm"), ending.replacing("%", with: "dornpost"))
                try site.write(try site.bytes(date, from), date, to)
            }
            try site.seal(date) { _ in }
        }
        try expect([.wrongProvider], "another provider's evidence under a name") { site in
            try site.write(try site.bytes(date, "evidence/lahm.ndjson.gz"), date, "evidence/dornpost.ndjson.gz")
            try site.seal(date) { _ in }
        }
        try expect([.wrongDigest, .notDerivable], "a provider taken off the list") { site in
            try site.seal(date) { $0.providers.removeFirst() }
        }
        try expect([.unlistedFile], "a provider taken off, its files left") { site in
            try site.seal(date) { snapshot in
                snapshot.connections = try site.connections(without: "dornpost")
                snapshot.providers.removeFirst()
                snapshot.files = snapshot.files?.filter { !$0.key.contains("dornpost") }
            }
        }
        try expect([.unlistedFile], "a file too many") { try $0.write([1], date, "notes.txt") }
        try expect([.dateContradiction], "another time") { site in
            try site.seal(date) { $0.finished = $0.started.map { Instant(milliseconds: $0.milliseconds + 1) } }
        }
        try expect([.wrongOrigin], "measured, called transcribed") { site in
            try site.seal(date) { $0.origin = .transcribed }
        }
        try expect([.notDerivable], "other connections") { site in try site.seal(date) { $0.connections += 1 } }
        try expect([.missingEvidence], in: PublishedSnapshots.second, "the named evidence is another's") { site in
            try site.seal(PublishedSnapshots.second) { $0.unchanged?["lahm"] = nil }
        }
        for tail in [[0], try Gzip.compress([10])] as [[UInt8]] {
            try expect([.brokenEvidence], "something behind the evidence") { site in
                let name = "evidence/lahm.ndjson.gz"
                try site.write(try site.bytes(date, name) + tail, date, name)
                try site.seal(date) { _ in }
            }
        }
    }

    @Test(arguments: ["2014-07-29", "2014-10-16"])
    func transcribedSnapshotsStayReadable(_ date: String) throws {
        let result = try BuiltProgram.run(["verify", date, "--site", Repository.root])
        #expect(result.status == 0)
        #expect(result.errors.contains("warning") && result.errors.contains("[not-proven]"))
        #expect(result.errors.contains("transcribed from a publication, without evidence"))
    }
}

extension PublishedSnapshots {
    /// Makes all digests again, as somebody would who can write.
    func seal(_ date: String, _ change: (inout SnapshotManifest) throws -> Void) throws {
        var snapshot = try JSONText.decode(SnapshotManifest.self, from: try bytes(date, "snapshot.json"), file: "")
        var files: [String: String] = [:]
        for name in (snapshot.files ?? [:]).keys {
            files[name] = (try? bytes(date, name)).map(Digest.sha256Text)
        }
        snapshot.files = files
        try change(&snapshot)
        snapshot.digest = ""
        snapshot.digest = Digest.sha256Text(try JSONText.encode(snapshot))
        try write(try JSONText.encode(snapshot), date, "snapshot.json")
    }

    func connections(without id: String) throws -> Int {
        try Self.ids.filter { $0 != id }.map { id in
            FinishedProvider.connections(
                in: try EvidenceFile.decode(try bytes(Self.first, "evidence/\(id).ndjson.gz"), file: id))
        }.reduce(0, +)
    }
}
