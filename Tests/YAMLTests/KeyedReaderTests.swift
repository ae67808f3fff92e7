import Model
import Testing
import Text
import YAML

struct KeyedReaderTests {
    private func read(_ yaml: String, keys: [String], firstLine: Int = 1, _ body: (YAMLMapping) -> Void) -> [Diagnostic]
    {
        let reader = YAMLValidator(file: "f.yaml", firstLine: firstLine)
        if let node = reader.mapping(yaml, keys: keys) { body(node) }
        return reader.diagnostics
    }

    private func summary(_ diagnostics: [Diagnostic]) -> [String] {
        diagnostics.map { "\($0.place.line):\($0.place.column) \($0.rule)" }
    }

    @Test func everyFaultOfAFileInOneRun() {
        let found = read(
            """
            titel: A
            tags: Jabber
            date: 2014-02-30
            draft: vielleicht
            port: 70000
            """, keys: ["title", "tags", "date", "draft", "port"], firstLine: 2
        ) { node in
            _ = node.requiredString("title")
            _ = node.strings("tags")
            _ = node.day("date")
            _ = node.bool("draft", default: false)
            _ = node.int("port", in: 1...65_535)
        }
        #expect(
            summary(found) == [
                "2:1 unknown-key", "2:1 missing-key", "3:7 wrong-type", "4:7 bad-date", "5:8 wrong-type",
                "6:7 wrong-type",
            ])
        #expect(found.first?.hint == "did you mean 'title'?")
    }

    @Test(arguments: [
        ("a: b: c", 1, 5), ("a: [1, 2\nb: c", 2, 2), ("a: \"x\nb: c", 2, 5), ("\ta: b", 1, 1), ("a: b\n  c: d", 2, 4),
        ("a: 1\nb: 2\na: 3", 3, 1), ("a: *nowhere", 1, 4), ("a: 1\n\"a\": 2", 2, 1), ("'a': 1\n? a\n: 2", 2, 3),
        ("a: &x 1\nb: *x", 2, 4), ("a: &x [1]\nb:\n  - c\n  - *x", 4, 5),
    ])
    func brokenYAMLHasAPlace(_ yaml: String, _ line: Int, _ column: Int) {
        let found = read(yaml, keys: ["a", "b"]) { _ in }
        #expect(summary(found) == ["\(line):\(column) broken-yaml"])
    }

    @Test func aListIsNoMapping() {
        #expect(summary(read("- a\n- b", keys: ["a"]) { _ in }) == ["1:1 wrong-type"])
        #expect(summary(read("", keys: ["a"]) { _ in }) == ["1:1 empty-yaml"])
    }

    @Test func nestingIsBounded() {
        for text in [
            String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 50_000),
            String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
        ] {
            #expect(read("a: b\n" + text, keys: ["a"]) { _ in }.map(\.rule.rawValue) == ["broken-yaml"])
        }
    }

    @Test func aliasesThatGrowAreRefused() {
        var yaml = "a: &a [x, x]\n"
        for (name, before) in zip("bcdefghij", "abcdefghi") {
            yaml += "\(name): &\(name) [*\(before), *\(before), *\(before), *\(before), *\(before), *\(before)]\n"
        }
        #expect(read(yaml, keys: []) { _ in }.map(\.rule.rawValue) == ["broken-yaml"])
    }

    /// Nor those that only libyaml sees: a tabulator before the sigil, or one that leads back to where it stands.
    @Test(arguments: ["a:\t&x [x]\nb:\t*x", "a:\t&x [\t*x]", "a:\t&x {b:\t*x}"])
    func noAliasIsFollowed(_ yaml: String) {
        #expect(read(yaml, keys: []) { _ in }.map(\.rule.rawValue) == ["broken-yaml"])
    }

    @Test(arguments: ["\"S &P und *P\"", "'[&P, *P]'", "x # &P *P", "&P x"])
    func whatOnlyLooksLikeAnAliasIsNone(_ value: String) {
        let found = read("a: \(value)", keys: ["a"]) { node in #expect(node.string("a")?.isEmpty == false) }
        #expect(found.isEmpty)
    }

    @Test func textsAreTextsWhateverTheyLookLike() {
        let found = read("country: NO\nname: 1und1\ntitle: 2014\nempty:\n", keys: []) { node in
            #expect(node.string("country") == "NO")
            #expect(node.string("name") == "1und1")
            #expect(node.string("title") == "2014")
            #expect(node.string("empty") == nil)
            #expect(!node.has("empty"))
        }
        #expect(found.isEmpty)
    }

    @Test func languages() {
        let found = read("a: {de: eins, en: one}\nb: beide\nc: {fr: un}", keys: ["a", "b", "c"]) { node in
            #expect(node.localized("a", languages: ["de", "en"]) == ["de": "eins", "en": "one"])
            #expect(node.localized("b", languages: ["de", "en"]) == ["de": "beide", "en": "beide"])
            #expect(node.localized("c", languages: ["de", "en"]) == [:])
        }
        #expect(summary(found) == ["3:5 unknown-key"])
    }

    @Test func suggestions() {
        #expect(Suggestion.closest(to: "domian", among: ["domains", "name"]) == "domains")
        #expect(Suggestion.closest(to: "xyz", among: ["domains", "name"]) == nil)
        #expect(Suggestion.closest(to: "jabbr", among: ["jabber", "dane"]) == "jabber")
    }
}
