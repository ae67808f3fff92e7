import Model
import TLSWire
import Trust

extension EndpointDerivation {
    /// Features observed in hellos, and those that TLS 1.3 encrypts and only complete handshakes show.
    func parameters(_ reach: Reach, main: CertificateFindings.Chain?) -> ParameterFindings {
        let seen = knowledge.parameters(versions: readings.versions, unasked: readings.unasked)
        let sessions = probes.compactMap(\.record.session)
        let schemes = reach.blocked() ?? signatureSchemes(seen, sessions)
        return ParameterFindings(
            diffieHellman: reach.blocked() ?? seen.diffieHellman, compression: reach.blocked() ?? seen.compression,
            extendedMasterSecret: reach.blocked() ?? seen.extendedMasterSecret,
            secureRenegotiation: reach.blocked() ?? seen.secureRenegotiation,
            encryptThenMAC: reach.blocked() ?? seen.encryptThenMAC,
            sessionTickets: reach.blocked() ?? seen.sessionTickets,
            fallbackSignal: reach.blocked() ?? seen.fallbackSignal,
            stapledStatus: reach.blocked() ?? united(seen.stapledStatus, sessions.compactMap(\.stapledStatus)),
            certificateTimestamps: reach.blocked()
                ?? united(seen.certificateTimestamps, sessions.compactMap(\.certificateTimestamps)),
            certificateRequest: reach.blocked() ?? certificateRequest(sessions),
            applicationProtocols: reach.blocked() ?? applicationProtocols(seen, sessions),
            signatureSchemes: schemes,
            signatureSchemesIncomplete: schemes.value == nil ? nil : seen.signatureSchemesIncomplete,
            otherChains: reach.blocked() ?? otherChains(than: main), oddities: seen.oddities)
    }

    /// What any of the handshakes showed is there; that none did tells something as soon as there was one.
    private func united(_ hellos: Finding<Bool>, _ sessions: [Bool]) -> Finding<Bool> {
        if hellos == .measured(true) || sessions.contains(true) { return .measured(true) }
        // It ends the connection where it is asked.
        if case .refused = hellos { return hellos }
        return sessions.isEmpty ? hellos : .measured(false)
    }

    /// Up to TLS 1.2 first flights show it; in TLS 1.3 only who reads on after the ServerHello sees it.
    private func certificateRequest(_ sessions: [SessionRecord]) -> Finding<Bool> {
        let flights = probes.compactMap { probe -> ServerHelloFacts? in
            guard let facts = serverHello(of: probe), facts.certificates != nil, facts.incomplete == nil else {
                return nil
            }
            return facts
        }
        let seen = sessions.compactMap(\.requestsCertificate) + flights.map(\.requestsCertificate)
        return seen.isEmpty ? .unmeasured(readings.unasked) : .measured(seen.contains(true))
    }

    private func applicationProtocols(_ seen: ParameterFindings, _ sessions: [SessionRecord]) -> Finding<[String]> {
        let names = Set((seen.applicationProtocols.value ?? []) + sessions.compactMap(\.applicationProtocol))
        if !names.isEmpty { return .measured(names.sorted()) }
        // Handshakes offer what is then spoken, which is not everything that hellos offer.
        return sessions.isEmpty || endpoint.applicationProtocols.isEmpty ? seen.applicationProtocols : .notOffered
    }

    private func signatureSchemes(_ seen: ParameterFindings, _ sessions: [SessionRecord]) -> Finding<[String]> {
        var names = seen.signatureSchemes.value ?? []
        for scheme in sessions.compactMap(\.signatureScheme).sorted() {
            let name = SignatureScheme(rawValue: scheme).description
            if !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? seen.signatureSchemes : .measured(names)
    }

    /// Chains whose leaf is another than that of the main one, at most ten, in the order in which they were seen.
    private func otherChains(than main: CertificateFindings.Chain?) -> Finding<[ChainFacts]> {
        guard let main else { return .unmeasured(Reason(.dependsOnUnknown, "no certificate was seen")) }
        var leaves: Set<Bytes> = []
        if let leaf = main.leaf { leaves.insert(Bytes(leaf)) }
        var found: [ChainFacts] = []
        for probe in probes where found.count < 10 {
            guard let chain = certificates.chain(of: probe), let leaf = chain.leaf, leaves.insert(Bytes(leaf)).inserted
            else { continue }
            found.append(
                ChainFacts(
                    certificates: chain.der.map(certificates.facts), trust: certificates.trust(of: chain),
                    identity: certificates.identity(leaf, of: endpoint), dane: dane(chain, isWithoutTLS: false).finding)
            )
        }
        if !found.isEmpty { return .measured(found) }
        // Without handshakes for other kinds this is unknown in TLS 1.3; up to TLS 1.2 the suites name the kinds.
        let isModern = handshakes.contains { $0.record.session?.version == ProtocolVersion.tls13.rawValue }
        let asked = probes.map(\.record).filter { $0.purpose == .certificate }
        if let unanswered = asked.lazy.compactMap(Self.unanswered).first { return .unmeasured(unanswered) }
        if !asked.isEmpty { return .notOffered }
        let kinds = readings.versions.filter { $0.version < .tls13 }.compactMap(\.finding.value)
            .flatMap(\.suites).map(\.authentication)
        let named = Set(kinds).subtracting([.anonymous, .psk, .srp, .krb5, .null])
        return isModern || named.count > 1 ? .unmeasured(readings.unasked) : .notOffered
    }

    /// Why a question for a certificate of another kind has no answer. A certificate is one, and so is an alert; silence,
    /// a reset or a refusal before TLS says nothing of the kinds that the server has.
    private static func unanswered(_ probe: ProbeRecord) -> Reason? {
        if probe.session != nil { return nil }
        switch probe.ending {
        case .failed(let reason): return reason.code == .alert ? nil : reason
        case .closed: return Reason(.closed, "during the TLS handshake")
        case .done: return Reason(.dependsOnUnknown, "no handshake")
        }
    }
}
