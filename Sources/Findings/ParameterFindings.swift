/// What the handshakes showed besides versions and suites, as far as rules ask for it.
public struct ParameterFindings: Hashable, Codable, Sendable {
    /// The finite-field Diffie-Hellman groups seen up to TLS 1.2, the smallest first. `notOffered`: no suite uses one.
    public var diffieHellman: Finding<[DiffieHellmanGroup]>
    /// Whether the server took DEFLATE compression, which hellos up to TLS 1.2 offer (CVE-2012-4929).
    public var compression: Finding<Bool>
    /// Whether the server answered `extended_master_secret` (RFC 7627); not applicable where only TLS 1.3 is spoken.
    public var extendedMasterSecret: Finding<Bool>

    public init(
        diffieHellman: Finding<[DiffieHellmanGroup]>, compression: Finding<Bool>, extendedMasterSecret: Finding<Bool>
    ) {
        self.diffieHellman = diffieHellman
        self.compression = compression
        self.extendedMasterSecret = extendedMasterSecret
    }

    /// What was looked at before these were findings says nothing of them.
    public static let notAsked = ParameterFindings(
        diffieHellman: .unmeasured(Reason(.notAsked)), compression: .unmeasured(Reason(.notAsked)),
        extendedMasterSecret: .unmeasured(Reason(.notAsked)))
}

/// A prime of a ServerKeyExchange (RFC 5246 §7.4.3).
public struct DiffieHellmanGroup: Hashable, Codable, Sendable {
    /// The prime's size.
    public var bits: Int
    /// Where the prime is from (`ffdhe2048`, `RFC 3526 group 14`); empty where it is not a known one.
    public var name: String

    public init(bits: Int, name: String) {
        self.bits = bits
        self.name = name
    }
}
