import Findings

extension TLSKnowledge {
    /// Diffie-Hellman groups, compression and extended master secret, out of the handshakes up to TLS 1.2.
    public func parameters(unasked: Reason = Reason(.notAsked)) -> ParameterFindings {
        let classic = ProtocolVersion.allCases.filter { $0 > .ssl2 && $0 < .tls13 }
        let findings = classic.map { finding($0, unasked: unasked) }
        let unknown = findings.first(where: { $0.isUnknown })
        let suites = findings.compactMap(\.value).flatMap(\.suites)
        return ParameterFindings(
            diffieHellman: diffieHellman(suites, unknown: unknown, unasked: unasked),
            compression: seen(features.compression, in: suites, unknown: unknown),
            extendedMasterSecret: seen(
                features.extensions.contains(ExtensionType.extendedMasterSecret), in: suites, unknown: unknown))
    }

    private func diffieHellman(
        _ suites: [SuiteFacts], unknown: Finding<VersionFacts>?, unasked: Reason
    ) -> Finding<[DiffieHellmanGroup]> {
        let groups = features.primes.sorted { $0.key < $1.key }.flatMap { bits, primes in
            primes.map { DiffieHellmanGroup(bits: bits, name: KnownPrimes.name($0) ?? "") }
                .sorted { $0.name < $1.name }
        }
        if !groups.isEmpty { return .measured(Array(groups.prefix(20))) }
        if suites.contains(where: { $0.keyExchange == .dhe || $0.keyExchange == .dhePSK }) {
            return .unmeasured(unasked)
        }
        return unknown.map { $0.map { _ in [] } } ?? .notOffered
    }

    /// A sighting proves; that there was none proves something only where a hello of the kind was answered.
    private func seen(_ seen: Bool, in suites: [SuiteFacts], unknown: Finding<VersionFacts>?) -> Finding<Bool> {
        if seen { return .measured(true) }
        if !suites.isEmpty { return .measured(false) }
        return unknown.map { $0.map { _ in false } } ?? .notApplicable
    }
}
