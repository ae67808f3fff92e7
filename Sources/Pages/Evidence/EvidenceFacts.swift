import Comparison
import Content
import Model
import Names

/// What was concluded about an endpoint, column by column, as terms and their values.
struct EvidenceFacts {
    let words: CellFormatter
    var texts: Localization { words.texts }

    /// Lists on a page never get longer than this.
    static let listLimit = 400

    init(words: CellFormatter) { self.words = words }

    /// - Parameter isAlone: whether it is clear which host is meant.
    func name(_ endpoint: Endpoint, onlyHost isAlone: Bool = false) -> String {
        texts.filled(
            isAlone ? .endpointOfHost : .endpointName,
            [
                "host": DomainName.displayed(endpoint.host), "port": "\(endpoint.port)", "address": endpoint.address,
                "mode": texts[endpoint.mode == .startTLS ? .startTLSMode : .directMode],
            ])
    }

    func facts(_ column: TableDefinition.Column, _ endpoint: EndpointFindings) -> [EvidenceFact] {
        switch column {
        case .certificates: certificates(endpoint)
        case .protocols:
            handshake(endpoint) + endpoint.versions.map { fact($0.version.rawValue, [version($0.finding)]) }
        case .ciphers: ciphers(endpoint)
        case .starttls: startTLS(endpoint)
        case .tlsa: tlsa(endpoint)
        case .certificate: lifetime(endpoint)
        // Groups are said beside the suites, mechanisms beside STARTTLS.
        case .channelBinding where endpoint.xmpp?.insideTLS.value != nil:
            [fact(texts.header(.channelBinding), list(endpoint.xmpp?.insideTLS.map(\.channelBindings) ?? .notAsked))]
        case .federation: federation(endpoint)
        case .directTLS where endpoint.endpoint.mode == .direct && endpoint.connection.value == nil,
            .ipv6 where endpoint.endpoint.address.contains(":") && endpoint.connection.value == nil:
            [fact(texts[.connection], [tell(endpoint.connection) { _ in "TCP" }])]
        case .hsts: strictTransport(endpoint)
        default: []
        }
    }

    func domain(
        _ domain: DomainFindings, _ column: TableDefinition.Column, _ signaturesEnd: Instant? = nil
    ) -> [EvidenceFact] {
        if column != .dnssec { return policy(domain, column) + withoutCertificates(domain, column) }
        return [
            fact(
                "DNSSEC",
                [
                    words.line(domain.dnssec) {
                        CellLine(text: texts[$0 == .secure ? .signed : .unsigned], state: .plain)
                    }.whole
                ])
        ] + withoutCertificates(domain, column) + (domain.policies?.zone.value.map { zone($0, signaturesEnd) } ?? [])
    }

    /// Public authorities validate DNSSEC before they issue, and when they look up CAA (TLS Baseline Requirements 3.2.2.4
    /// and 3.2.2.8.1, since 2026-03-15), so a zone that is bogus gets no certificate.
    private func withoutCertificates(_ domain: DomainFindings, _ column: TableDefinition.Column) -> [EvidenceFact] {
        let finding = column == .caa ? domain.policies?.caa.map { _ in true } : domain.dnssec.map { _ in true }
        guard column == .dnssec || column == .caa, case .unmeasured(let why)? = finding, why.code == .bogus else {
            return []
        }
        return [fact(texts.header(.certificates), [texts[.bogusCertificates]])]
    }

    func fact(_ term: String, _ values: [String]) -> EvidenceFact {
        EvidenceFact(term: term, values: Array(values.prefix(Self.listLimit)))
    }

    /// A finding in words; a proven absence as `absent`.
    func tell<Value>(_ finding: Finding<Value>, absent: TextKey = .none, _ value: (Value) -> String) -> String {
        if case .notOffered = finding { return texts[absent] }
        return words.line(finding) { CellLine(text: value($0), state: .plain) }.whole
    }

    /// Where a TLS library could not complete a handshake: what hellos show besides is what the server claims.
    private func handshake(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        guard let handshake = endpoint.handshake, handshake.isUnknown,
            endpoint.versions.contains(where: {
                $0.finding.value != nil
            })
        else { return [] }
        return [fact(texts[.handshake], [tell(handshake, \.rawValue)])]
    }

    private func version(_ finding: Finding<VersionFacts>) -> String {
        tell(finding, absent: .notOffered) { facts in
            guard let differing = facts.differing, differing.concernsVersion else { return texts[.offered] }
            return texts[.offeredBySome]
        }
    }

