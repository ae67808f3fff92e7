import Model
import Testing

@testable import YAML

/// Places are lines and characters as an editor counts them, whatever libyaml takes for a line.
@Suite struct PlacesTests {
    private func places(_ text: String) -> [Diagnostic.Place] {
        let reader = YAMLValidator(file: "a.yaml")
        if let node = reader.mapping(text, keys: ["a", "b"]) { _ = node.int("b", in: 1...9) }
        return reader.diagnostics.map(\.place)
    }

    /// libyaml says that what is missing at the end of a text is missing on the line after it.
    @Test(arguments: [("a: [1, 2", 1, 9), ("a: 1\nb", 2, 2), ("a: 1\nb: \"x", 2, 6), ("a: [1,\n", 2, 1)])
    func atTheEnd(_ text: String, _ line: Int, _ column: Int) {
        let found = places(text)
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0 <= Diagnostic.Place(line: line, column: column) }, "\(found)")
        #expect(found.allSatisfy { $0.line <= text.split(separator: "\n", omittingEmptySubsequences: false).count })
    }

    @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}", "ä"])
    func behindOtherLineEnds(_ character: String) {
        #expect(places("a: \"x\(character)y\"\nb: 77\n") == [Diagnostic.Place(line: 2, column: 4)])
        #expect(places("a: x\nc: \"\(character)\"\n") == [Diagnostic.Place(line: 2, column: 1)])
        #expect(places("a: \"\(character)\"\na: 2\n") == [Diagnostic.Place(line: 2, column: 1)])
        #expect(places("a: \"\(character)\"\nb: \u{1}\n") == [Diagnostic.Place(line: 2, column: 4)])
    }

    @Test func columnsAreCharacters() {
        let text = "a: ä\nb: {\"ü\": " + String(repeating: "[", count: 70)
        #expect(places(text) == [Diagnostic.Place(line: 2, column: 73)])
    }
}
