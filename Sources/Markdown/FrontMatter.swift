import Findings

/// A Markdown file in two: the YAML between the `---` lines at its top, and the prose after them.
public struct FrontMatter: Hashable, Sendable {
    /// The YAML text, without the `---` lines.
    public var yaml: String
    /// The line of the file that the YAML's first line is (1-based).
    public var yamlLine: Int
    /// The prose; a part of the file's text, which is not copied.
    public var body: Substring
    /// The line of the file that the prose's first line is (1-based).
    public var bodyLine: Int

    /// Splits a file.
    /// - Throws: one diagnostic, `no-front-matter`, where the first line is not `---` or no second one follows.
    public init(of source: SourceText) throws(Diagnostics) {
        // By bytes: splitting into lines of characters costs more than all the YAML.
        let bytes = source.text.utf8
        func line(from start: String.Index) -> (end: String.Index, next: String.Index, isLast: Bool) {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                return (bytes.endIndex, bytes.endIndex, true)
            }
            return (end, bytes.index(after: end), false)
        }
        func isFence(_ line: Substring.UTF8View) -> Bool {
            line.starts(with: "---".utf8)
                && line.dropFirst(3).allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
        let first = line(from: bytes.startIndex)
        guard isFence(bytes[..<first.end]) else {
            throw Diagnostics([
                Diagnostic(
                    file: source.file, rule: "no-front-matter", message: "the file does not begin with a line '---'",
                    hint: "put the front matter first, between two lines '---'")
            ])
        }
        var number = 2
        var start = first.next
        var isLast = first.isLast
        while !isLast {
            let here = line(from: start)
            if isFence(bytes[start..<here.end]) {
                let yamlEnd = number == 2 ? first.next : bytes.index(before: start)
                yaml = String(source.text[first.next..<yamlEnd])
                yamlLine = 2
                body = source.text[here.next...]
                bodyLine = number + 1
                return
            }
            isLast = here.isLast
            start = here.next
            number += 1
        }
        throw Diagnostics([
            Diagnostic(
                file: source.file, rule: "no-front-matter", message: "the front matter has no end",
                hint: "end it with a line '---'")
        ])
    }
}
