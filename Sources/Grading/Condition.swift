import Model

/// Whether a rule's condition is met. What is unknown is neither a yes nor a no.
enum ConditionResult: Equatable {
    /// In what it was seen.
    case yes(String)
    case no
    /// Why it is not known.
    case unknown(String)
}

extension GradeInputs {
    func meets(_ condition: Profile.Condition) -> ConditionResult {
        switch condition {
        case .offers(let version):
            return versions.contains(version)
                ? .yes(version.rawValue) : self.unknown(version).map { .unknown($0) } ?? .no
        case .lacks(let version):
            // The worst server behind the address counts.
            if differing.contains(version) { return .yes(version.rawValue) }
            if versions.contains(version) { return .no }
            if let why = self.unknown(version) { return .unknown(why) }
            return versions.isEmpty ? .no : .yes(version.rawValue)
        case .bestIs(let best): return bestIs(best)
        case .keyBelow, .onlyRSABelow, .keyTypeOutside, .signatureHash, .lifetimeAbove: return certificate(condition)
        case .untrusted, .unauthenticated, .nameMismatch, .breaksDANE, .withoutDANE: return identity(condition)
        case .lacksDANE(let services):
            return services.contains(endpoint.endpoint.service) ? identity(.withoutDANE) : .no
        case .rc4WithModernTLS: return rc4WithModernTLS()
        case .noForwardSecrecy:
            if suites.contains(where: { $0.forwardSecrecy && common.contains($0.name) }) { return .no }
            if suites.contains(where: \.forwardSecrecy) {
                // Some server behind the address may have none of them, unless there are no others.
                return suites.allSatisfy(\.forwardSecrecy) ? .no : .unknown("suites: answers-differ")
            }
            return unknownSuites.map { .unknown($0) } ?? (suites.isEmpty ? .no : .yes(""))
        case .offersSuite(let patterns): return offersSuite { patterns.matches($0) }
        case .offersSuiteOutside(let patterns): return offersSuite { !patterns.matches($0) }
        case .offersSuiteSince(let oldest, let patterns): return offersSuite(since: oldest) { patterns.matches($0) }
        case .lacksSuite(let patterns):
            if suites.contains(where: { patterns.matches($0) && common.contains($0.name) }) { return .no }
            if suites.contains(where: patterns.matches) { return .unknown("suites: answers-differ") }
            return unknownSuites.map { .unknown($0) } ?? (suites.isEmpty ? .no : .yes(""))
        case .signsWith(let beginning):
            let seen = met(parameters.signatureSchemes, "signature schemes") { schemes in
                schemes.first { $0.hasPrefix(beginning) }
            }
            guard seen == .no, let why = parameters.signatureSchemesIncomplete else { return seen }
            return .unknown("signature schemes: \(why.code.rawValue)")
        case .offersGroup(let names): return group(names.contains)
        case .offersGroupOutside(let names): return group { !names.contains($0) }
        case .lacksGroup(let names): return lacksGroup(names)
        case .diffieHellmanBelow(let bits): return diffieHellman { $0.bits < bits }
        case .diffieHellmanOutside(let names): return diffieHellman { !names.contains($0.name) }
        case .compression: return met(parameters.compression, "compression") { $0 ? "DEFLATE" : nil }
        case .lacksExtendedMasterSecret:
            return met(parameters.extendedMasterSecret, "extended master secret") { $0 ? nil : "" }
        case .startTLSOptional(let services):
            guard services.contains(endpoint.endpoint.service) else { return .no }
            return met(endpoint.startTLS, "STARTTLS") { $0 == .optional ? "" : nil }
        case .withoutEncryption(let except):
            guard !except.contains(endpoint.endpoint.service) else { return .no }
            if endpoint.startTLS == .notOffered { return .yes("") }
            return Self.unknown(endpoint.startTLS).map { .unknown("STARTTLS: \($0)") } ?? .no
        }
    }

    /// A finding as an answer: `seen` says in what a value meets the condition, `nil` where it does not.
    private func met<Value>(_ finding: Finding<Value>, _ what: String, _ seen: (Value) -> String?) -> ConditionResult {
        if let value = finding.value { return seen(value).map { .yes($0) } ?? .no }
        return Self.unknown(finding).map { .unknown("\(what): \($0)") } ?? .no
    }

