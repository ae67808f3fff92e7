import Grading
import Model
import Names

/// The human-readable output of `probe`: what one endpoint offers.
struct ProbeText {
    private var lines: [String] = []
    private let now: Instant

    /// - Parameter notProbed: other servers of the same service.
    static func lines(
        for findings: EndpointFindings, _ proofs: EndpointProofs, notProbed: [Endpoint] = [], now: Instant
    ) -> [String] {
        var text = ProbeText(now: now)
        text.describe(findings, proofs)
        for endpoint in notProbed.prefix(20) { text.row("not probed", Terminal.clean(endpoint.description)) }
        if notProbed.count > 20 { text.row("not probed", "\(notProbed.count - 20) more") }
        return text.lines
    }

    private init(now: Instant) { self.now = now }

    private mutating func describe(_ findings: EndpointFindings, _ proofs: EndpointProofs) {
        lines.append(Terminal.coloured(Terminal.clean(findings.endpoint.description), .bold))
        let current = Profile.current
        row(
            "grade",
            word(current.verdict(for: findings).grade) { Terminal.coloured($0, .bold) } + " by \(current.name)")
        let domain = DomainName.displayed(findings.endpoint.domain)
        if domain != findings.endpoint.domain { row("domain", Terminal.clean(domain)) }
        for line in findings.discovered { row("discovered", Terminal.clean(line)) }
        row("connection", word(findings.connection) { _ in proofs.connectMilliseconds.map { "\($0) ms" } ?? "TCP" })
        row("STARTTLS", word(findings.startTLS) { $0.rawValue })
        row("SASL before TLS", word(findings.mechanisms.beforeTLS, list))
        row("SASL after TLS", word(findings.mechanisms.afterTLS, list))
        if let dialogue = findings.dialogue {
            row("greeting", word(dialogue.greeting) { clean($0) })
            if let count = dialogue.bytesBehindGoAhead.value, count > 0 {
                row("injected", Terminal.coloured("\(count) plaintext bytes after the STARTTLS response", .red))
            }
        }
        if let xmpp = findings.xmpp {
            row("channel binding", word(xmpp.insideTLS) { list($0.channelBindings) })
            row("SASL2", word(xmpp.insideTLS) { list($0.sasl2Mechanisms) })
            row("dialback", word(xmpp.insideTLS) { $0.dialback ? "announced" : "not announced" })
            if [xmpp.beforeTLS, xmpp.insideTLS].contains(where: { $0.value?.legacyAuthentication == true }) {
                row("authentication", Terminal.coloured("also the one before SASL (XEP-0078)", .yellow))
            }
        }
        if let web = findings.web {
            row("status", word(web.status) { "\($0)" })
            row(
                "HSTS",
                word(web.hsts) { facts in
                    "\(facts.maxAge / 86_400) days" + (facts.includesSubdomains ? ", includeSubDomains" : "")
                        + (facts.preload ? ", preload" : "")
                })
            if let server = web.serverField { row("server", word(server) { clean($0) }) }
            row("DAV", word(web.davClasses, list))
            row("authentication", word(web.authentication, list))
        }
        if let handshake = findings.handshake, handshake.isUnknown,
            findings.versions.contains(where: {
                $0.finding.value != nil
            })
        {
            row("handshake", word(handshake) { $0.rawValue })
        }
        for version in findings.versions.reversed() {
            row(
                version.version.rawValue,
                word(version.finding) { facts in
                    let order = facts.preference.value.map { ", \($0.rawValue)'s order" } ?? ""
                    let part = facts.orderIncomplete.map { " in part: \($0.code.rawValue)" } ?? ""
                    let gap = facts.incomplete.map { ", incomplete: \($0.code.rawValue)" } ?? ""
                    return "\(facts.suites.count) suites\(order)\(part)\(gap)"
                })
            if let differing = version.finding.value?.differing {
                row(
                    "",
                    Terminal.coloured(
                        "answers differ: " + differing.reason.detail
                            + (differing.concernsVersion ? "" : "; \(differing.common.count) suites on all"), .yellow))
            }
            for suite in version.finding.value?.suites ?? [] { lines.append("    \(describe(suite))") }
        }
        let untested = findings.groupsIncomplete.map { ", incomplete: \($0.why.code.rawValue)" } ?? ""
        row("groups", word(findings.groups) { $0.joined(separator: " ") + untested })
        describe(findings.parameters ?? .notAsked)
        if findings.certificates.value == nil { row("certificate", word(findings.certificates) { _ in "" }) }
        describe(
            findings.certificates.value ?? [], findings.trust, findings.identity, findings.dane, findings, prefix: "")
        for chain in findings.parameters?.otherChains.value ?? [] {
            describe(
                chain.certificates, .measured(chain.trust), .measured(chain.identity), chain.dane ?? .notAsked,
                findings, prefix: "other ")
        }
        for profile in Profile.all {
            let verdict = profile.verdict(for: findings)
            row(
                profile.name,
                word(verdict.grade) { Terminal.coloured($0, .bold) } + (verdict.score.map { " (\($0) points)" } ?? ""))
            for reason in verdict.reasons {
                lines.append(
                    "    \(reason.rule): \(reason.effect)\(reason.detail.isEmpty ? "" : " (\(clean(reason.detail)))")")
            }
        }
        row("connections", "\(proofs.connections)")
    }

