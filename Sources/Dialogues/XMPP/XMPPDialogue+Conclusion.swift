import Model

extension XMPPDialogue {
    package func startTLSOffer(host: String, ending: ProbeRecord.Ending) -> Finding<StartTLSOffer> {
        facts.startTLSOffer(service: service, host: host, ending: ending)
    }

    package func offeredMechanisms(host: String, ending: ProbeRecord.Ending) -> Finding<[String]> {
        if facts.features != nil { return .measured(facts.mechanisms) }
        guard phase == .insideTLS else {
            return startTLSOffer(host: host, ending: ending).map { _ in [] }
        }
        if let fault = facts.fault { return .unmeasured(fault) }
        if let error = facts.streamError { return .refused(by: host, why: Reason(.streamError, error)) }
        switch ending {
        case .failed(let reason): return .unmeasured(reason)
        case .closed: return .unmeasured(Reason(.closed))
        case .done: return .unmeasured(Reason(.dependsOnUnknown, "no handshake"))
        }
    }

    /// XMPP has `policy-violation` and `resource-constraint` for that (RFC 6120 §4.9.3.14, §4.9.3.17).
    package var isRateLimited: Bool {
        facts.streamError == "policy-violation" || facts.streamError == "resource-constraint"
    }
}
