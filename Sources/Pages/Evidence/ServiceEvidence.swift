import Comparison
import Content
import Grading
import Model

/// What the columns beside those of 2014 rest on.
extension EvidenceFacts {
    /// The life and purpose of each leaf that the server has.
    func lifetime(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        let others = (endpoint.parameters?.otherChains.value ?? []).compactMap(\.certificates.first)
        // Why there is none is said of the certificates.
        guard let leaf = endpoint.certificates.value?.first else { return [] }
        return [fact(texts.filled(.chainPosition, ["number": "1"]), lifetimeAndPurpose(leaf))]
            + others.map { fact(texts.filled(.otherCertificate, ["number": "1"]), lifetimeAndPurpose($0)) }
    }

    func lifetimeAndPurpose(_ certificate: CertificateFacts) -> [String] {
        var lines: [String] = []
        if let hours = certificate.lifetimeHours {
            let lived = words.lifetime(hours: hours)
            lines.append(
                certificate.lifetimeLimitDays.map {
                    texts.filled(.lifetimeAndLimit, ["lifetime": lived, "limit": words.lifetime(hours: $0 * 24)])
                } ?? texts.filled(.lifetime, ["lifetime": lived]))
        }
        if let purposes = certificate.extendedKeyUsage {
            lines.append(
                texts.filled(
                    .purposes, ["names": purposes.isEmpty ? texts[.unrestricted] : purposes.joined(separator: ", ")]))
        }
        if certificate.mustStaple == true {
            lines.append(texts[certificate.wantsImpossibleStaple ? .stapleImpossible : .stapleRequired])
        }
        return lines
    }

    func federation(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        let leaf = endpoint.certificates.value?.first
        let purposes = (leaf?.extendedKeyUsage).map { $0.isEmpty ? texts[.unrestricted] : $0.joined(separator: ", ") }
        let inside = endpoint.xmpp?.insideTLS ?? .notAsked
        return [
            fact(texts[.purposeOfKey], [purposes ?? texts[.unknown]]),
            fact(
                texts[.certificateRequest],
                [tell(endpoint.parameters?.certificateRequest ?? .notAsked) { texts[$0 ? .yes : .no] }]),
            fact(texts[.dialback], [tell(inside) { texts[$0.dialback || $0.dialbackNamespace ? .yes : .no] }]),
        ]
    }

    func strictTransport(_ endpoint: EndpointFindings) -> [EvidenceFact] {
        guard let web = endpoint.web else { return [] }
        let field = tell(web.hsts) { facts in
            (["max-age=\(facts.maxAge)"] + (facts.includesSubdomains ? ["includeSubDomains"] : [])
                + (facts.preload ? ["preload"] : [])).joined(separator: "; ")
        }
        return [fact("HTTP", [tell(web.status) { "\($0)" }]), fact("Strict-Transport-Security", [field])]
    }

    /// Each key with the services that have it.
    func keys(_ findings: ProviderFindings) -> [EvidenceFact] {
        var order: [String] = []
        var users: [String: [String]] = [:]
        for (service, certificates) in findings.leaves {
            for digest in certificates.compactMap(\.keyDigest).unique {
                if users[digest] == nil { order.append(digest) }
                users[digest, default: []].append(
                    texts[.services, service.rawValue, fallback: service.rawValue])
            }
        }
        return order.prefix(Self.listLimit).map { digest in
            fact(texts.filled(.keyDigest, ["digest": digest]), users[digest] ?? [])
        }
    }

    /// The criteria of the BSI, and which of them are met.
    func criteria(_ findings: ProviderFindings) -> [EvidenceFact] {
        HallOfFame(findings).criteria.map { criterion in
            let columns: [String: TableDefinition.Column] = [
                "spf": .spf, "dkim": .dkim, "dmarc": .dmarc, "dnssec": .dnssec, "dane": .dane, "mta-sts": .mtaSTS,
            ]
            let told = tell(criterion.isMet, absent: .criterionMissed) {
                texts[$0 ? .criterionMet : .criterionMissed]
            }
            return fact(columns[criterion.name].map { texts.header($0) } ?? "TLS", [told])
        }
    }

    /// The key behind each selector that the provider's file names.
    func dkim(_ keys: [DKIMFinding]) -> [EvidenceFact] {
        if keys.isEmpty { return [fact("DKIM", [texts[.noSelectors]])] }
        return keys.map { entry in
            let said = tell(entry.key) { key in
                if key.isRevoked { return texts[.revoked] }
                let size = texts.filled(.keyBits, ["type": key.type, "bits": "\(key.bits)"])
                return key.isTesting ? "\(size), t=y" : size
            }
            return fact("\(entry.selector)._domainkey", [said])
        }
    }

    func httpsRecords(_ records: [HTTPSRecordFacts]) -> [EvidenceFact] {
        records.map { record in
            let parts =
                ["\(record.priority) \(record.target)"]
                + (record.alpn.isEmpty ? [] : ["alpn=\(record.alpn.joined(separator: ","))"])
                + (record.port.map { ["port=\($0)"] } ?? []) + (record.hasECH ? ["ech"] : [])
            return fact("HTTPS", [parts.joined(separator: " ")])
        }
    }
}
