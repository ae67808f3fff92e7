/// How good the accepted suites are, in the words of the 2014 tables.
package struct SuiteQuality: Hashable, Codable, Sendable {
    package enum Strength: String, Codable, Sendable { case modern, weak }

    package var strength: Strength
    /// At least one suite has it.
    package var forwardSecrecy: Bool

    package init(strength: Strength, forwardSecrecy: Bool) {
        self.strength = strength
        self.forwardSecrecy = forwardSecrecy
    }
}

/// Whether certificates are to be believed, and by what.
package enum CertificateValidity: String, Codable, Sendable {
    /// Trusted chain and right name on every endpoint.
    case valid
    /// Not by the PKIX rules, but DANE authenticates every endpoint.
    case validByDANE = "valid-by-dane"
    case invalid
}

/// One service in the words of a comparison table: the worst of its endpoints. Measured services
/// are summed up into one; transcribed ones are one.
package struct ServiceSummary: Hashable, Codable, Sendable {
    package var service: Service
    package var certificate: Finding<CertificateValidity>
    /// Oldest first.
    package var protocols: Finding<[ProtocolVersion]>
    package var suites: Finding<SuiteQuality>
    package var startTLS: Finding<StartTLSOffer>
    /// A TLSA set that counts (secure, and matching where a chain is known).
    package var tlsa: Finding<Bool>
    /// Transcribed only: the grade as it was published.
    package var grade: Finding<String>
    /// Answers differ at these versions, as a reason; `nil` where they agree.
    package var differing: Reason?

    package init(
        service: Service, certificate: Finding<CertificateValidity>, protocols: Finding<[ProtocolVersion]>,
        suites: Finding<SuiteQuality>, startTLS: Finding<StartTLSOffer>, tlsa: Finding<Bool>, grade: Finding<String>,
        differing: Reason? = nil
    ) {
        self.service = service
        self.certificate = certificate
        self.protocols = protocols
        self.suites = suites
        self.startTLS = startTLS
        self.tlsa = tlsa
        self.grade = grade
        self.differing = differing
    }
}
