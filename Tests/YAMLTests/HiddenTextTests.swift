import Model
import Testing
import YAML

/// `title: Teil #5` means `Teil` in YAML, and its editor most likely something else.
@Suite struct HiddenTextTests {
    private func warnings(_ yaml: String) -> [String] {
        let reader = YAMLValidator(file: "a.yaml", firstLine: 2)
        _ = reader.mapping(yaml, keys: [])
        #expect(reader.diagnostics.allSatisfy { $0.level == .warning && $0.rule == .hiddenText })
        return reader.diagnostics.map { "\($0.place.line):\($0.place.column) \($0.message)" }
    }

    @Test func whatFollowsAValueIsToldOf() {
        #expect(warnings("title: Teil #5\n") == ["2:13 '#5' is a comment, not a part of the value"])
        #expect(
            warnings("a: 1\ntags:\n  - Größe #eins\n") == ["4:11 '#eins' is a comment, not a part of the value"])
    }

    @Test(arguments: [
        "title: \"Teil #5\"\n", "title: Teil#5\n", "title: Teil # fünf\n", "# 5\ntitle: Teil\n", "title: C#\n",
        "text: |\n  a #5\n", "#5\n#6: a\ntitle: a\n", "a: [b, c] # d\n",
    ])
    func ordinaryValuesAndCommentsAreNot(_ yaml: String) { #expect(warnings(yaml) == []) }
}
