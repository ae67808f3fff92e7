import Model

/// What the rules look at, picked out of an endpoint's findings once.
struct GradeInputs {
    let endpoint: EndpointFindings
    /// Versions offered, oldest first.
    let versions: [ProtocolVersion]
    /// Suites of all versions together.
    let suites: [SuiteFacts]
    let leaf: CertificateFacts?
    /// Every chain that a client can get.
    let chains: [EndpointChain]
    let parameters: ParameterFindings
    /// Why there may be more suites, or versions, than `suites` and `versions` have.
    let unknownSuites: String?
    /// Versions that not all servers behind the address accept, oldest first.
    let differing: [ProtocolVersion]
    /// Suites that no server behind the address lacks.
    let common: Set<String>

    init(_ endpoint: EndpointFindings) {
        self.endpoint = endpoint
        versions = endpoint.versions.filter { $0.finding.value != nil }.map(\.version).sorted()
        suites = endpoint.versions.compactMap(\.finding.value).flatMap(\.suites)
        differing = endpoint.versions.filter { $0.finding.value?.differing?.concernsVersion == true }.map(\.version)
            .sorted()
        common = Set(
            endpoint.versions.compactMap(\.finding.value).flatMap { facts in
                facts.differing?.common ?? facts.suites.map(\.name)
            })
        let chain = endpoint.certificates.value ?? []
        leaf = chain.first
        chains = endpoint.chains
        parameters = endpoint.parameters ?? .notAsked
        unknownSuites =
            endpoint.versions.lazy.compactMap { version -> String? in
                if let why = Self.unknown(version.finding) { return "\(version.version.rawValue): \(why)" }
                return version.finding.value?.incomplete.map {
                    "\(version.version.rawValue), suites: \($0.code.rawValue)"
                }
            }.first
    }

    var keyDetail: String { leaf?.keyDetail ?? "" }

    /// Why a version's finding is not known; `nil` where it is.
    func unknown(_ version: ProtocolVersion) -> String? {
        guard let finding = endpoint.versions.first(where: { $0.version == version })?.finding else {
            return "\(version.rawValue): not-asked"
        }
        return Self.unknown(finding).map { "\(version.rawValue): \($0)" }
    }

    /// Why the leaf is not known; `nil` where it is, or where it is known that there is none.
    var unknownLeaf: String? { Self.unknown(endpoint.certificates).map { "certificate: \($0)" } }

    /// The code of the reason why a finding is not known.
    static func unknown<Value>(_ finding: Finding<Value>) -> String? {
        switch finding {
        case .unmeasured(let why), .refused(_, let why): why.code.rawValue
        case .measured, .notOffered, .notApplicable: nil
        }
    }
}

extension CertificateFacts {
    /// RSA and DSA keys by their bits; `nil` for curves.
    var factoredBits: Int? { ["RSA", "RSA-PSS", "DSA"].contains(keyType) ? keyBits : nil }

    var keyDetail: String { keyBits > 0 ? "\(keyType) \(keyBits) bit" : keyType }
}
