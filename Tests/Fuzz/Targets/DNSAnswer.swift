import DNS
import Model
import Names

extension FuzzTarget {
    /// The last byte chooses question and DNSSEC state; the rest is the answer's wire form. What is read must be
    /// bounded, come out the same from the evidence, and be believed only where nothing failed.
    static let dnsAnswer = FuzzTarget("DNSAnswer") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        let types: [RecordType] = [.a, .aaaa, .srv, .tlsa, .mx, .txt, .cname, .soa]
        let states: [DNSSECState] = [.secure, .insecure, .bogus, .indeterminate]
        var name = "secure.test"
        if let message = try? DNSMessage(bytes) {
            try expectBounds(message, of: bytes.count)
            if let first = message.questions.first { name = first.name }
        }
        let security = states[Int(choice >> 3 & 3)]
        let answer = Answer(
            question: Question(name, types[Int(choice & 7)]), security: security, bogusReason: nil, message: bytes)
        guard (answer.content == nil) == (answer.failure != nil), (answer.records == nil) == (answer.failure != nil),
            security != .bogus || answer.failure?.code == .bogus
        else { throw FuzzViolation("believed and failed: \(answer)") }
        if let resolved = answer.resolved {
            guard (1...DNSMessage.aliasLimit + 1).contains(resolved.names.count),
                Set(resolved.names).count == resolved.names.count,
                !resolved.isEndless || resolved.records.isEmpty
            else { throw FuzzViolation("endless: \(resolved)") }
        }
        guard Answer(answer.record(id: 1, at: Instant(milliseconds: 0))) == answer else {
            throw FuzzViolation("differs: \(answer)")
        }
    }
}

/// A record takes eleven bytes at least, a question five; a byte of a name at most four characters.
private func expectBounds(_ message: DNSMessage, of count: Int) throws(FuzzViolation) {
    let records = message.answers + message.authorities + message.additionals
    guard 12 + records.count * 11 + message.questions.count * 5 <= count else {
        throw FuzzViolation("more than there is")
    }
    for name in records.map(\.name) + message.questions.map(\.name) {
        guard (1...1_020).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            DomainName.normalised(name) == name
        else { throw FuzzViolation("no name: \(name)") }
    }
}
