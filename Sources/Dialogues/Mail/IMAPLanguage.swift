import Model

/// IMAP up to STARTTLS (RFC 9051 §6.2.1), and inside TLS up to the capabilities, which may differ there (§6.1.1).
struct IMAPLanguage: MailLanguage {
    private enum Stage { case greeting, capability, insistence, startTLS }

    /// The question whether the server requires STARTTLS.
    static let question = "n NOOP"

    private let asksForInsistence: Bool
    private var stage = Stage.greeting
    /// What was listed so far; it counts once the server says that the list is complete.
    private var listed: [String]?
    let farewell = "z LOGOUT"

    /// - Parameter asksForInsistence: say NOOP (RFC 9051 §6.1.2) before STARTTLS where the capabilities allow to log in
    ///   without TLS. It does nothing, so that a server that ends the connection for it takes no other command either
    ///   (stunnel, which lists what the server behind it can do).
    init(asksForInsistence: Bool) { self.asksForInsistence = asksForInsistence }

    mutating func opening() -> [UInt8] {
        stage = .capability
        return Array("a CAPABILITY\r\n".utf8)
    }

    mutating func hear(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard words.count >= 2 else { return malformed(line, &facts) }
        let (tag, what) = (words[0], words[1].uppercased())
        let rest = words.count > 2 ? words[2] : ""
        if tag == "*", what == "BYE" {
            if stage == .insistence {
                facts.endedByQuestion = true
            } else {
                facts.refusal = refusal(bounded(line))
            }
            return .finish
        }
        // What follows a literal (RFC 9051 §4.3) is data, whichever response it is in: it could look like another one.
        if tag == "*", endsWithLiteral(line) { return malformed(line, &facts) }
        switch stage {
        case .greeting:
            guard tag == "*", what == "OK" || what == "PREAUTH" else { return malformed(line, &facts) }
            facts.greeting = bounded(line)
            // PREAUTH (RFC 9051 §7.1.4): login does not require TLS.
            if what == "PREAUTH" { facts.otherLogin = true }
            stage = .capability
            return .say("a CAPABILITY")
        case .capability:
            if tag == "*" {
                if what == "CAPABILITY" { listed = rest.split(separator: " ").map(String.init) }
                return .wait
            }
            guard tag == "a", what == "OK", let listed else { return malformed(line, &facts) }
            note(listed, &facts)
            guard phase == .beforeTLS, facts.startTLSOffered else { return .finish }
            guard asksForInsistence, facts.otherLogin || !facts.mechanisms.isEmpty else { return sayStartTLS() }
            stage = .insistence
            return .say(Self.question)
        case .insistence:
            if tag == "*" { return .wait }
            // Whatever it thinks of the command, it goes on.
            return tag == "n" ? sayStartTLS() : malformed(line, &facts)
        case .startTLS:
            if tag == "*" { return .wait }
            guard tag == "b" else { return malformed(line, &facts) }
            if what == "OK" { return .proceed }
            facts.declined = reason(.startTLSFailure, inWordsOf: bounded(line))
            return .finish
        }
    }

    private mutating func sayStartTLS() -> MailStep {
        stage = .startTLS
        return .say("b STARTTLS")
    }

    /// `{12}` or `{12+}` (RFC 7888) at its end.
    private func endsWithLiteral(_ line: [UInt8]) -> Bool {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return false }
        var digits = line[(open + 1)...].dropLast()
        if digits.last == UInt8(ascii: "+") { digits.removeLast() }
        return !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) }
    }

    private func note(_ list: [String], _ facts: inout MailFacts) {
        facts.note(capabilities: list)
        let upper = list.map { $0.uppercased() }
        facts.startTLSOffered = upper.contains("STARTTLS")
        facts.mechanisms = []
        facts.add(mechanisms: upper.filter { $0.hasPrefix("AUTH=") }.map { $0.dropFirst(5) })
        if !upper.contains("LOGINDISABLED") { facts.otherLogin = true }
    }

    private func malformed(_ line: [UInt8], _ facts: inout MailFacts) -> MailStep {
        facts.fault = reason(.malformed, inWordsOf: "unexpected IMAP response: \(bounded(line.prefix(80)))")
        return .finish
    }
}
