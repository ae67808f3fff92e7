import Model

/// POP3 up to STLS (RFC 2595 §4), and inside TLS up to the capabilities (RFC 2449).
struct POP3Language: MailLanguage {
    private enum Stage { case greeting, capability, list, startTLS }

    private var stage = Stage.greeting
    private var list: [String] = []
    let farewell = "QUIT"

    mutating func opening() -> [UInt8] {
        stage = .capability
        return Array("CAPA\r\n".utf8)
    }

    mutating func hear(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        if stage == .list { return heardEntry(line, &facts, phase: phase) }
        let isGood = line.starts(with: Array("+OK".utf8))
        guard isGood || line.starts(with: Array("-ERR".utf8)) else {
            facts.fault = reason(.malformed, inWordsOf: "no POP3 response: \(bounded(line.prefix(80)))")
            return .finish
        }
        switch stage {
        case .greeting:
            facts.greeting = bounded(line)
            guard isGood else {
                facts.refusal = refusal(bounded(line))
                return .finish
            }
            // RFC 1939 §7: a time stamp in the greeting offers APOP.
            if let open = line.firstIndex(of: UInt8(ascii: "<")), line[open...].contains(UInt8(ascii: "@")),
                line[open...].contains(UInt8(ascii: ">"))
            {
                facts.otherLogin = true
            }
            stage = .capability
            return .say("CAPA")
        case .capability:
            if isGood {
                stage = .list
                return .wait
            }
            // Older than RFC 2449: it may still have STLS, so it is asked.
            guard phase == .beforeTLS else { return .finish }
            stage = .startTLS
            return .say("STLS")
        case .list: return .wait
        case .startTLS:
            if isGood {
                facts.startTLSOffered = true
                return .proceed
            }
            if facts.startTLSOffered {
                facts.declined = reason(.startTLSFailure, inWordsOf: bounded(line))
            } else {
                facts.startTLSUnknown = true
            }
            return .finish
        }
    }

    private mutating func heardEntry(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        guard line != [UInt8(ascii: ".")] else {
            facts.note(capabilities: list)
            guard phase == .beforeTLS, facts.startTLSOffered else { return .finish }
            stage = .startTLS
            return .say("STLS")
        }
        if list.count < MailFacts.listLimit { list.append(bounded(line)) }
        let words = bounded(line).split(separator: " ")
        switch words.first?.uppercased() {
        case "STLS": facts.startTLSOffered = true
        case "USER": facts.otherLogin = true
        case "SASL": facts.add(mechanisms: words.dropFirst())
        default: break
        }
        return .wait
    }
}
