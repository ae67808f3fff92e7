import Model

/// SMTP up to STARTTLS (RFC 5321, RFC 3207), and inside TLS up to the list of extensions.
struct SMTPLanguage: MailLanguage {
    private enum Stage { case greeting, hello, oldHello, insistence, startTLS }

    /// The question whether the server requires STARTTLS.
    static let question = "RSET"

    private let ehlo: String
    private let asksForInsistence: Bool
    private var stage = Stage.greeting
    private var replies = SMTPReplyReader()

    let farewell = "QUIT"

    /// - Parameter asksForInsistence: say RSET before STARTTLS. A server that wants TLS first answers 530 to it as to
    ///   everything (RFC 3207 §4); to any other it means nothing, as nothing was begun.
    init(ehlo: String, asksForInsistence: Bool) {
        self.ehlo = ehlo
        self.asksForInsistence = asksForInsistence
    }

    mutating func opening() -> [UInt8] {
        stage = .hello
        return Array("EHLO \(ehlo)\r\n".utf8)
    }

    mutating func hear(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        let reply: SMTPReply
        do throws(SMTPReplyReader.Problem) {
            guard let whole = try replies.take(line) else { return .wait }
            reply = whole
        } catch {
            facts.fault = error.reason
            return .finish
        }
        if stage == .greeting { facts.greeting = reply.greeting }
        // RFC 5321 §3.8: "I must close", at any time.
        if reply.code == 421 { return turnedAway(reply, &facts) }
        switch stage {
        case .greeting: return greeted(reply, &facts)
        case .hello: return heardHello(reply, &facts, phase: phase)
        case .oldHello:
            guard reply.isPositive else { return turnedAway(reply, &facts) }
            facts.withoutExtensions = true
            facts.note(capabilities: [])
            if let greeting = facts.greeting, Self.isOfAsterisks(greeting) { facts.overwritten = greeting }
            return .finish
        case .insistence:
            facts.insists = reply.code == 530
            return sayStartTLS()
        case .startTLS:
            if reply.code == 220 { return .proceed }
            facts.declined = reason(.startTLSFailure, inWordsOf: reply.words)
            return .finish
        }
    }

    private mutating func greeted(_ reply: SMTPReply, _ facts: inout MailFacts) -> MailStep {
        // EHLO even where the banner does not say ESMTP (RFC 5321 §3.2).
        guard reply.code == 220 else { return turnedAway(reply, &facts) }
        stage = .hello
        return .say("EHLO \(ehlo)")
    }

    private mutating func heardHello(_ reply: SMTPReply, _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        guard reply.isPositive else {
            // RFC 5321 §3.2: a server that does not know EHLO says 500, 501, 502 or 504; anything else is a no to us.
            guard [500, 501, 502, 504].contains(reply.code) else { return turnedAway(reply, &facts) }
            stage = .oldHello
            return .say("HELO \(ehlo)")
        }
        note(reply.lines.dropFirst(), &facts)
        guard phase == .beforeTLS, facts.startTLSOffered else { return .finish }
        guard asksForInsistence else { return sayStartTLS() }
        stage = .insistence
        return .say(Self.question)
    }

    private func note(_ extensions: some Sequence<String>, _ facts: inout MailFacts) {
        let list = Array(extensions)
        facts.note(capabilities: list)
        for line in list {
            // Before RFC 2554 (historical) some wrote AUTH=LOGIN, and some still do, beside the right one.
            let words = line.split(whereSeparator: { $0 == " " || $0 == "=" })
            switch words.first?.uppercased() {
            case "STARTTLS": facts.startTLSOffered = true
            case "AUTH": facts.add(mechanisms: words.dropFirst())
            default: break
            }
        }
        if !facts.startTLSOffered, let line = list.first(where: Self.isOverwritten) {
            facts.overwritten = bounded(line.utf8)
        }
    }

    /// `XXXXXXXA`: the SMTP inspection of Cisco's firewalls writes over what it does not let through, each as long as it
    /// was, with a letter at the end that tells several apart. STARTTLS has eight letters.
    private static func isOverwritten(_ line: String) -> Bool {
        let letters = Array(line.utf8)
        return letters.count >= 8 && letters.dropLast().allSatisfy { $0 == UInt8(ascii: "X") }
            && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letters[letters.count - 1])
    }

    /// `220 ****2***0***`: the inspection leaves only these of a banner, by which Postfix's client knows it, too; EHLO
    /// does not get through it at all.
    private static func isOfAsterisks(_ greeting: String) -> Bool {
        greeting.contains("*") && greeting.utf8.allSatisfy { [0x20, 0x2A, 0x30, 0x32].contains($0) }
    }

    private mutating func sayStartTLS() -> MailStep {
        stage = .startTLS
        return .say("STARTTLS")
    }

    private func turnedAway(_ reply: SMTPReply, _ facts: inout MailFacts) -> MailStep {
        facts.refusal = refusal(reply.words)
        return .finish
    }
}
