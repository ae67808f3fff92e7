import DNS
import Dialogues
import Model
import TLSWire
import Trust

/// Derives the findings of one endpoint from its records.
struct EndpointDerivation {
    let endpoint: Endpoint
    /// How it was found; `nil` where the answers in the evidence no longer lead here (a direct `probe`).
    let place: Discovery.Place?
    let readings: EndpointReadings
    let certificates: CertificateFindings
    let answers: Answers
    /// Why the endpoint was not probed, where it was not.
    var unasked = Reason(.notAsked)

    /// Complete handshakes first.
    var probes: [EndpointReadings.Probe] { readings.probes }
    var handshakes: [EndpointReadings.Probe] { probes.filter { $0.record.purpose == .handshake } }
    var hellos: [EndpointReadings.Probe] { probes.filter { $0.record.purpose == .hello } }
    var knowledge: TLSKnowledge { readings.knowledge }

    func derived() -> (findings: EndpointFindings, proofs: EndpointProofs) {
        let opening = self.opening
        let chain = self.chain
        let reach = self.reach(opening.offer)
        let certificateFacts: Finding<[CertificateFacts]> =
            reach.blocked() ?? self.certificateFacts(chain)
        var proofs: [EndpointFindings.Field: [Int]] = [
            .handshake: handshakes.map(\.record.id), .versions: hellos.map(\.record.id),
            .groups: hellos.map(\.record.id),
            .mechanisms: opening.proofs.prefix(1) + [handshakes.last?.record.id].compactMap(\.self),
            .connection: probes.first.map { [$0.record.id] } ?? [], .discovery: place?.lookups ?? [],
        ]
        if !opening.proofs.isEmpty { proofs[.startTLS] = opening.proofs }
        if let chain {
            for field in [EndpointFindings.Field.certificates, .trust, .identity] { proofs[field] = [chain.proof] }
        }
        let dane = self.dane(chain, isWithoutTLS: reach.isWithoutTLS)
        proofs[.dane] = dane.proofs
        let findings = EndpointFindings(
            endpoint: endpoint, discovered: place?.discovered ?? [], connection: connection, startTLS: opening.offer,
            mechanisms: MechanismFindings(beforeTLS: opening.mechanisms, afterTLS: reach.blocked() ?? mechanismsInside),
            handshake: reach.blocked() ?? handshake,
            versions: readings.versions.map { version in
                VersionFinding(version: version.version, finding: reach.blocked() ?? version.finding)
            },
            groups: reach.blocked() ?? knowledge.groups(unasked: readings.unasked),
            groupsIncomplete: knowledge.untestedGroups(unasked: readings.unasked),
            parameters: parameters(reach, main: chain),
            certificates: certificateFacts,
            trust: certificateFacts.flatMap { _ in
                chain.map { self.trust($0) } ?? .unmeasured(Reason(.malformed))
            },
            identity: certificateFacts.flatMap { _ in
                chain?.leaf.map { .measured(certificates.identity($0, of: endpoint)) }
                    ?? .unmeasured(Reason(.malformed))
            },
            dane: dane.finding, dialogue: dialogueFindings(reach), web: webFindings(reach),
            xmpp: xmppFindings(reach))
        return (
            findings,
            EndpointProofs(
                endpoint: endpoint, connectMilliseconds: connectMilliseconds, connections: probes.count,
                records: proofs, observations: readings.observations)
        )
    }

    // MARK: reaching it

    private var connectMilliseconds: Int? { probes.lazy.compactMap(\.record.connectMilliseconds).first }

    private var connection: Finding<TransportConnection> {
        if connectMilliseconds != nil { return .measured(.tcp) }
        switch probes.first?.record.ending {
        case .failed(let reason): return .unmeasured(reason)
        default: return .unmeasured(unasked)
        }
    }