    private func bestIs(_ best: ProtocolVersion) -> ConditionResult {
        guard let highest = versions.last, highest <= best else {
            let isShared = versions.contains { $0 > best && !differing.contains($0) }
            if !isShared, let low = versions.last(where: { $0 <= best }) {
                return .unknown("\(low.rawValue): answers-differ")
            }
            return versions.isEmpty ? unknownSuites.map { .unknown($0) } ?? .no : .no
        }
        for version in ProtocolVersion.allCases where version > best {
            if let why = self.unknown(version) { return .unknown(why) }
        }
        return .yes(highest.rawValue)
    }

    private func rc4WithModernTLS() -> ConditionResult {
        let rc4 = suites.first { $0.cipher.hasPrefix("RC4") }
        let isModern = versions.last.map { $0 >= .tls11 } ?? false
        if let rc4, isModern { return .yes(rc4.name) }
        return unknownSuites.map { .unknown($0) } ?? .no
    }

    private func offersSuite(_ isMeant: (SuiteFacts) -> Bool) -> ConditionResult {
        if let suite = suites.first(where: isMeant) { return .yes(suite.name) }
        return unknownSuites.map { .unknown($0) } ?? .no
    }

    private func offersSuite(since oldest: ProtocolVersion, _ isMeant: (SuiteFacts) -> Bool) -> ConditionResult {
        var unknown: String?
        for entry in endpoint.versions where entry.version >= oldest {
            if let suite = entry.finding.value?.suites.first(where: isMeant) { return .yes(suite.name) }
            let why = Self.unknown(entry.finding) ?? entry.finding.value?.incomplete?.code.rawValue
            if unknown == nil { unknown = why.map { "\(entry.version.rawValue), suites: \($0)" } }
        }
        return unknown.map { .unknown($0) } ?? .no
    }

    private func group(_ isMeant: (String) -> Bool) -> ConditionResult {
        let seen = met(endpoint.groups, "groups") { $0.first(where: isMeant) }
        guard seen == .no, let why = endpoint.untestedGroups(isMeant) else { return seen }
        return .unknown("groups: \(why.code.rawValue)")
    }

    private func lacksGroup(_ names: [String]) -> ConditionResult {
        switch endpoint.groups {
        case .measured(let groups):
            if groups.contains(where: names.contains) {
                .no
            } else if let why = endpoint.untestedGroups(names.contains) {
                .unknown("groups: \(why.code.rawValue)")
            } else {
                .yes("")
            }
        case .notOffered: .yes("")
        case .notApplicable: .no
        case .unmeasured(let why), .refused(_, let why): .unknown("groups: \(why.code.rawValue)")
        }
    }

    private func diffieHellman(_ isMeant: (DiffieHellmanGroup) -> Bool) -> ConditionResult {
        met(parameters.diffieHellman, "Diffie-Hellman") { groups in
            groups.first(where: isMeant).map { "\($0.bits) bit\($0.name.isEmpty ? "" : " (\($0.name))")" }
        }
    }

    private func certificate(_ condition: Profile.Condition) -> ConditionResult {
        guard let leaf else { return unknownLeaf.map { .unknown($0) } ?? .no }
        let isUnreadable = leaf.keyBits == 0 && ["", "RSA", "RSA-PSS", "DSA"].contains(leaf.keyType)
        switch condition {
        case .keyBelow where isUnreadable, .onlyRSABelow where isUnreadable: return .unknown("key: malformed")
        case .keyBelow(let limit): return keyBelow(limit, leaf)
        case .onlyRSABelow(let limit):
            guard leaf.keyType.hasPrefix("RSA"), leaf.keyBits < limit else { return .no }
            if suites.contains(where: { $0.authentication == .ecdsa }) { return .no }
            if (parameters.otherChains.value ?? []).contains(where: \.isForBetterKey) { return .no }
            if let unknownSuites { return .unknown(unknownSuites) }
            // The suites of TLS 1.3 name no kind of key; up to TLS 1.2 they have told all there is.
            if versions == [.tls13], let why = Self.unknown(parameters.otherChains) {
                return .unknown("other certificates: \(why)")
            }
            return .yes(keyDetail)
        case .keyTypeOutside(let types):
            return ofAnyChain { chain in
                guard let leaf = chain.leaf else { return .no }
                if leaf.keyType.isEmpty { return .unknown("key: malformed") }
                if leaf.keyBits == 0 { return .unknown("key: unsupported-algorithm") }
                return leaf.factoredBits == nil && !types.contains(leaf.keyType) ? .yes(leaf.keyDetail) : .no
            }
        case .signatureHash(let hashes):
            return ofAnyChain { chain in
                chain.signed.first { hashes.contains($0.signatureHash) }.map { .yes($0.subject) } ?? .no
            }
        case .lifetimeAbove(let days):
            return ofAnyChain { chain in
                guard let hours = chain.leaf?.lifetimeHours else { return .unknown("lifetime: malformed") }
                return hours > days * 24 ? .yes("\(hours / 24) d") : .no
            }
        default: return .no
        }
    }

