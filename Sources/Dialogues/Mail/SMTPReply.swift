import Model

/// A reply of SMTP, whole (RFC 5321 §4.2).
struct SMTPReply: Hashable {
    /// Three digits, 200 to 559.
    var code: Int
    /// The text behind the code, line by line, each cut to a fact's limit.
    var lines: [String]

    var isPositive: Bool { (200...299).contains(code) }

    /// The code and its first line that says something, an enhanced code (RFC 3463) among it.
    var words: String { words { !$0.isEmpty } }

    /// Of a greeting the line that names the protocol, where one does: Postfix's postscreen sends strangers a line of its
    /// own before it, and those it knows none.
    var greeting: String {
        lines.contains(where: namesSMTP) ? words(where: namesSMTP) : words
    }

    private func namesSMTP(_ line: String) -> Bool { line.uppercased().contains("SMTP") }

    private func words(where isMeant: (String) -> Bool) -> String {
        let text = lines.first(where: isMeant) ?? ""
        return text.isEmpty ? "\(code)" : String("\(code) \(text)".prefix(MailFacts.textLimit))
    }
}

/// Puts the lines of a reply together.
struct SMTPReplyReader {
    /// Lines of one reply; the longest honest ones have some thirty.
    static let lineLimit = 128

    enum Problem: Error, Hashable {
        case noReply(String)
        case codeChanges(from: Int, to: Int)
        case endless

        var reason: Reason {
            switch self {
            case .noReply(let line): Dialogues.reason(.malformed, inWordsOf: "no SMTP reply: \(line)")
            case .codeChanges(let from, let to):
                Reason(.malformed, "reply code changes from \(from) to \(to) within a reply")
            case .endless: Reason(.tooLarge, "reply of more than \(lineLimit) lines")
            }
        }
    }

    private var code: Int?
    private var lines: [String] = []

    /// Takes a line without its end, and returns the reply that it completes.
    mutating func take(_ line: [UInt8]) throws(Problem) -> SMTPReply? {
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }), (50...53).contains(digits[0]),
            line.count == 3 || line[3] == UInt8(ascii: " ") || line[3] == UInt8(ascii: "-")
        else { throw .noReply(bounded(line.prefix(80))) }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        if let code, code != number { throw .codeChanges(from: code, to: number) }
        guard lines.count < Self.lineLimit else { throw .endless }
        lines.append(bounded(line.dropFirst(4)))
        if line.count > 3, line[3] == UInt8(ascii: "-") {
            code = number
            return nil
        }
        defer {
            code = nil
            lines = []
        }
        return SMTPReply(code: number, lines: lines)
    }
}