    private func ciphers(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        var facts = endpoint.versions.filter { $0.finding != .notOffered }.map { entry in
            guard case .measured(let version) = entry.finding else {
                return fact(entry.version.rawValue, [self.version(entry.finding)])
            }
            var lines = version.suites.map { suite in
                texts.filled(
                    .suiteLine,
                    [
                        // Since TLS 1.3 both are the same.
                        "name": ["", suite.name].contains(suite.openSSLName)
                            ? suite.name : "\(suite.name) (\(suite.openSSLName))",
                        "bits": "\(suite.bits)",
                        "secrecy": texts[suite.forwardSecrecy ? .forwardSecrecy : .noForwardSecrecy],
                    ])
            }
            if lines.isEmpty { lines = [texts[.noSuites]] }
            if case .measured(let preference) = version.preference {
                let order = texts[preference == .server ? .serverOrder : .clientOrder]
                lines.append(
                    version.orderIncomplete.map {
                        texts.filled(.serverOrderInPart, ["why": words.reason($0)])
                    } ?? order)
            }
            if let differing = version.differing {
                lines.append(
                    differing.concernsVersion
                        ? texts[.notOnAllServers]
                        : texts.filled(.onAllServers, ["names": differing.common.joined(separator: ", ")]))
            }
            if let why = version.incomplete { lines.append(texts.filled(.moreSuites, ["why": words.reason(why)])) }
            return fact(entry.version.rawValue, lines)
        }
        if case .measured(let groups) = endpoint.groups, !groups.isEmpty {
            let untested = endpoint.groupsIncomplete.map { texts.filled(.moreSuites, ["why": words.reason($0.why)]) }
            let names = groups.prefix(Self.listLimit).joined(separator: ", ")
            facts.append(fact(texts[.groups], [names] + [untested].compactMap(\.self)))
        }
        return facts + (endpoint.parameters.map(parameters) ?? [])
    }

    /// What the handshakes showed besides; what is not known or makes no sense here is left out.
    private func parameters(_ parameters: ParameterFindings) -> [EvidenceFact] {
        let features = [
            ("compression", parameters.compression), ("extended master secret", parameters.extendedMasterSecret),
            ("secure renegotiation", parameters.secureRenegotiation), ("encrypt-then-MAC", parameters.encryptThenMAC),
            ("session tickets", parameters.sessionTickets), ("fallback SCSV", parameters.fallbackSignal),
            ("OCSP stapling", parameters.stapledStatus),
            ("signed certificate timestamps", parameters.certificateTimestamps),
        ]
        let groups = (parameters.diffieHellman.value ?? []).map { group in
            texts.filled(.keyBits, ["type": group.name.isEmpty ? "DH" : group.name, "bits": "\(group.bits)"])
        }
        let rows: [(TextKey, [String])] = [
            (.diffieHellman, groups),
            (.featuresPresent, features.filter { $0.1 == .measured(true) }.map { words.detail($0.0) }),
            (.featuresAbsent, features.filter { $0.1 == .measured(false) }.map { words.detail($0.0) }),
        ]
        var facts: [EvidenceFact] = []
        if case .measured(let schemes) = parameters.signatureSchemes, !schemes.isEmpty {
            let more = parameters.signatureSchemesIncomplete.map {
                texts.filled(.moreSuites, ["why": words.reason($0)])
            }
            facts.append(fact(texts[.signatureSchemes], [schemes.joined(separator: ", ")] + [more].compactMap(\.self)))
        }
        facts += rows.filter { !$0.1.isEmpty }.map { fact(texts[$0.0], [$0.1.joined(separator: ", ")]) }
        if !parameters.oddities.isEmpty {
            facts.append(fact(texts[.oddities], parameters.oddities.map(oddity)))
        }
        return facts
    }

    /// In the page's language; as the snapshot has it where there are no words for it.
    private func oddity(_ sentence: String) -> String {
        guard let oddity = ProtocolViolation(sentence: sentence) else { return sentence }
        let words = texts[.oddities, oddity.kind.rawValue, fallback: oddity.kind.pattern]
        return Localization.fill(words, ["name": oddity.name, "other": oddity.other])
    }

    private func startTLS(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        let offer = tell(endpoint.startTLS, absent: .notOffered) { texts[$0 == .required ? .required : .optional] }
        return [fact(texts[.startTLSPart], [offer])] + mechanisms(endpoint)
    }

    func mechanisms(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        [
            fact(texts[.mechanismsBefore], list(endpoint.mechanisms.beforeTLS)),
            fact(texts[.mechanismsAfter], list(endpoint.mechanisms.afterTLS)),
        ]
    }

    func list(_ finding: Finding<[String]>) -> [String] {
        [tell(finding) { $0.isEmpty ? texts[.none] : $0.prefix(Self.listLimit).joined(separator: ", ") }]
    }

