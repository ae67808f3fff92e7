import Model
import TLSWire

extension FuzzTarget {
    /// A server that answers as the input says, honestly or not: the enumeration must end within its budget, and what
    /// it knows must not depend on the order of the answers.
    static let tlsWireEnumeration = FuzzTarget("TLSWireEnumeration") { bytes throws(FuzzViolation) in
        var input = bytes[...]
        guard let choice = input.popFirst() else { return }
        var enumeration = Enumeration(
            depth: choice & 1 == 0 ? .quick : .full, serverName: "mail.example", applicationProtocols: ["xmpp-client"],
            budget: 60)
        let slots = Int(choice >> 1 & 7) + 1
        var answers: [(ClientHello, ProbeOutcome)] = []
        var pending: [Probe] = []
        while !enumeration.isFinished {
            pending += enumeration.next(slots: slots - min(slots, pending.count))
            guard !pending.isEmpty else {
                guard enumeration.isFinished else { throw FuzzViolation("neither asks nor ends") }
                break
            }
            let turn = input.popFirst() ?? 0
            let probe = pending.remove(at: Int(turn) % pending.count)
            let outcome = answer(to: probe.hello, &input)
            answers.append((probe.hello, outcome))
            enumeration.record(probe, outcome)
        }
        guard enumeration.connections <= 60 else { throw FuzzViolation("over budget") }
        var backwards = TLSKnowledge()
        for (hello, outcome) in answers.reversed() { backwards.record(hello: hello, outcome: outcome) }
        guard backwards.versionFindings() == enumeration.knowledge.versionFindings(),
            backwards.groups() == enumeration.knowledge.groups()
        else { throw FuzzViolation("depends on the order of the answers") }
    }
}

private func answer(to hello: ClientHello, _ input: inout ArraySlice<UInt8>) -> ProbeOutcome {
    let kind = input.popFirst() ?? 0
    let detail = input.popFirst() ?? 0
    switch kind % 12 {
    case 0, 1, 2, 3, 4:
        guard hello.format == .tls, !hello.suites.isEmpty else { fallthrough }
        let suite = kind >= 240 ? UInt32(detail) : hello.suites[Int(detail) % hello.suites.count]
        let versions: [UInt16] = [hello.maximumVersion?.wire ?? 0x0303, 0x0301, 0x0300, 0x0305]
        let version = versions[Int(kind / 12) % 3 == 0 ? Int(detail >> 6) : 0]
        let group = hello.groups.isEmpty ? nil : hello.groups[Int(detail) % hello.groups.count]
        return .accepted(
            ServerHelloFacts(
                version: ProtocolVersion(wire: version), wireVersion: version, suite: suite, group: group))
    case 5:
        let facts = ServerHelloFacts(version: .ssl2, wireVersion: 2, suite: 0, ssl2Suites: [0x010080])
        return hello.format == .ssl2 ? .accepted(facts) : .refused(.ssl2Error(1))
    case 6: return .refused(.alert(Alert(level: 2, code: 40)))
    case 7: return .refused(.alert(Alert(level: 2, code: detail)))
    case 8: return .refused(.notTLS(Bytes([detail])))
    case 9: return .unknown(Reason(.closed))
    case 10: return .unknown(Reason(.reset))
    default: return .unknown(Reason(.timeout))
    }
}
