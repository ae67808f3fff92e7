import Model

/// One of the chains that a client of an endpoint can get, and what is to be said of it.
struct EndpointChain {
    let leaf: CertificateFacts?
    /// But for a self-signed root: certificates whose signature matters.
    let signed: [CertificateFacts]
    let trust: Finding<TrustFacts>
    let identity: Finding<IdentityFacts>
    /// `nil` in snapshots from before this was looked at for more than the first chain.
    let dane: Finding<DANEFacts>?
    /// Which of several certificates it is about (`RSA 2048 bit`); empty where there is but one.
    let label: String

    init(
        _ certificates: [CertificateFacts], trust: Finding<TrustFacts>, identity: Finding<IdentityFacts>,
        dane: Finding<DANEFacts>?, isOneOfSeveral: Bool
    ) {
        leaf = certificates.first
        signed = certificates.enumerated().filter { $0.offset == 0 || !$0.element.selfSigned }.map(\.element)
        self.trust = trust
        self.identity = identity
        self.dane = dane
        label = isOneOfSeveral ? leaf?.keyDetail ?? "" : ""
    }

    /// Whether the certificate is to be believed, by PKIX or else by DANE.
    var validity: Finding<CertificateValidity> {
        if let trust = trust.value, let identity = identity.value, trust.valid, identity.valid {
            return .measured(.valid)
        }
        if dane?.value?.verified == true { return .measured(.validByDANE) }
        switch (trust, identity) {
        // What the authorities do not vouch for DANE might: where nobody knows, it is not invalid.
        case (.measured, .measured):
            guard let dane, !dane.isUnknown else {
                return dane.map { $0.map { _ in .invalid } } ?? .notAsked
            }
            return .measured(.invalid)
        case (.measured(let facts), let other):
            return facts.valid ? other.map { _ in .invalid } : .measured(.invalid)
        case (let other, .measured(let facts)):
            return facts.valid ? other.map { _ in .invalid } : .measured(.invalid)
        case (let other, _): return other.map { _ in .invalid }
        }
    }
}

extension EndpointFindings {
    /// Every chain that a client can get, as far as they are known: which one it gets depends on the kinds of key that
    /// it can verify, so each of them counts. The first is the one that clients of today get.
    var chains: [EndpointChain] {
        let others = parameters?.otherChains.value ?? []
        let main = EndpointChain(
            certificates.value ?? [], trust: trust, identity: identity, dane: dane, isOneOfSeveral: !others.isEmpty)
        return [main]
            + others.map { chain in
                let trust: Finding<TrustFacts> =
                    chain.trust.isBeyondVerification
                    ? .unmeasured(Reason(.unsupportedAlgorithm, chain.unsupportedAlgorithm))
                    : .measured(chain.trust)
                return EndpointChain(
                    chain.certificates, trust: trust, identity: .measured(chain.identity),
                    dane: chain.dane ?? (dane == .notOffered ? .notOffered : nil), isOneOfSeveral: true)
            }
    }
}