    private func certificates(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        var facts = authentication(endpoint.trust, endpoint.identity, endpoint.dane)
        for (number, certificate) in (endpoint.certificates.value ?? []).prefix(20).enumerated() {
            facts.append(
                fact(texts.filled(.chainPosition, ["number": "\(number + 1)"]), describe(certificate)))
        }
        for chain in endpoint.parameters?.otherChains.value ?? [] {
            for (number, certificate) in chain.certificates.prefix(20).enumerated() {
                facts.append(
                    fact(texts.filled(.otherCertificate, ["number": "\(number + 1)"]), describe(certificate)))
            }
            facts += authentication(.measured(chain.trust), .measured(chain.identity), chain.dane ?? .notAsked)
        }
        if endpoint.certificates.value == nil {
            facts.append(
                fact(texts.filled(.chainPosition, ["number": "1"]), [tell(endpoint.certificates) { _ in "" }]))
        }
        return facts
    }

    /// Whether a chain authenticates the server: by its name, by a trusted authority, by DANE; and how it was sent.
    private func authentication(
        _ trust: Finding<TrustFacts>, _ identity: Finding<IdentityFacts>, _ dane: Finding<DANEFacts>
    ) -> [EvidenceFact] {
        let name = tell(identity) {
            texts.filled(
                $0.valid ? .identityMatched : .identityFailed,
                ["expected": DomainName.displayed($0.expected), "matched": $0.matched])
        }
        func told(_ problems: [TrustFacts.Problem]) -> [String] {
            problems.map { problem in
                texts.filled(
                    .problemAt,
                    [
                        "problem": texts[.problems, problem.name, fallback: problem.name],
                        "number": "\(problem.depth + 1)",
                    ])
            }
        }
        var facts = [fact(texts[.identity], [name])]
        switch trust {
        case .measured(let trust):
            facts.append(fact(texts[.trust], trust.valid ? [texts[.trusted]] : told(trust.problems)))
            if let sent = trust.sent, !sent.isEmpty { facts.append(fact(texts[.chainAsSent], told(sent))) }
        case let other: facts.append(fact(texts[.trust], [tell(other) { _ in "" }]))
        }
        return facts + [fact(texts[.danePart], [self.dane(dane)])]
    }

    private func describe(_ certificate: CertificateFacts) -> [String] {
        func line(_ word: TextKey, _ text: String) -> String? {
            text.isEmpty ? nil : texts.filled(.labelled, ["label": texts[word], "value": text])
        }
        func day(_ instant: Instant?) -> String { instant?.day.map(texts.longDate) ?? texts[.unknown] }
        let more = certificate.nameCount - certificate.names.count
        let names =
            certificate.names.joined(separator: ", ")
            + (more > 0 ? " " + texts.filled(.moreNames, ["count": "\(more)"]) : "")
        return [
            line(.subject, certificate.subject.isEmpty ? texts[.emptyName] : certificate.subject),
            line(.issuer, certificate.issuer.isEmpty ? texts[.emptyName] : certificate.issuer),
            line(
                .validity,
                texts.filled(
                    .validityFromTo, ["from": day(certificate.notBefore), "to": day(certificate.notAfter)])),
            line(
                .key,
                certificate.keyType.isEmpty
                    ? texts[.unknown]
                    : texts.filled(
                        certificate.keyBits > 0 ? .keyBits : .keyOfUnknownSize,
                        ["type": certificate.keyType, "bits": "\(certificate.keyBits)"])),
            line(.signature, certificate.signatureAlgorithm ?? certificate.signatureHash), line(.names, names),
            "SHA-256: \(certificate.sha256)",
        ].compactMap { $0 }
    }

    private func dane(_ finding: Finding<DANEFacts>) -> String {
        tell(finding, absent: .daneNone) { facts in
            texts.filled(
                facts.verified ? .daneVerified : .daneFailed,
                [
                    "name": facts.name,
                    "problem": texts[.problems, facts.problem, fallback: facts.problem],
                ])
        }
    }

    private func tlsa(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        var facts = [fact(texts[.danePart], [dane(endpoint.dane)])]
        if case .measured(let dane) = endpoint.dane, !dane.records.isEmpty {
            facts.append(
                fact(
                    texts.filled(.tlsaRecords, ["name": dane.name]),
                    dane.records.enumerated().map { index, record in
                        let matches: TextKey =
                            switch endpoint.matchesAnyChain(record: index) ? true : record.matches {
                            case true: .tlsaMatches
                            case false: .tlsaDiffers
                            default: .tlsaUnchecked
                            }
                        return
                            "\(record.usage) \(record.selector) \(record.matching) \(record.data) – \(texts[matches])"
                    }))
        }
        return facts
    }
}

extension CellLine {
    /// The words with the reason.
    var whole: String { whyInFull.isEmpty ? text : "\(text) (\(whyInFull))" }
}
