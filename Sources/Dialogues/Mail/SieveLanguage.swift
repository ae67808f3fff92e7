import Model

/// ManageSieve up to STARTTLS (RFC 5804 §2.2), and inside TLS up to the capabilities, which the server sends by itself.
struct SieveLanguage: MailLanguage {
    private enum Stage { case capabilities, startTLS }

    private var stage = Stage.capabilities
    private var list: [String] = []
    /// The line so far, where it goes on behind a literal (RFC 5804 §4), with the literal as a quoted string, and how
    /// many bytes of it are missing.
    private var unfinished: [UInt8] = []
    private var missing = 0
    let farewell = "LOGOUT"

    mutating func opening() -> [UInt8] { [] }

    mutating func hear(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        var line = line[...]
        if missing > 0 {
            let literal = line.prefix(missing)
            unfinished += literal.flatMap { $0 == quote || $0 == backslash ? [backslash, $0] : [$0] }
            line = line.dropFirst(literal.count)
            missing -= literal.count
            if missing > 0 {
                // The line's end belongs to the literal, too.
                unfinished.append(UInt8(ascii: " "))
                missing = max(0, missing - 2)
                return .wait
            }
            unfinished.append(quote)
        }
        unfinished += line
        if let (start, length) = literal(unfinished) {
            missing = length
            unfinished = unfinished[..<start] + [quote]
            if length > 0 { return .wait }
            unfinished.append(quote)
        }
        defer { unfinished = [] }
        return hearWhole(unfinished, &facts, phase: phase)
    }

    private mutating func hearWhole(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep {
        if line.first == quote {
            guard stage == .capabilities else { return malformed(line, &facts) }
            note(line, &facts)
            return .wait
        }
        let word = String(decoding: line.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self).uppercased()
        switch (word, stage) {
        case ("OK", .capabilities):
            facts.greeting = bounded(line)
            facts.note(capabilities: list)
            guard phase == .beforeTLS, facts.startTLSOffered else { return .finish }
            stage = .startTLS
            return .say("STARTTLS")
        case ("OK", .startTLS): return .proceed
        case ("NO", .startTLS):
            facts.declined = reason(.startTLSFailure, inWordsOf: bounded(line))
            return .finish
        case ("BYE", _), ("NO", _):
            facts.refusal = refusal(bounded(line))
            return .finish
        default: return malformed(line, &facts)
        }
    }

    private mutating func note(_ line: [UInt8], _ facts: inout MailFacts) {
        if list.count < MailFacts.listLimit { list.append(bounded(line)) }
        let strings = quotedStrings(line)
        switch strings.first?.uppercased() {
        case "STARTTLS": facts.startTLSOffered = true
        case "SASL": facts.add(mechanisms: strings.dropFirst().first?.split(separator: " ") ?? [])
        default: break
        }
    }

    private func malformed(_ line: [UInt8], _ facts: inout MailFacts) -> MailStep {
        facts.fault = reason(.malformed, inWordsOf: "not a ManageSieve response: \(bounded(line.prefix(80)))")
        return .finish
    }
}

private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")

/// Where the literal begins that a line ends with, `{12}` or `{12+}`, and its length; `nil` where it ends with none.
private func literal(_ line: [UInt8]) -> (start: Int, length: Int)? {
    guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
    var digits = line[(open + 1)..<(line.count - 1)]
    if digits.last == UInt8(ascii: "+") { digits = digits.dropLast() }
    guard (1...6).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return (open, digits.reduce(0) { $0 * 10 + Int($1 - 48) })
}

/// The quoted strings of a line, without their quotation marks and escapes.
private func quotedStrings(_ line: [UInt8]) -> [String] {
    var strings: [String] = []
    var current: [UInt8]?
    var isEscaped = false
    for byte in line {
        if var text = current {
            if isEscaped || (byte != backslash && byte != quote) {
                text.append(byte)
                isEscaped = false
                current = text
            } else if byte == backslash {
                isEscaped = true
            } else {
                strings.append(String(decoding: text, as: UTF8.self))
                current = nil
            }
        } else if byte == quote {
            current = []
        }
    }
    return strings
}
