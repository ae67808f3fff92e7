import Grading
import Model

/// The certificates of a service: who issued them, for how long, and what is wrong with the worst of them.
package struct CertificateSummary: Hashable, Codable, Sendable {
    /// What is to be said of a certificate on a day, from the best to the worst.
    package enum Condition: String, Codable, CaseIterable, Sendable {
        case usual
        /// Less than a sixth of its life is left. Clients of ACME renew when a third is left, so half of the time for it
        /// has passed.
        case overdue
        /// It lives longer than a public authority may let it.
        case tooLong = "too-long"
        /// It wants a stapled OCSP response, and nobody has one.
        case impossibleStaple = "impossible-staple"
        /// SHA-1 or an older hash in a signature of the chain.
        case weakHash = "weak-hash"
        case notYetValid = "not-yet-valid"
        case expired

        /// Below 0: broken. 1: to be seen to. 2: as it should be.
        package var worth: Int {
            switch self {
            case .usual: 2
            case .overdue, .tooLong: 1
            case .impossibleStaple, .weakHash, .notYetValid, .expired: -1
            }
        }
    }

    /// The organizations that issued them, sorted; outside text, bounded.
    package var issuers: [String]
    /// How long they live, in hours, the shortest first.
    package var lifetimes: [Int]
    package var condition: Condition

    package init(issuers: [String], lifetimes: [Int], condition: Condition) {
        self.issuers = issuers
        self.lifetimes = lifetimes
        self.condition = condition
    }
}

extension EndpointFindings {
    /// What is to be said of the endpoint's certificates on a day; the worst of several chains.
    func certificateSummary(on date: Day) -> Finding<CertificateSummary> {
        if startTLS == .notOffered { return .notOffered }
        let others = parameters?.otherChains.value ?? []
        let now = Instant("\(date)T00:00:00Z")
        return certificates.flatMap { main in
            let chains = [(main, trust.value?.valid == true)] + others.map { ($0.certificates, $0.trust.valid) }
            let leaves = chains.compactMap(\.0.first)
            guard !leaves.isEmpty else { return .unmeasured(Reason(.malformed)) }
            let isStapled = parameters?.stapledStatus == .measured(true)
            let conditions = chains.map { condition($0.0, isTrusted: $0.1, isStapled: isStapled, now) }
            return .measured(
                CertificateSummary(
                    issuers: leaves.map(\.issuerName).unique.sorted(),
                    lifetimes: Set(leaves.compactMap(\.lifetimeHours)).sorted(), condition: conditions.worst))
        }
    }

    private func condition(
        _ chain: [CertificateFacts], isTrusted: Bool, isStapled: Bool, _ now: Instant?
    ) -> CertificateSummary.Condition {
        guard let leaf = chain.first else { return .usual }
        var found: [CertificateSummary.Condition] = []
        // The day of the snapshot may begin before a certificate of that day does.
        if let age = now.flatMap(leaf.age) { found.append(age) }
        if trust.value?.problems.contains(where: { $0.name == "not-yet-valid" && $0.depth == 0 }) == true {
            found.append(.notYetValid)
        }
        let signed = chain.enumerated().filter { $0.offset == 0 || !$0.element.selfSigned }.map(\.element)
        if signed.contains(where: { ["SHA1", "MD5", "MD4", "MD2"].contains($0.signatureHash) }) {
            found.append(.weakHash)
        }
        if leaf.wantsImpossibleStaple, !isStapled { found.append(.impossibleStaple) }
        // The limit is one of the public authorities.
        if isTrusted, leaf.exceedsLifetimeLimit { found.append(.tooLong) }
        return found.worst
    }
}

extension CertificateFacts {
    /// What time has made of it; `nil` where it is neither old nor over.
    fileprivate func age(_ now: Instant) -> CertificateSummary.Condition? {
        if let end = notAfter, end < now { return .expired }
        return thousandthsLeft(at: now).map { $0 < 167 } == true ? .overdue : nil
    }
}

/// How far the certificates in some findings have aged. It is all that changes in what findings say from one day to
/// another while they stay the same.
struct CertificateAges {
    private let leaves: [CertificateFacts]

    init(_ findings: ProviderFindings) {
        leaves =
            findings.services.flatMap(\.endpoints).flatMap(\.leaves).unique
    }

    /// Grows whenever one of them comes into another condition by time alone.
    func phase(on date: Day) -> Int {
        guard let now = Instant("\(date)T00:00:00Z") else { return 0 }
        return leaves.reduce(0) { sum, leaf in
            switch leaf.age(now) {
            case .expired?: sum + 2
            case nil: sum
            default: sum + 1
            }
        }
    }
}

extension [CertificateSummary.Condition] {
    var worst: CertificateSummary.Condition {
        CertificateSummary.Condition.allCases.last(where: contains) ?? .usual
    }
}

extension CertificateFacts {
    /// The issuer's organization; its common name where it has none, and the whole name where it has neither.
    var issuerName: String {
        var parts: [String] = []
        var part = ""
        var isEscaped = false
        for character in issuer {
            if isEscaped {
                part.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(part)
        let name =
            ["O=", "CN="].lazy.compactMap { key in parts.first { $0.hasPrefix(key) }?.dropFirst(key.count) }
            .first.map(String.init) ?? issuer
        return String(name.prefix(60))
    }
}
