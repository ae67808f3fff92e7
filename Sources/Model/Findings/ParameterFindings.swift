/// What the handshakes showed besides versions, suites and groups. A Boolean is `false` only where a handshake that
/// would have shown the thing did not.
package struct ParameterFindings: Hashable, Codable, Sendable {
    /// The finite-field Diffie-Hellman groups seen up to TLS 1.2, the smallest first. `notOffered`: no suite uses one.
    package var diffieHellman: Finding<[DiffieHellmanGroup]>
    /// Whether the server took DEFLATE compression, which hellos up to TLS 1.2 offer (CVE-2012-4929).
    package var compression: Finding<Bool>
    /// Whether the server answered `extended_master_secret` (RFC 7627, historical); not applicable where only TLS 1.3
    /// is spoken.
    package var extendedMasterSecret: Finding<Bool>
    /// Whether the server answered `renegotiation_info` (RFC 5746); not applicable where only TLS 1.3 is spoken.
    package var secureRenegotiation: Finding<Bool>
    /// Whether the server answered `encrypt_then_mac` (RFC 7366); not applicable without a CBC suite.
    package var encryptThenMAC: Finding<Bool>
    /// Whether the server has session tickets up to TLS 1.2 (RFC 5077, historical); not applicable where only TLS 1.3
    /// is spoken.
    package var sessionTickets: Finding<Bool>
    /// Whether the server turns away a client that came down from a higher version without need (RFC 7507, historical);
    /// not applicable with one version, or only TLS 1.3 above another (there the ServerHello's random protects).
    package var fallbackSignal: Finding<Bool>
    /// Whether the server sends an OCSP response along (RFC 6066 §8).
    package var stapledStatus: Finding<Bool>
    /// Whether the server sends certificate timestamps along in the handshake (RFC 6962 §3.3.1, historical).
    package var certificateTimestamps: Finding<Bool>
    /// Whether the server asks for a client certificate (RFC 9846 §4.3.2); `nil` in snapshots from before this was kept.
    package var certificateRequest: Finding<Bool>?
    /// The protocol that the server chose by ALPN (RFC 7301). `notOffered`: it answers without one.
    package var applicationProtocols: Finding<[String]>
    /// With what the server signs: in TLS 1.2 all of it, but for `signatureSchemesIncomplete`, in TLS 1.3 what the whole
    /// handshakes showed.
    package var signatureSchemes: Finding<[String]>
    /// Why there may be more schemes of TLS 1.2; `nil` where there are none, and in snapshots from before this was noted.
    package var signatureSchemesIncomplete: Reason?
    /// Chains beside the one among the endpoint's findings, for other kinds of key. `notOffered`: there are none.
    package var otherChains: Finding<[ChainFacts]>
    /// What the server does that the protocol does not allow, a sentence each; see `ProtocolViolation`.
    package var oddities: [String]

    package init(
        diffieHellman: Finding<[DiffieHellmanGroup]>, compression: Finding<Bool>, extendedMasterSecret: Finding<Bool>,
        secureRenegotiation: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        encryptThenMAC: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        sessionTickets: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        fallbackSignal: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        stapledStatus: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        certificateTimestamps: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        certificateRequest: Finding<Bool>? = nil,
        applicationProtocols: Finding<[String]> = .unmeasured(Reason(.notAsked)),
        signatureSchemes: Finding<[String]> = .unmeasured(Reason(.notAsked)),
        signatureSchemesIncomplete: Reason? = nil,
        otherChains: Finding<[ChainFacts]> = .unmeasured(Reason(.notAsked)), oddities: [String] = []
    ) {
        self.diffieHellman = diffieHellman
        self.compression = compression
        self.extendedMasterSecret = extendedMasterSecret
        self.secureRenegotiation = secureRenegotiation
        self.encryptThenMAC = encryptThenMAC
        self.sessionTickets = sessionTickets
        self.fallbackSignal = fallbackSignal
        self.stapledStatus = stapledStatus
        self.certificateTimestamps = certificateTimestamps
        self.certificateRequest = certificateRequest
        self.applicationProtocols = applicationProtocols
        self.signatureSchemes = signatureSchemes
        self.signatureSchemesIncomplete = signatureSchemesIncomplete
        self.otherChains = otherChains
        self.oddities = oddities
    }

    /// What was looked at before these were findings says nothing of them.
    package static let notAsked = ParameterFindings(
        diffieHellman: .unmeasured(Reason(.notAsked)), compression: .unmeasured(Reason(.notAsked)),
        extendedMasterSecret: .unmeasured(Reason(.notAsked)))

    /// Snapshots from before a field was there lack it, which says that it was not asked.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func finding<Value>(_ key: CodingKeys) throws -> Finding<Value> {
            try container.decodeIfPresent(Finding<Value>.self, forKey: key) ?? .unmeasured(Reason(.notAsked))
        }
        self.init(
            diffieHellman: try finding(.diffieHellman), compression: try finding(.compression),
            extendedMasterSecret: try finding(.extendedMasterSecret),
            secureRenegotiation: try finding(.secureRenegotiation), encryptThenMAC: try finding(.encryptThenMAC),
            sessionTickets: try finding(.sessionTickets), fallbackSignal: try finding(.fallbackSignal),
            stapledStatus: try finding(.stapledStatus), certificateTimestamps: try finding(.certificateTimestamps),
            certificateRequest: try container.decodeIfPresent(Finding<Bool>.self, forKey: .certificateRequest),
            applicationProtocols: try finding(.applicationProtocols), signatureSchemes: try finding(.signatureSchemes),
            signatureSchemesIncomplete: try container.decodeIfPresent(Reason.self, forKey: .signatureSchemesIncomplete),
            otherChains: try finding(.otherChains),
            oddities: try container.decodeIfPresent([String].self, forKey: .oddities) ?? [])
    }
}

/// A prime of a ServerKeyExchange (RFC 5246 §7.4.3, historical).
package struct DiffieHellmanGroup: Hashable, Codable, Sendable {
    /// The prime's size.
    package var bits: Int
    /// Where the prime is from (`ffdhe2048`, `RFC 3526 group 14`); empty where it is not a known one.
    package var name: String

    package init(bits: Int, name: String) {
        self.bits = bits
        self.name = name
    }
}
