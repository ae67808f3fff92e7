import Findings

/// A Markdown file in two: the YAML between the `---` lines at its top, and the prose after them.
public struct FrontMatter: Hashable, Sendable {
    /// The YAML text, without the `---` lines.
    public var yaml: String
    /// The line of the file that the YAML's first line is (1-based).
    public var yamlLine: Int
    /// The prose.
    public var body: String
    /// The line of the file that the prose's first line is (1-based).
    public var bodyLine: Int

    /// Splits a file.
    /// - Throws: one diagnostic, `no-front-matter`, where the first line is not `---` or no second one follows.
    public init(of source: SourceText) throws(Diagnostics) {
        let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        func isFence(_ line: Substring) -> Bool {
            line.hasPrefix("---") && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
        }
        guard let first = lines.first, isFence(first) else {
            throw Diagnostics([
                Diagnostic(
                    file: source.file, rule: "no-front-matter", message: "the file does not begin with a line '---'",
                    hint: "put the front matter first, between two lines '---'")
            ])
        }
        guard let end = lines.dropFirst().firstIndex(where: isFence) else {
            throw Diagnostics([
                Diagnostic(
                    file: source.file, rule: "no-front-matter", message: "the front matter has no end",
                    hint: "end it with a line '---'")
            ])
        }
        yaml = lines[1..<end].joined(separator: "\n")
        yamlLine = 2
        body = lines[(end + 1)...].joined(separator: "\n")
        bodyLine = end + 2
    }
}
