/// Text made fit to stand in a Markdown file that the program writes.
package enum MarkdownText {
    /// Text as itself: every ASCII character that could be markup gets a backslash (CommonMark §2.4), and line ends
    /// become spaces. A full stop or a hyphen is markup only at the beginning of a line, where this must not be used.
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
