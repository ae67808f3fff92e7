import DNS
import Dialogues
import Model
import TLSWire
import Trust

/// Everything that one endpoint's records tell.
struct EndpointDerivation {
    let endpoint: Endpoint
    /// How it was found; `nil` where the answers in the evidence no longer lead here (a direct `probe`).
    let place: Discovery.Place?
    /// In the order of their ids.
    let probes: [ProbeRecord]
    let certificates: [String: [UInt8]]
    let answers: Answers
    /// Why there are no probes, where there are none.
    var unasked = Reason(.notAsked)

    var handshakes: [ProbeRecord] { probes.filter { $0.purpose == .handshake } }
    var hellos: [ProbeRecord] { probes.filter { $0.purpose == .hello } }

    func findings() -> EndpointFindings {
        let opening = self.opening
        let tls = self.tls
        let chain = self.chain
        let reach = self.reach(opening.offer)
        let certificateFacts: Finding<[CertificateFacts]> =
            reach.blocked() ?? self.certificateFacts(chain, tls.knowledge)
        var proofs: [EndpointFindings.Field: [Int]] = [
            .versions: hellos.map(\.id), .groups: hellos.map(\.id),
            .mechanisms: [opening.proof, handshakes.last?.id].compactMap(\.self),
            .connection: probes.first.map { [$0.id] } ?? [], .discovery: place?.lookups ?? [],
        ]
        if let proof = opening.proof { proofs[.startTLS] = [proof] }
        if let chain {
            for field in [EndpointFindings.Field.certificates, .trust, .identity] { proofs[field] = [chain.proof] }
        }
        let dane = self.dane(chain, isWithoutTLS: reach.isWithoutTLS)
        proofs[.dane] = dane.proofs
        return EndpointFindings(
            endpoint: endpoint, discovered: place?.discovered ?? [], connection: connection, startTLS: opening.offer,
            mechanisms: MechanismFindings(beforeTLS: opening.mechanisms, afterTLS: reach.blocked() ?? mechanismsInside),
            versions: ProtocolVersion.allCases.map { version in
                VersionFinding(version: version, finding: reach.blocked() ?? tls.knowledge.finding(version))
            },
            groups: reach.blocked() ?? tls.knowledge.groups(),
            parameters: parameters(reach, tls.knowledge, main: chain),
            certificates: certificateFacts,
            trust: certificateFacts.concluded { chain.map { $0.trust } },
            identity: certificateFacts.concluded {
                chain?.leaf.map {
                    checkIdentity(leaf: $0, service: endpoint.service, domain: endpoint.domain, host: endpoint.host)
                }
            },
            dane: dane.finding, dialogue: dialogueFindings(reach), web: webFindings(reach), connections: probes.count,
            proofs: proofs, observations: tls.observations)
    }

    // MARK: reaching it

    private var connection: Finding<Int> {
        if let time = probes.compactMap(\.connectMilliseconds).first { return .measured(time) }
        switch probes.first?.ending {
        case .failed(let reason): return .unmeasured(reason)
        default: return .unmeasured(unasked)
        }
    }

    /// The dialogue before TLS: the first that says something, else the last that does not.
    private var opening: (offer: Finding<StartTLSOffer>, mechanisms: Finding<[String]>, proof: Int?) {
        guard endpoint.mode == .startTLS else { return (.notApplicable, .notApplicable, nil) }
        var last: (Finding<StartTLSOffer>, Finding<[String]>, Int?) = (
            .unmeasured(unasked), .unmeasured(unasked), nil
        )
        for probe in probes {
            guard
                let dialogue = dialogue(probe, .plain, endpoint)
                    ?? Dialogues.dialogue(with: endpoint, .beforeTLS, purpose: probe.purpose)
            else { continue }
            last = (
                dialogue.startTLSOffer(host: endpoint.host, ending: probe.ending),
                dialogue.offeredMechanisms(host: endpoint.host, ending: probe.ending), probe.id
            )
            if !last.0.isUnknown { return last }
        }
        return last
    }

    /// Whether TLS was reached, and if not, what that makes of everything behind it.
    enum Reach {
        case tls
        case withoutTLS
        case refused(by: String, Reason)
        case unknown(Reason)

        var isWithoutTLS: Bool { if case .withoutTLS = self { true } else { false } }

        func blocked<Value>() -> Finding<Value>? {
            switch self {
            case .tls: nil
            case .withoutTLS: .notOffered
            case .refused(let by, let reason): .refused(by: by, why: reason)
            case .unknown(let reason): .unmeasured(reason)
            }
        }
    }

    private func reach(_ offer: Finding<StartTLSOffer>) -> Reach {
        if probes.contains(where: { $0.transcript.contains { $0.layer == .tls } }) { return .tls }
        switch offer {
        case .notOffered: return .withoutTLS
        case .refused(let by, let why): return .refused(by: by, why)
        case .unmeasured(let why): return .unknown(why)
        case .measured, .notApplicable:
            if case .unmeasured(let why) = connection { return .unknown(why) }
            return .unknown(Reason(.closed, "before TLS"))
        }
    }

    // MARK: inside

    private var mechanismsInside: Finding<[String]> {
        inside { $0.offeredMechanisms(host: endpoint.host, ending: $1) }
    }

