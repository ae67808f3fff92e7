import Model

extension ServiceSummary {
    /// Sums a measured service up in the words of the tables: of every fact the worst that any endpoint shows. An
    /// endpoint that could not be measured says nothing; only where none could, the summary is unknown itself.
    package init(of service: ServiceFindings) {
        let endpoints = service.endpoints
        func worst<Value>(
            _ each: (EndpointFindings) -> Finding<Value>, _ combine: ([Value]) -> Value
        ) -> Finding<Value> {
            service.discovery.flatMap { _ in Finding.summed(endpoints.map(each), combine) }
        }
        self.init(
            service: service.service,
            certificate: worst({ $0.certificateValidity }) { values in
                values.contains(.invalid) ? .invalid : values.contains(.validByDANE) ? .validByDANE : .valid
            },
            protocols: worst({ $0.offeredVersions }) { Set($0.joined()).sorted() },
            suites: worst({ $0.suiteQuality }) { values in
                SuiteQuality(
                    strength: values.contains { $0.strength == .weak } ? .weak : .modern,
                    forwardSecrecy: values.allSatisfy(\.forwardSecrecy))
            },
            startTLS: worst({ $0.startTLS }) { $0.contains(.optional) ? .optional : .required },
            tlsa: Self.tlsa(of: service),
            grade: .notApplicable, differing: Self.differing(endpoints))
    }

    /// Whether TLSA records count for all endpoints of a service.
    static func tlsa(of service: ServiceFindings) -> Finding<Bool> {
        service.discovery.flatMap { _ in Finding.summed(service.endpoints.map(\.tlsaCounts)) { $0.allSatisfy { $0 } } }
    }

    private static func differing(_ endpoints: [EndpointFindings]) -> Reason? {
        let versions = endpoints.flatMap(\.versions).filter { $0.finding.value?.differing != nil }.map(\.version)
        guard !versions.isEmpty else { return nil }
        return Reason(.answersDiffer, Set(versions).sorted().map(\.rawValue).joined(separator: ", "))
    }
}

extension Finding {
    /// One finding out of several: a proven absence anywhere outweighs values (it is the worst there is), values
    /// outweigh what is unknown, and only where there is neither the first unknown stands.
    package static func summed(_ findings: [Finding], _ combine: ([Value]) -> Value) -> Finding {
        if findings.contains(.notOffered) { return .notOffered }
        let values = findings.compactMap(\.value)
        if !values.isEmpty { return .measured(combine(values)) }
        return findings.first(where: \.isUnknown) ?? findings.first
            ?? .unmeasured(Reason(.dependsOnUnknown, "no endpoint"))
    }
}

extension EndpointFindings {
    /// Whether the certificate is to be believed, by PKIX or else by DANE; of several the worst counts.
    var certificateValidity: Finding<CertificateValidity> {
        if startTLS == .notOffered { return .notOffered }
        // The server never showed that it has the key.
        if let handshake, case .refused(let by, let why) = handshake { return .refused(by: by, why: why) }
        let each = chains.map(\.validity)
        if each.contains(.measured(.invalid)) { return .measured(.invalid) }
        if let unknown = each.first(where: { $0.value == nil }) { return unknown }
        return each.contains(.measured(.validByDANE)) ? .measured(.validByDANE) : .measured(.valid)
    }

    /// Oldest first. Unknown where any version is and none was seen.
    var offeredVersions: Finding<[ProtocolVersion]> {
        if startTLS == .notOffered { return .notOffered }
        let offered = versions.filter { $0.finding.value != nil }.map(\.version).sorted()
        if !offered.isEmpty { return .measured(offered) }
        if let unknown = versions.first(where: { $0.finding.isUnknown }) { return unknown.finding.map { _ in [] } }
        return .notOffered
    }

