/// How good the accepted suites are, in the words of the 2014 tables.
public struct SuiteQuality: Hashable, Codable, Sendable {
    public enum Strength: String, Codable, Sendable { case modern, weak }

    public var strength: Strength
    /// At least one suite has it.
    public var forwardSecrecy: Bool

    public init(strength: Strength, forwardSecrecy: Bool) {
        self.strength = strength
        self.forwardSecrecy = forwardSecrecy
    }
}

/// Whether certificates are to be believed, and by what.
public enum CertificateValidity: String, Codable, Sendable {
    /// Trusted chain and right name on every endpoint.
    case valid
    /// Not by the PKIX rules, but DANE authenticates every endpoint.
    case validByDANE = "valid-by-dane"
    case invalid
}

/// One service in the words of a comparison table: the worst of its endpoints. Measured services
/// are summed up into one; transcribed ones are one.
public struct ServiceSummary: Hashable, Codable, Sendable {
    public var service: Service
    public var certificate: Finding<CertificateValidity>
    /// Oldest first.
    public var protocols: Finding<[ProtocolVersion]>
    public var suites: Finding<SuiteQuality>
    public var startTLS: Finding<StartTLSOffer>
    /// A TLSA set that counts (secure, and matching where a chain is known).
    public var tlsa: Finding<Bool>
    /// Transcribed only: the grade as it was published.
    public var grade: Finding<String>

    public init(
        service: Service, certificate: Finding<CertificateValidity>, protocols: Finding<[ProtocolVersion]>,
        suites: Finding<SuiteQuality>, startTLS: Finding<StartTLSOffer>, tlsa: Finding<Bool>, grade: Finding<String>
    ) {
        self.service = service
        self.certificate = certificate
        self.protocols = protocols
        self.suites = suites
        self.startTLS = startTLS
        self.tlsa = tlsa
        self.grade = grade
    }
}
