import Dialogues
import Model

/// What web and XMPP servers tell of themselves.
extension EndpointDerivation {
    /// What the first response of a web server says.
    func webFindings(_ reach: Reach) -> WebFindings? {
        guard endpoint.isWeb else { return nil }
        func read<Value>(_ value: (HTTPResponse) -> Finding<Value>) -> Finding<Value> {
            reach.blocked()
                ?? inside { dialogue, ending in
                    guard let http = dialogue as? HTTPDialogue else { return .notApplicable }
                    if let fault = http.fault { return .unmeasured(fault) }
                    if let response = http.response(ending: ending) { return value(response) }
                    if case .failed(let why) = ending { return .unmeasured(why) }
                    return .unmeasured(Reason(.closed, "before the response"))
                }
        }
        return WebFindings(
            status: read { .measured($0.status) },
            hsts: read { response in
                StrictTransportSecurity(response).map {
                    .measured(
                        HSTSFacts(
                            maxAge: $0.maxAge, includesSubdomains: $0.includesSubdomains, preload: $0.preload))
                } ?? .notOffered
            },
            davClasses: read { response in
                response.davClasses.isEmpty ? .notOffered : .measured(response.davClasses)
            },
            authentication: read { response in
                response.challenges.isEmpty ? .notOffered : .measured(response.challenges)
            },
            serverField: read { response in
                response.server.map { .measured($0) } ?? .notOffered
            })
    }

    /// What the stream features say besides STARTTLS and SASL.
    func xmppFindings(_ reach: Reach) -> XMPPFindings? {
        guard endpoint.isXMPP else { return nil }
        func read(_ dialogue: any Dialogue, _ ending: ProbeRecord.Ending) -> Finding<XMPPFeatureFacts> {
            guard let xmpp = dialogue as? XMPPDialogue else { return .notApplicable }
            return xmpp.offeredMechanisms(host: endpoint.host, ending: ending).map { _ in XMPPFeatureFacts(xmpp.facts) }
        }
        var before: Finding<XMPPFeatureFacts> = endpoint.mode == .direct ? .notApplicable : .unmeasured(unasked)
        for probe in probes where endpoint.mode == .startTLS && before.value == nil {
            guard let dialogue = probe.reading.plain else { continue }
            before = read(dialogue, probe.record.ending)
        }
        return XMPPFindings(beforeTLS: before, insideTLS: reach.blocked() ?? inside(read))
    }
}

extension XMPPFeatureFacts {
    fileprivate init(_ facts: XMPPFacts) {
        self.init(
            channelBindings: facts.channelBindings, sasl2Mechanisms: facts.sasl2Mechanisms, dialback: facts.dialback,
            dialbackNamespace: facts.dialbackNamespace, legacyAuthentication: facts.legacyAuthentication)
    }
}