    /// The certificates that one kind of client gets, and whether they authenticate the server.
    private mutating func describe(
        _ certificates: [CertificateFacts], _ trust: Finding<TrustFacts>, _ identity: Finding<IdentityFacts>,
        _ dane: Finding<DANEFacts>, _ findings: EndpointFindings, prefix: String
    ) {
        for (depth, certificate) in certificates.enumerated() {
            row(depth == 0 ? "\(prefix)certificate" : "sent \(depth)", describe(certificate))
        }
        for fact in trust.value?.sent ?? [] { row("as sent", "\(fact.name) at \(fact.depth)") }
        row("\(prefix)chain", word(trust, self.trust))
        row(
            "\(prefix)identity",
            word(identity) { facts in
                let expected = clean(DomainName.displayed(facts.expected))
                return facts.valid
                    ? Terminal.coloured("\(clean(facts.matched)) matches \(expected)", .green)
                    : Terminal.coloured(
                        "no name matches \(expected)"
                            + (facts.commonNameOnly == true ? " (the common name does, but is not considered)" : ""),
                        .red)
            })
        row(
            "\(prefix)DANE",
            word(dane) { facts in
                let matching = facts.records.filter { $0.matches == true }.count
                let unused = facts.records.indices.filter { !findings.matchesAnyChain(record: $0) }
                let reserve = unused.filter { facts.records[$0].matches == false }.count
                return facts.verified
                    ? Terminal.coloured("verified: \(matching) of \(facts.records.count) records match", .green)
                        + (reserve > 0 ? ", \(reserve) for other keys (key rollover, or stale)" : "")
                    : Terminal.coloured(facts.problem, .red)
            })
    }

    private func list(_ texts: [String]) -> String {
        texts.isEmpty ? "none" : clean(texts.joined(separator: " "))
    }

