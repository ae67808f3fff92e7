/// Whether the clear-text dialogue insists on STARTTLS.
public enum StartTLSOffer: String, Codable, Sendable {
    case required, optional
}

/// Whose order decides on the suite.
public enum SuitePreference: String, Codable, Sendable {
    case server, client
}

/// What one protocol version was seen to accept.
public struct VersionFacts: Hashable, Codable, Sendable {
    /// Accepted suites; in the server's order where `preference` is measured as `server`.
    public var suites: [SuiteFacts]
    public var preference: Finding<SuitePreference>
    /// A probe for more suites ended in an unknown, so there may be more than these.
    public var incomplete: Reason?

    public init(suites: [SuiteFacts], preference: Finding<SuitePreference>, incomplete: Reason? = nil) {
        self.suites = suites
        self.preference = preference
        self.incomplete = incomplete
    }
}

/// A protocol version and what is known of it here.
public struct VersionFinding: Hashable, Codable, Sendable {
    public var version: ProtocolVersion
    public var finding: Finding<VersionFacts>

    public init(version: ProtocolVersion, finding: Finding<VersionFacts>) {
        self.version = version
        self.finding = finding
    }
}

/// SASL mechanisms on both sides of the TLS handshake.
public struct MechanismFindings: Hashable, Codable, Sendable {
    public var beforeTLS: Finding<[String]>
    public var afterTLS: Finding<[String]>

    public init(beforeTLS: Finding<[String]>, afterTLS: Finding<[String]>) {
        self.beforeTLS = beforeTLS
        self.afterTLS = afterTLS
    }
}

/// One thing seen on the wire, in a sentence of the field's terms: what was offered, what was answered.
public struct Observation: Hashable, Codable, Sendable {
    /// The id of the evidence record.
    public var record: Int
    public var asked: String
    public var answered: String

    public init(record: Int, asked: String, answered: String) {
        self.record = record
        self.asked = asked
        self.answered = answered
    }
}

/// Everything concluded about one endpoint.
public struct EndpointFindings: Hashable, Codable, Sendable {
    /// The findings that a cell can rest on; a proof names the records behind one.
    public enum Field: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
        case discovery, connection, startTLS, mechanisms, versions, groups, certificates, trust, identity, dane
    }

    public var endpoint: Endpoint
    /// How it was found, in words of the zone file: `_xmpp-client._tcp.example.org SRV 5 0 5222 xmpp.example.org`.
    public var discovered: [String]
    /// Measured: milliseconds until TCP stood in the first probe.
    public var connection: Finding<Int>
    public var startTLS: Finding<StartTLSOffer>
    public var mechanisms: MechanismFindings
    /// All six versions, oldest first.
    public var versions: [VersionFinding]
    /// Names of key exchange groups (`x25519`, `secp256r1`), in the server's order where it has one.
    public var groups: Finding<[String]>
    /// `nil` in snapshots from before this was looked at.
    public var parameters: ParameterFindings?
    /// As sent, the leaf first.
    public var certificates: Finding<[CertificateFacts]>
    public var trust: Finding<TrustFacts>
    public var identity: Finding<IdentityFacts>
    /// `notOffered`: a secure answer (or an insecure zone) proves that there is no TLSA set that counts.
    public var dane: Finding<DANEFacts>
    /// Mail protocols only.
    public var dialogue: DialogueFindings?
    /// HTTPS and what speaks it only.
    public var web: WebFindings?
    /// How many connections all of this took.
    public var connections: Int
    /// Field → ids of the evidence records it rests on.
    public var proofs: [Field: [Int]]
    public var observations: [Observation]

    public init(
        endpoint: Endpoint, discovered: [String], connection: Finding<Int>, startTLS: Finding<StartTLSOffer>,
        mechanisms: MechanismFindings, versions: [VersionFinding], groups: Finding<[String]>,
        parameters: ParameterFindings? = nil, certificates: Finding<[CertificateFacts]>, trust: Finding<TrustFacts>,
        identity: Finding<IdentityFacts>,
        dane: Finding<DANEFacts>, dialogue: DialogueFindings? = nil, web: WebFindings? = nil, connections: Int,
        proofs: [Field: [Int]], observations: [Observation]
    ) {
        self.endpoint = endpoint
        self.discovered = discovered
        self.connection = connection
        self.startTLS = startTLS
        self.mechanisms = mechanisms
        self.versions = versions
        self.groups = groups
        self.parameters = parameters
        self.certificates = certificates
        self.trust = trust
        self.identity = identity
        self.dane = dane
        self.dialogue = dialogue
        self.web = web
        self.connections = connections
        self.proofs = proofs
        self.observations = observations
    }
}