    /// Of all certificates that the server has: a client that can do no better is given the weakest.
    private func keyBelow(_ limit: Int, _ leaf: CertificateFacts) -> ConditionResult {
        let others = (parameters.otherChains.value ?? []).compactMap(\.certificates.first)
        if let weak = ([leaf] + others).first(where: { ($0.factoredBits ?? limit) < limit }) {
            return .yes(weak.keyDetail)
        }
        // The suites up to TLS 1.2 name the kind of key that they want; those of TLS 1.3 do not.
        let hasAnother =
            leaf.factoredBits == nil
            && (versions == [.tls13] || suites.contains { [.rsa, .dss].contains($0.authentication) })
        guard hasAnother, let why = Self.unknown(parameters.otherChains) else { return .no }
        return .unknown("other certificates: \(why)")
    }

    private func identity(_ condition: Profile.Condition) -> ConditionResult {
        ofAnyChain { identity(condition, of: $0) }
    }

    /// A condition that one of the chains meets is met; which one is said where there are several.
    private func ofAnyChain(_ meets: (EndpointChain) -> ConditionResult) -> ConditionResult {
        var unknown: ConditionResult?
        for chain in chains {
            let result = meets(chain)
            switch result {
            case .yes(let detail):
                if chain.label.isEmpty || chain.label == detail { return result }
                return .yes(detail.isEmpty ? chain.label : "\(chain.label): \(detail)")
            case .unknown: if unknown == nil { unknown = result }
            case .no: continue
            }
        }
        return unknown ?? .no
    }

    private func identity(_ condition: Profile.Condition, of chain: EndpointChain) -> ConditionResult {
        let service = endpoint.endpoint.service
        switch condition {
        case .untrusted: return untrusted(chain, byChain: true, byName: true)
        case .unauthenticated(let daneAlone):
            if daneAlone.contains(service) { return breaksDANE(chain) }
            return both(untrusted(chain, byChain: true, byName: false), withoutDANE(chain))
        case .nameMismatch(let except):
            if except.contains(service) { return .no }
            return both(untrusted(chain, byChain: false, byName: true), withoutDANE(chain))
        case .breaksDANE: return breaksDANE(chain)
        case .withoutDANE: return withoutDANE(chain)
        default: return .no
        }
    }

    /// A proven fault in either counts, whatever is not known of the other.
    private func untrusted(_ chain: EndpointChain, byChain: Bool, byName: Bool) -> ConditionResult {
        let subject = chain.leaf?.subject ?? ""
        if byChain, chain.trust.value?.valid == false { return .yes(subject) }
        if byName, chain.identity.value?.valid == false { return .yes(subject) }
        if chain.leaf == nil, let why = unknownLeaf { return .unknown(why) }
        if byChain, let why = Self.unknown(chain.trust) { return .unknown("chain: \(why)") }
        if byName, let why = Self.unknown(chain.identity) { return .unknown("name: \(why)") }
        return .no
    }

    private func breaksDANE(_ chain: EndpointChain) -> ConditionResult {
        guard let dane = chain.dane else { return .no }
        return met(dane, "DANE") { $0.usable > 0 && !$0.verified ? $0.problem : nil }
    }

    private func withoutDANE(_ chain: EndpointChain) -> ConditionResult {
        switch chain.dane {
        case .measured(let facts)?: facts.verified ? .no : .yes(facts.problem)
        case .notOffered?, .notApplicable?: .yes("")
        case .unmeasured(let why)?, .refused(_, let why)?: .unknown("DANE: \(why.code.rawValue)")
        // Of one chain more than the first this was not looked at once; the first speaks for it.
        case nil: .no
        }
    }

    private func both(_ one: ConditionResult, _ other: ConditionResult) -> ConditionResult {
        switch (one, other) {
        case (.no, _), (_, .no): .no
        case (.yes, .yes): one
        case (.unknown, _): one
        default: other
        }
    }
}

extension ChainFacts {
    /// Its leaf has a key on a curve: what every client of today prefers to RSA.
    fileprivate var isForBetterKey: Bool {
        guard let type = certificates.first?.keyType else { return false }
        return type.hasPrefix("EC ") || type == "Ed25519" || type == "Ed448"
    }
}
