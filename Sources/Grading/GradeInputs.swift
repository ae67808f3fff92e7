import Findings

/// What the rules look at, picked out of an endpoint's findings once.
struct GradeInputs {
    /// Versions offered, oldest first.
    let versions: [ProtocolVersion]
    /// Suites of all versions together.
    let suites: [SuiteFacts]
    let leaf: CertificateFacts?
    /// Certificates whose signature matters: all but a self-signed root.
    let signed: [CertificateFacts]
    let trusted: Bool?
    /// The first thing that is not known and that the grade depends on.
    let unknown: Reason?

    init(_ endpoint: EndpointFindings) {
        versions = endpoint.versions.filter { $0.finding.value != nil }.map(\.version).sorted()
        suites = endpoint.versions.compactMap(\.finding.value).flatMap(\.suites)
        let chain = endpoint.certificates.value ?? []
        leaf = chain.first
        signed = chain.enumerated().filter { $0.offset == 0 || !$0.element.selfSigned }.map(\.element)
        if let trust = endpoint.trust.value, let identity = endpoint.identity.value {
            trusted = trust.valid && identity.valid
        } else {
            trusted = nil
        }
        unknown =
            endpoint.versions.lazy.compactMap { version in
                switch version.finding {
                case .unmeasured(let why), .refused(_, let why):
                    Reason(.dependsOnUnknown, "\(version.version.rawValue): \(why.code.rawValue)")
                case .measured(let facts):
                    facts.incomplete.map {
                        Reason(.dependsOnUnknown, "\(version.version.rawValue), suites: \($0.code.rawValue)")
                    }
                case .notOffered, .notApplicable: nil
                }
            }.first ?? Self.unknown(endpoint.certificates, "certificate") ?? Self.unknown(endpoint.trust, "chain")
            ?? Self.unknown(endpoint.identity, "name")
    }

    /// RSA and DSA keys by their bits; `nil` for curves.
    var keyBits: Int? {
        guard let leaf, leaf.keyType == "RSA" || leaf.keyType == "DSA" else { return nil }
        return leaf.keyBits
    }

    var keyDetail: String { leaf.map { "\($0.keyType) \($0.keyBits) bit" } ?? "" }

    /// What it was seen in, where the condition is met; `nil` where not, or where that is not known.
    func meets(_ condition: Profile.Condition) -> String? {
        switch condition {
        case .offers(let version): return versions.contains(version) ? version.rawValue : nil
        case .lacks(let version): return !versions.isEmpty && !versions.contains(version) ? version.rawValue : nil
        case .keyBelow(let limit): return keyBits.flatMap { $0 < limit ? keyDetail : nil }
        case .signatureHash(let hash): return signed.first { $0.signatureHash == hash }?.subject
        case .untrusted: return trusted == false ? leaf?.subject ?? "" : nil
        case .rc4WithModernTLS:
            guard let highest = versions.last, highest >= .tls11 else { return nil }
            return suites.first { $0.cipher.hasPrefix("RC4") }?.name
        case .noForwardSecrecy: return !suites.isEmpty && !suites.contains(where: \.forwardSecrecy) ? "" : nil
        }
    }

    private static func unknown<Value>(_ finding: Finding<Value>, _ what: String) -> Reason? {
        switch finding {
        case .unmeasured(let why), .refused(_, let why): Reason(.dependsOnUnknown, "\(what): \(why.code.rawValue)")
        case .measured, .notOffered, .notApplicable: nil
        }
    }
}