    /// Weak: below 128 bits, RC4, or a suite that anybody on the way can break (NULL, anonymous, EXPORT, MD5). Unknown
    /// where none of the suites seen has forward secrecy and others may: that there is none would be a guess.
    var suiteQuality: Finding<SuiteQuality> {
        let quality = offeredVersions.map { _ in
            let suites = versions.compactMap(\.finding.value).flatMap(\.suites)
            let weak = suites.contains {
                $0.bits < 128 || $0.cipher.hasPrefix("RC4") || $0.export || $0.authentication == .anonymous
                    || $0.mac == "MD5"
            }
            return SuiteQuality(
                strength: weak ? .weak : .modern, forwardSecrecy: suites.contains(where: \.forwardSecrecy))
        }
        guard quality.value?.forwardSecrecy == false, let why = unseenForwardSecrecy else { return quality }
        return .unmeasured(why)
    }

    /// Why there may be suites with forward secrecy that nobody saw; SSL 2.0 has none to see.
    private var unseenForwardSecrecy: Reason? {
        versions.lazy.filter { $0.version > .ssl2 }.compactMap { version -> Reason? in
            switch version.finding {
            case .measured(let facts): facts.incomplete
            case .unmeasured(let why), .refused(_, let why): why
            case .notOffered, .notApplicable: nil
            }
        }.first
    }

    /// There are usable TLSA records, and they match none, or not all, of the certificates: clients that follow RFC 7672
    /// §2.2 do not connect, which is worse than no records.
    package var hasUnmatchedTLSA: Bool {
        chains.contains { chain in chain.dane?.value.map { $0.usable > 0 && !$0.verified } ?? false }
    }

    /// The column of 2014 knows yes and no; a proven absence is a no here, and so is one of several certificates that
    /// no record matches.
    var tlsaCounts: Finding<Bool> {
        if dane == .notOffered { return .measured(false) }
        let each = chains.compactMap(\.dane)
        if each.contains(where: { $0.value?.verified == false }) { return .measured(false) }
        return each.first(where: \.isUnknown).map { $0.map { _ in false } } ?? dane.map(\.verified)
    }
}

extension ProviderFindings {
    /// Whether the main domain is signed.
    package var dnssecSummary: Finding<Bool> {
        if let transcription { return transcription.dnssec }
        guard let main = domains.first else { return .notAsked }
        return main.dnssec.map { $0 == .secure }
    }

    /// The order of the protocols in the table of 2014.
    private static let order: [Service] = [
        .mx, .https, .submission, .imap, .pop3, .sieve, .caldav, .carddav, .webdav, .xmppClient, .xmppServer,
    ]

    /// The services that a TLSA set which counts covers, in the order of 2014; `notOffered` where there are none. Of
    /// several domains of a service the first one speaks for the provider. Mail exchangers that are only safe
    /// themselves, with an unsigned way to them, do not count (RFC 7672 §2.2.1).
    package var daneServices: Finding<[String]> {
        if let transcription { return transcription.daneServices }
        let summaries = Self.order.compactMap { service in
            services.first { $0.service == service }.map { (service: service, tlsa: ServiceSummary.tlsa(of: $0)) }
        }
        let covered = summaries.filter { summary in
            summary.tlsa.value == true && (summary.service != .mx || mailReach != .measured(.hostsOnly))
        }.map(\.service.rawValue)
        if !covered.isEmpty { return .measured(covered) }
        // A service of which nobody says where it is may not exist: it leaves nothing open about the others.
        let named = summaries.filter { summary in
            if case .unmeasured(let why) = summary.tlsa { why.code != .noRecord } else { true }
        }
        if let unknown = named.first(where: { $0.tlsa.isUnknown }) { return unknown.tlsa.map { _ in [] } }
        return named.isEmpty ? .unmeasured(Reason(summaries.isEmpty ? .notAsked : .noRecord)) : .notOffered
    }

    /// The services in the words of the tables, measured or transcribed.
    package var summaries: [ServiceSummary] {
        transcription?.services ?? services.map { ServiceSummary(of: $0) }
    }
}
