import Model
import TestSupport
import Testing

@testable import Survey

/// What a list can be, in any form, cut into parts anywhere.
@Suite struct SurveyListTests {
    private func read(
        _ bytes: [UInt8], part: Int = 65_536, sharding: Sharding = Sharding(), shard: Int = 0
    ) -> (entries: [SurveyEntry], reader: SurveyListReader) {
        var reader = SurveyListReader(file: "list", sharding: sharding, shard: shard)
        var entries: [SurveyEntry] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + part, bytes.count)
            entries += reader.read(bytes[start..<end])
            start = end
        }
        if let last = reader.finish() { entries.append(last) }
        return (entries, reader)
    }

    private func read(_ text: String, part: Int = 65_536) -> (entries: [SurveyEntry], reader: SurveyListReader) {
        read(Array(text.utf8), part: part)
    }

    @Test func plainLines() {
        let (entries, reader) = read("\u{FEFF}# domains\r\n\r\nExample.ORG.\r\n  bücher.example\t\nxn--bcher-kva.test")
        #expect(
            entries == [
                SurveyEntry(line: 3, domain: "example.org"), SurveyEntry(line: 4, domain: "xn--bcher-kva.example"),
                SurveyEntry(line: 5, domain: "xn--bcher-kva.test"),
            ])
        #expect(reader.diagnostics.isEmpty)
        #expect(reader.counts.lines == 3 && reader.counts.domains == 3)
    }

    @Test func tranco() {
        let (entries, reader) = read("1,google.com\n2,\"a.example\"\n")
        #expect(
            entries == [
                SurveyEntry(line: 1, domain: "google.com", rank: 1), SurveyEntry(line: 2, domain: "a.example", rank: 2),
            ])
        #expect(reader.diagnostics.isEmpty)
    }

    @Test func columnsByAHeader() {
        let (entries, reader) = read(
            "\"Name, of it\", Rank ,Domain\n\"a \"\"b\"\"\",7,a.example\nc,,b.example\nd,x,c.example\ne\n")
        #expect(
            entries == [
                SurveyEntry(line: 2, domain: "a.example", rank: 7), SurveyEntry(line: 3, domain: "b.example"),
                SurveyEntry(line: 4, domain: "c.example"),
            ])
        let found = reader.diagnostics.map { "\($0.place.line):\($0.place.column) \($0.level) \($0.rule)" }
        #expect(found == ["4:3 warning wrong-type", "5:1 error broken-csv"])
        #expect(reader.counts.unusable == 1 && reader.counts.lines == 4)
    }

    @Test(arguments: [
        ("a.example\nhttps://b.example/\n", 2, 1, "bad-domain"), ("a.example\n  me@b.example\n", 2, 3, "bad-domain"),
        ("a.example\n192.0.2.1\n", 2, 1, "bad-domain"), ("a.example\nlocalhost\n", 2, 1, "bad-domain"),
        ("a.example\n-b-.example\n", 2, 1, "bad-domain"), ("a.example\nb.example,c.example\n", 2, 11, "broken-csv"),
        ("1,a.example\nb.example\n", 2, 1, "broken-csv"), ("1,a.example\n2,\"b.example\n", 2, 3, "broken-csv"),
        ("1,a.example\n2,\"b\"c\n", 2, 6, "broken-csv"), ("x,y,z\na.example\n", 1, 1, "broken-csv"),
    ])
    func oneLineThatCannotBeUsed(_ text: String, _ line: Int, _ column: Int, _ rule: String) {
        let (entries, reader) = read(text)
        #expect(entries.map(\.domain) == ["a.example"], "the run goes on with what is good")
        #expect(reader.diagnostics.map(\.place) == [Diagnostic.Place(line: line, column: column)])
        #expect(reader.diagnostics.map(\.rule.rawValue) == [rule])
        #expect(reader.diagnostics.allSatisfy { $0.level == .error && !$0.hint.isEmpty })
        #expect(reader.counts.unusable == 1 && reader.counts.lines == 2)
    }

    @Test func bytesThatAreNoText() {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        let (entries, reader) = read(Array("a.example\n".utf8) + [0xFF, 10] + long + Array("\nb.example".utf8))
        #expect(entries.map(\.line) == [1, 4])
        #expect(reader.diagnostics.map(\.rule) == [.notUTF8, .tooLarge])
        #expect(reader.counts.lines == 4 && reader.counts.unusable == 2)
    }

    @Test func theFirstOfSeveralCounts() {
        let (entries, reader) = read("a.example\nb.example\nA.EXAMPLE\n")
        #expect(entries.map(\.line) == [1, 2])
        #expect(reader.diagnostics.map(\.rule) == [.duplicateDomain])
        #expect(reader.diagnostics.map(\.level) == [.warning])
        #expect(reader.counts.duplicates == 1 && reader.counts.domains == 2 && reader.counts.unusable == 0)
    }

    @Test func manyFaultsAreCounted() {
        let (entries, reader) = read("a.example\n" + String(repeating: "-\n", count: 1_000))
        #expect(entries.count == 1)
        #expect(reader.diagnostics.count == BoundedDiagnostics.limit + 1)
        let last = reader.diagnostics.last
        #expect(last?.place.line == 22)
        #expect(last?.message == "980 further lines of this kind, from this one on")
    }

    @Test(arguments: ["", "\n# nothing\n", "domain,rank\n"]) func aListOfNothing(_ text: String) {
        let (entries, reader) = read(text)
        #expect(entries.isEmpty)
        #expect(reader.diagnostics.map(\.rule) == [.emptyValue])
    }

    /// Where parts end does not show, and shards together have each domain once.
    @Test(arguments: 1...20) func anyPartsAndAnyShards(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let alphabet = Array("ab.1,\"# \n\r\u{FC}-".unicodeScalars)
        var text = ["", "1,a.test\n", "rank,domain\n"][Int(seed % 3)]
        for _ in 0..<400 { text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
        for number in 0..<50 { text += "\n\(seed % 3 == 0 ? "" : "\(number),")d\(number % 40).example" }
        let whole = read(text)
        for part in [1, 7, 64] {
            let other = read(text, part: part)
            #expect(other.entries == whole.entries)
            #expect(other.reader.diagnostics == whole.reader.diagnostics)
            #expect(other.reader.counts == whole.reader.counts)
        }
        let shards = 3
        let parts = (0..<shards).map {
            read(Array(text.utf8), sharding: Sharding(seed: "\(seed)", shards: shards), shard: $0)
        }
        #expect(parts.flatMap(\.entries).sorted { $0.line < $1.line } == whole.entries)
        #expect(parts.allSatisfy { $0.reader.counts.unusable == whole.reader.counts.unusable })
        #expect(parts.reduce(0) { $0 + $1.reader.counts.duplicates } == whole.reader.counts.duplicates)
    }
}
