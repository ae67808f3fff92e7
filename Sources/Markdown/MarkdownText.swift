/// Plain text in Markdown files that the program writes.
package enum MarkdownText {
    /// Escapes every ASCII character that could be markup (CommonMark §2.4); line ends become spaces. Full stops and
    /// hyphens are not escaped: do not use the result at the beginning of a line, where they are markup.
    package static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "!", "&", "|", "~": result += "\\\(scalar)"
            case "\n", "\r", "\t": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