    /// What the dialogue inside TLS showed, or why there was none.
    private func inside<Value>(
        _ read: (any Dialogue, ProbeRecord.Ending) -> Finding<Value>
    ) -> Finding<Value> {
        // Which kind of dialogue there would be tells whether the question makes sense.
        if let silent = Dialogues.dialogue(with: endpoint, .insideTLS, purpose: .handshake),
            read(silent, .done) == .notApplicable
        {
            return .notApplicable
        }
        guard let probe = handshakes.last else { return .unmeasured(Reason(.notAsked)) }
        if let dialogue = dialogue(probe, .inside, endpoint) { return read(dialogue, probe.ending) }
        switch probe.ending {
        case .failed(let reason): return .unmeasured(reason)
        case .closed: return .unmeasured(Reason(.closed))
        case .done: return .unmeasured(Reason(.dependsOnUnknown, "no handshake"))
        }
    }

    private func dialogueFindings(_ reach: Reach) -> DialogueFindings? {
        guard endpoint.isMail else { return nil }
        var greeting: Finding<String> = .unmeasured(Reason(.notAsked))
        var before: Finding<[String]> = endpoint.mode == .direct ? .notApplicable : .unmeasured(Reason(.notAsked))
        var behind: Finding<Int> = endpoint.mode == .direct ? .notApplicable : .unmeasured(Reason(.notAsked))
        if endpoint.mode == .direct {
            greeting =
                reach.blocked()
                ?? inside { dialogue, ending in
                    known((dialogue as? MailDialogue)?.facts.greeting, dialogue, ending)
                }
        } else {
            for probe in probes {
                guard let dialogue = dialogue(probe, .plain, endpoint) as? MailDialogue else {
                    if case .failed(let why) = probe.ending {
                        greeting = .unmeasured(why)
                        before = .unmeasured(why)
                    }
                    continue
                }
                greeting = known(dialogue.facts.greeting, dialogue, probe.ending)
                before = known(dialogue.facts.capabilities, dialogue, probe.ending)
                if before.value != nil { break }
            }
            // Any connection may be the one where somebody slips something in.
            let counts = probes.compactMap { (dialogue($0, .plain, endpoint) as? MailDialogue)?.facts }
                .filter(\.proceeded).map(\.bytesAfterProceed)
            behind = counts.max().map { .measured($0) } ?? reach.blocked() ?? .unmeasured(Reason(.notAsked))
        }
        return DialogueFindings(
            greeting: greeting, beforeTLS: before,
            insideTLS: reach.blocked()
                ?? inside { dialogue, ending in
                    known((dialogue as? MailDialogue)?.facts.capabilities, dialogue, ending)
                },
            bytesBehindGoAhead: behind)
    }

    private func known<Value>(
        _ value: Value?, _ dialogue: any Dialogue, _ ending: ProbeRecord.Ending
    ) -> Finding<Value> {
        if let value { return .measured(value) }
        // Where one thing of a dialogue is missing, the reason is that of its mechanisms.
        switch dialogue.offeredMechanisms(host: endpoint.host, ending: ending) {
        case .refused(let by, let why): return .refused(by: by, why: why)
        case .unmeasured(let why): return .unmeasured(why)
        case .measured, .notOffered, .notApplicable: return .unmeasured(Reason(.closed))
        }
    }

    private func webFindings(_ reach: Reach) -> WebFindings? {
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
            })
    }

    // MARK: TLS

    private var tls: (knowledge: TLSKnowledge, observations: [Observation]) {
        var knowledge = TLSKnowledge()
        var observations: [Observation] = []
        for probe in probes {
            switch probe.purpose {
            case .handshake, .certificate: observations.append(observation(ofHandshake: probe))
            case .hello:
                let outcome = helloOutcome(probe.transcript, ending: probe.ending, of: endpoint)
                if let hello = hello(probe.transcript) {
                    knowledge.record(hello: hello, outcome: outcome)
                    observations.append(
                        Observation(record: probe.id, asked: describe(hello), answered: describe(outcome)))
                } else {
                    observations.append(
                        Observation(record: probe.id, asked: "ClientHello (not sent)", answered: describe(outcome)))
                }
            }
        }
        return (knowledge, observations)
    }

    private func observation(ofHandshake probe: ProbeRecord) -> Observation {
        var asked: [String] = []
        var answered: [String] = []
        if let dialogue = dialogue(probe, .plain, endpoint) {
            asked.append(endpoint.isXMPP ? "stream to \(endpoint.domain)" : "\(endpoint.protocolName) before TLS")
            answered.append(describe(dialogue, ending: probe.ending))
        }
        if probe.transcript.contains(where: { $0.layer == .tls }) {
            asked.append("TLS handshake (OpenSSL)")
            if let session = probe.session {
                let suite = SuiteRegistry.suite(UInt32(session.suite)).name
                answered.append("\(session.version) \(suite), certificates: \(session.chain.count)")
            } else {
                answered.append("no handshake: \(describe(probe.ending))")
            }
        }
        if let dialogue = dialogue(probe, .inside, endpoint) {
            asked.append(endpoint.isXMPP ? "stream inside TLS" : "\(endpoint.protocolName) inside TLS")
            answered.append(describe(dialogue, ending: probe.ending))
        }
        if asked.isEmpty {
            asked.append("connection to \(endpoint.address) port \(endpoint.port)")
            answered.append(describe(probe.ending))
        }
        return Observation(
            record: probe.id, asked: asked.joined(separator: "; "), answered: answered.joined(separator: "; "))
    }
}

extension Finding {
    /// A conclusion from a measured value; any other state stays, as what is unknown makes the conclusion unknown.
    fileprivate func concluded<Other>(_ conclude: () -> Other?) -> Finding<Other> {
        switch self {
        case .measured: conclude().map { .measured($0) } ?? .unmeasured(Reason(.malformed))
        case .notOffered: .notOffered
        case .notApplicable: .notApplicable
        case .refused(let by, let why): .refused(by: by, why: why)
        case .unmeasured(let why): .unmeasured(why)
        }
    }
}
