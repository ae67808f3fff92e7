import Archive
import Foundation
import Model
import Testing

@Suite struct GzipTests {
    /// `printf 'hello\n' | gzip -n9 | base64`
    @Test func readsWhatGzipWrote() throws {
        let packed = try #require(Data(base64Encoded: "H4sIAAAAAAACA8tIzcnJ5wIAIDA6NgYAAAA="))
        #expect(try Gzip.decompress(Array(packed), limit: 100) == Array("hello\n".utf8))
    }

    @Test func roundTripOfMuchAndOfNothing() throws {
        let much = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        for bytes in [much, []] {
            #expect(try Gzip.decompress(try Gzip.compress(bytes), limit: 1 << 20) == bytes)
        }
        #expect(try Gzip.compress(much) == Gzip.compress(much))
    }

    /// Nobody would look into a second member, or at what follows the data.
    @Test func whatFollowsTheDataIsAnError() throws {
        let packed = try Gzip.compress(Array("hello\n".utf8))
        for tail in [[0], Array("\n".utf8), packed, [UInt8](repeating: 0, count: 1 << 17)] {
            #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(packed + tail, limit: 1 << 20) }
        }
    }

    @Test func cutOffAndBombsAreErrors() throws {
        let packed = try Gzip.compress([UInt8](repeating: 0, count: 1_000_000))
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(Array(packed.dropLast(9)), limit: 2_000_000) }
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(packed, limit: 10_000) }
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(Array("no gzip".utf8), limit: 100) }
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress([], limit: 100) }
    }
}

@Suite struct JSONTextTests {
    @Test(arguments: [
        ("{\n  \"schema\": 1,\n  \"date\": \"2014-", 3, 17), ("", 1, 1), ("{\"a\": 1 2}", 1, 9), ("[1, 2", 1, 6),
        ("{\"a\" 1}", 1, 6), ("nul", 1, 1),
    ])
    func brokenTextHasAPlace(_ text: String, _ line: Int, _ column: Int) throws {
        let error = #expect(throws: Diagnostics.self) {
            try JSONText.decode(SnapshotManifest.self, from: Array(text.utf8), file: "snapshot.json")
        }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.rule.rawValue == "broken-json")
        #expect(diagnostic.place == Diagnostic.Place(line: line, column: column))
    }

    @Test func aWrongTypeNamesItsKeyAndLine() throws {
        let text = "{\n  \"schema\": 1,\n  \"date\": \"2014-02-30\"\n}"
        let error = #expect(throws: Diagnostics.self) {
            try JSONText.decode(SnapshotManifest.self, from: Array(text.utf8), file: "snapshot.json")
        }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.rule.rawValue == "wrong-snapshot-format")
        #expect(diagnostic.place.line == 3)
        #expect(diagnostic.message.contains("2014-02-30"))
    }
}

@Suite struct EvidenceFileTests {
    /// The packed lines are those that other tools unpack, however many there are.
    @Test func packedLineByLine() throws {
        let records = (0..<3_000).map { number in
            EvidenceRecord.certificate(
                CertificateRecord(
                    sha256: "\(number)", der: Bytes((0..<97).map { UInt8(truncatingIfNeeded: $0 &* number) })))
        }
        let packed = try EvidenceFile.encode(records)
        #expect(try EvidenceFile.decode(packed, file: "e") == records)
        var lines: [UInt8] = []
        for record in records { lines += try JSONText.encodeLine(record) + [10] }
        #expect(try Gzip.decompress(packed, limit: 1 << 24) == lines)
        #expect(packed.count < lines.count)
    }
}