    /// The dialogue before TLS: the first conclusive one, else the last. Where STARTTLS is offered on some connections and
    /// missing on others, neither is the answer.
    private var opening: (offer: Finding<StartTLSOffer>, mechanisms: Finding<[String]>, proofs: [Int]) {
        guard endpoint.mode == .startTLS else { return (.notApplicable, .notApplicable, []) }
        var last: (Finding<StartTLSOffer>, Finding<[String]>, [Int]) = (
            .unmeasured(unasked), .unmeasured(unasked), []
        )
        var denying: [Int] = []
        var first: (Finding<StartTLSOffer>, Finding<[String]>, [Int])?
        for probe in probes {
            let (record, reading) = (probe.record, probe.reading)
            // STARTTLS was offered on it, which is known already.
            if reading.reachedTLS, let first, first.0 != .notOffered { continue }
            guard
                let dialogue = reading.plain
                    ?? Dialogues.dialogue(with: endpoint, .beforeTLS, purpose: record.purpose)
            else { continue }
            last = (
                dialogue.startTLSOffer(host: endpoint.host, ending: record.ending),
                dialogue.offeredMechanisms(host: endpoint.host, ending: record.ending), [record.id]
            )
            guard !last.0.isUnknown else { continue }
            if last.0 == .notOffered { denying.append(record.id) }
            if first == nil || first?.0 == .notOffered && last.0 != .notOffered { first = last }
        }
        guard var first else { return last }
        if first.0 == .measured(.optional), let refused = refusalOfOtherCommands {
            first.0 = .measured(.required)
            // What is listed and never taken is not offered.
            if endpoint.service == .imap { first.1 = first.1.map { _ in [] } }
            first.2 = [refused] + first.2
        }
        guard !denying.isEmpty else { return first }
        if first.0 == .notOffered { return (first.0, first.1, Array(denying.prefix(10))) }
        let why = Reason(.answersDiffer, "offered on some connections, not offered on others")
        return (.unmeasured(why), first.1, first.2 + denying.prefix(10))
    }

    /// The connection that the server ended instead of an answer to RSET or NOOP, although it takes STARTTLS: it takes
    /// nothing else (stunnel in front of an SMTP or IMAP server). `nil` where there is none.
    private var refusalOfOtherCommands: Int? {
        // An IMAP server says goodbye (RFC 9051 §7.1.5); a connection that ends without may have been cut by anybody.
        probes.first { endpoint.service == .imap ? $0.reading.saysGoodbyeToQuestion : $0.reading.endedByQuestion }?
            .record.id
    }

    /// Whether TLS was reached, and if not, the state of every finding that requires TLS.
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
        if probes.contains(where: \.reading.reachedTLS) { return .tls }
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
    func inside<Value>(
        _ read: (any Dialogue, ProbeRecord.Ending) -> Finding<Value>
    ) -> Finding<Value> {
        // Which kind of dialogue there would be tells whether the question makes sense.
        if let silent = dialogue(with: endpoint, .insideTLS, purpose: .handshake),
            read(silent, .done) == .notApplicable
        {
            return .notApplicable
        }
        guard let probe = handshakes.last else { return .unmeasured(unasked) }
        if let dialogue = probe.reading.inside { return read(dialogue, probe.record.ending) }
        switch probe.record.ending {
        case .failed(let reason): return .unmeasured(reason)
        case .closed: return .unmeasured(Reason(.closed))
        // A handshake and no word inside it: nothing was asked there.
        case .done where probe.record.session != nil: return .notAsked
        case .done: return .unmeasured(Reason(.dependsOnUnknown, "no handshake"))
        }
    }

    private func dialogueFindings(_ reach: Reach) -> DialogueFindings? {
        guard endpoint.isMail else { return nil }
        var greeting: Finding<String> = .unmeasured(unasked)
        var before: Finding<[String]> = endpoint.mode == .direct ? .notApplicable : .unmeasured(unasked)
        var behind: Finding<Int> = endpoint.mode == .direct ? .notApplicable : .unmeasured(unasked)
        if endpoint.mode == .direct {
            greeting =
                reach.blocked()
                ?? inside { dialogue, ending in
                    known((dialogue as? MailDialogue)?.facts.greeting, dialogue, ending)
                }
        } else {
            for probe in probes {
                guard let dialogue = probe.reading.plain as? MailDialogue else {
                    if case .failed(let why) = probe.record.ending, before.value == nil {
                        greeting = .unmeasured(why)
                        before = .unmeasured(why)
                    }
                    continue
                }
                let capabilities = known(dialogue.facts.capabilities, dialogue, probe.record.ending)
                let isOffering = capabilities.value != nil && dialogue.facts.startTLSOffered
                // Of several servers one with STARTTLS, as for `opening`, and not the one that happened to come first.
                guard before.value == nil || isOffering else { continue }
                greeting = known(dialogue.facts.greeting, dialogue, probe.record.ending)
                before = capabilities
                if isOffering { break }
            }
            // Plaintext may be injected into any of the connections.
            let counts = probes.compactMap { ($0.reading.plain as? MailDialogue)?.facts }
                .filter(\.proceeded).map(\.bytesAfterProceed)
            behind = counts.max().map { .measured($0) } ?? reach.blocked() ?? .unmeasured(unasked)
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
        let mechanisms = dialogue.offeredMechanisms(host: endpoint.host, ending: ending)
        return mechanisms.isUnknown
            ? mechanisms.flatMap { _ in .unmeasured(Reason(.closed)) } : .unmeasured(Reason(.closed))
    }
}
