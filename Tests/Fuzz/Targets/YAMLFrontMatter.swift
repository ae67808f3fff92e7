import Model
import Text
import YAML

extension FuzzTarget {
    /// Any bytes are a file with front matter, or a YAML document, or have a diagnostic whose place is in the text,
    /// whatever is expected of its keys.
    static let yamlFrontMatter = FuzzTarget("YAMLFrontMatter") { input throws(FuzzViolation) in
        let source: SourceText
        do {
            source = try SourceText(file: "a.md", bytes: input, limit: 65_536)
        } catch {
            return
        }
        var (yaml, firstLine) = (source.bytes[...], 1)
        if let matter = try? FrontMatter(of: source) {
            guard source.bytes.suffix(matter.body.count).elementsEqual(matter.body),
                matter.yaml.count + matter.body.count < source.bytes.count, matter.yamlLine < matter.bodyLine
            else { throw FuzzViolation("front matter and prose overlap") }
            (yaml, firstLine) = (matter.yaml, matter.yamlLine)
        }
        let reader = YAMLValidator(file: source.file, firstLine: firstLine)
        if let node = reader.mapping(yaml, keys: []) {
            for key in node.keys {
                _ = node.string(key)
                _ = node.bool(key, default: false)
                _ = node.int(key, in: 1...1_000)
                _ = node.day(key)
                _ = node.word(key, of: ["a", "b"])
                _ = node.days(key)
                _ = node.strings(key)
                _ = node.localized(key, languages: ["de", "en"])
                _ = node.node(key, keys: [])?.keys
                for inner in node.nodes(key, keys: ["a"]) { _ = inner.requiredString("a") }
            }
            _ = node.flattened()
        }
        let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        for diagnostic in reader.diagnostics {
            guard lines.indices.contains(diagnostic.place.line - 1),
                (1...lines[diagnostic.place.line - 1].unicodeScalars.count + 1).contains(diagnostic.place.column)
            else { throw FuzzViolation("a place that is not in the text: \(diagnostic)") }
        }
    }
}
