import Model
import Text

/// A Markdown file split into its front matter, the YAML between two lines `---` at the top, and the prose after it.
package struct FrontMatter: Hashable, Sendable {
    /// The YAML in UTF-8, without the `---` lines; a part of the file's bytes.
    package var yaml: ArraySlice<UInt8>
    /// The line of the file that the YAML's first line is (1-based).
    package var yamlLine: Int
    /// The prose in UTF-8; a copy, so that articles in memory do not keep their front matter.
    package var body: [UInt8]
    /// The line of the file that the prose's first line is (1-based).
    package var bodyLine: Int

    /// Splits a file.
    /// - Throws: one diagnostic, `no-front-matter`, if the first line is not `---` or no second one follows.
    package init(of source: SourceText) throws(Diagnostics) {
        let bytes = source.bytes
        let text = bytes.span
        /// The end of the line that begins at `start`, and the beginning of the next one; `nil` if it is the last.
        func line(from start: Int) -> (end: Int, next: Int?) {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            return (end, end < text.count ? end + 1 : nil)
        }
        func isFence(_ start: Int, _ end: Int) -> Bool {
            end - start >= 3
                && (start..<end).allSatisfy { place in
                    place < start + 3
                        ? text[place] == UInt8(ascii: "-")
                        : text[place] == UInt8(ascii: " ") || text[place] == UInt8(ascii: "\t")
                }
        }
        let first = line(from: 0)
        guard isFence(0, first.end) else {
            throw Diagnostics([
                Diagnostic(
                    file: source.file, rule: .noFrontMatter, message: "missing front matter",
                    hint: "begin the file with front matter between two lines '---'")
            ])
        }
        var number = 2
        var next = first.next
        while let start = next {
            let here = line(from: start)
            if isFence(start, here.end) {
                let yamlStart = first.next ?? start
                yaml = bytes[yamlStart..<max(yamlStart, start - 1)]
                yamlLine = 2
                body = Array(bytes[(here.next ?? here.end)...])
                bodyLine = number + 1
                return
            }
            next = here.next
            number += 1
        }
        throw Diagnostics([
            Diagnostic(
                file: source.file, rule: .noFrontMatter, message: "unterminated front matter",
                hint: "end it with a line '---'")
        ])
    }
}
