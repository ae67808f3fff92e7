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

/// A text made fit to stand in a YAML file that the program writes.
package enum YAMLScalar {
    /// In double quotation marks (YAML 1.1 §9.2.1), on one line.
    package static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