    private mutating func describe(_ parameters: ParameterFindings) {
        let untested = parameters.signatureSchemesIncomplete.map { ", incomplete: \($0.code.rawValue)" } ?? ""
        row("signatures", word(parameters.signatureSchemes) { $0.joined(separator: " ") + untested })
        row("ALPN", word(parameters.applicationProtocols) { $0.map(clean).joined(separator: " ") })
        row(
            "Diffie-Hellman",
            word(parameters.diffieHellman) { groups in
                groups.map { group in
                    let text = "\(group.bits) bit" + (group.name.isEmpty ? "" : " (\(group.name))")
                    return group.bits < 2048 ? Terminal.coloured(text, .red) : text
                }.joined(separator: ", ")
            })
        let names = [
            "compression": "compression", "extendedMasterSecret": "extended master secret",
            "secureRenegotiation": "secure renegotiation", "encryptThenMAC": "encrypt-then-MAC",
            "sessionTickets": "session tickets", "fallbackSignal": "fallback SCSV", "stapledStatus": "OCSP staple",
            "certificateTimestamps": "SCTs",
        ]
        func those(_ isListed: (Finding<Bool>) -> Bool) -> String {
            let listed = parameters.features.filter { isListed($0.finding) }.compactMap { names[$0.name] }
            return listed.isEmpty ? "none" : listed.joined(separator: ", ")
        }
        row("supports", those { $0 == .measured(true) })
        row("lacks", those { $0 == .measured(false) || $0 == .notOffered })
        if parameters.features.contains(where: { $0.finding.isUnknown }) { row("unknown", those { $0.isUnknown }) }
        if let request = parameters.certificateRequest {
            row("client certificate", word(request) { $0 ? "requested" : "not requested" })
        }
        for oddity in parameters.oddities { row("violation", Terminal.coloured(clean(oddity), .yellow)) }
    }

    private func trust(_ facts: TrustFacts) -> String {
        facts.valid
            ? Terminal.coloured("trusted", .green)
            : Terminal.coloured(facts.problems.map { "\($0.name) at \($0.depth)" }.joined(separator: ", "), .red)
    }

    private mutating func row(_ name: String, _ value: String) {
        lines.append(name.padding(to: 18) + value)
    }

    private func word<Value>(_ finding: Finding<Value>, _ describe: (Value) -> String) -> String {
        switch finding {
        case .measured(let value): describe(value)
        case .notOffered: "not offered"
        case .notApplicable: "not applicable"
        case .refused(let by, let why):
            Terminal.coloured(
                "refused\(by.isEmpty ? "" : " by \(clean(by))"): \(reason(why))",
                why.code == .noHandshake ? .red : .yellow)
        case .unmeasured(let why): Terminal.coloured("unknown: \(reason(why))", .yellow)
        }
    }

    private func reason(_ why: Reason) -> String {
        why.detail.isEmpty ? why.code.rawValue : "\(why.code.rawValue) (\(clean(why.detail)))"
    }

    private func describe(_ suite: SuiteFacts) -> String {
        let weak = suite.bits < 128 || suite.cipher.hasPrefix("RC4") || suite.authentication == .anonymous
        let name = suite.name.padding(to: 48)
        let bits = "\(suite.bits) bit".padding(to: 9)
        return Terminal.coloured("\(name)\(bits)", weak ? .red : suite.forwardSecrecy ? .green : .yellow)
            + (suite.forwardSecrecy ? "forward secrecy" : "")
    }

    private func describe(_ certificate: CertificateFacts) -> String {
        let subject = certificate.subject.isEmpty ? "(empty)" : clean(certificate.subject)
        let type = certificate.keyType.isEmpty ? "unknown key" : clean(certificate.keyType)
        var parts = [subject, certificate.keyBits > 0 ? "\(type) \(certificate.keyBits) bit" : "\(type), size unknown"]
        if !certificate.signatureHash.isEmpty { parts.append(certificate.signatureHash) }
        if let end = certificate.notAfter {
            let left = end.milliseconds - now.milliseconds
            let days = abs(left) / 86_400_000
            let since = days > 0 ? "expired \(days) days ago" : "expired"
            parts.append(left < 0 ? Terminal.coloured(since, .red) : "\(days) days left")
        }
        if certificate.mustStaple == true {
            parts.append(certificate.hasResponder == false ? "must staple, without OCSP responder" : "must staple")
        }
        if let purposes = certificate.extendedKeyUsage, !purposes.isEmpty { parts.append(list(purposes)) }
        return parts.joined(separator: ", ")
    }

    private func clean(_ text: String) -> String { Terminal.clean(text) }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
