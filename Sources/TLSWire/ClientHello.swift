import Findings

/// What a client offers in its first message (RFC 8446 §4.1.2; SSLv2's CLIENT-HELLO where `format` says so).
/// A value: two hellos that offer the same are equal, whatever random bytes they were sent with.
public struct ClientHello: Hashable, Sendable {
    /// The two shapes on the wire.
    public enum Format: Hashable, Sendable {
        /// A handshake message in TLS records.
        case tls
        /// SSLv2's own record and message.
        case ssl2
    }

    /// A public key sent along in the `key_share` extension (RFC 8446 §4.2.8).
    public struct KeyShare: Hashable, Sendable {
        public var group: NamedGroup
        public var key: [UInt8]

        public init(group: NamedGroup, key: [UInt8]) {
            self.group = group
            self.key = key
        }
    }

    /// The extensions that are there or not, without any content that matters here.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// An empty `session_ticket` (RFC 5077 §3.2).
        public static let sessionTicket = Flags(rawValue: 1)
        /// `extended_master_secret` (RFC 7627 §5.1).
        public static let extendedMasterSecret = Flags(rawValue: 2)
        /// `encrypt_then_mac` (RFC 7366 §2).
        public static let encryptThenMAC = Flags(rawValue: 4)
        /// `status_request` for OCSP (RFC 6066 §8).
        public static let statusRequest = Flags(rawValue: 8)
        /// `signed_certificate_timestamp` (RFC 6962 §3.3.1).
        public static let certificateTimestamps = Flags(rawValue: 16)
        /// An empty `renegotiation_info` (RFC 5746 §3.2).
        public static let renegotiationInfo = Flags(rawValue: 32)
        /// `TLS_EMPTY_RENEGOTIATION_INFO_SCSV` in the suite list (RFC 5746 §3.3).
        public static let renegotiationSignal = Flags(rawValue: 64)
        /// `TLS_FALLBACK_SCSV` in the suite list (RFC 7507 §4).
        public static let fallbackSignal = Flags(rawValue: 128)
        /// `ec_point_formats` with the uncompressed form (RFC 8422 §5.1.2).
        public static let pointFormats = Flags(rawValue: 256)
        /// `psk_key_exchange_modes` with `psk_dhe_ke` (RFC 8446 §4.2.9).
        public static let pskModes = Flags(rawValue: 512)
    }

    public var format: Format
    /// The version field: the highest version up to TLS 1.2, 0x0303 for TLS 1.3, 0x0002 for SSLv2.
    public var legacyVersion: UInt16
    /// `supported_versions` (RFC 8446 §4.2.1); empty: the extension is not sent.
    public var supportedVersions: [UInt16]
    /// Suites in the client's order, 16 bits, or 24 in SSLv2; without signalling values.
    public var suites: [UInt32]
    /// Compression methods (0 is none; 1 is DEFLATE).
    public var compressions: [UInt8]
    /// `server_name` (RFC 6066 §3); `nil`: not sent.
    public var serverName: String?
    /// `supported_groups`; empty: not sent.
    public var groups: [NamedGroup]
    /// `key_share`; `nil`: not sent; empty: sent empty, so that the server names its group (RFC 8446 §4.2.8).
    public var keyShares: [KeyShare]?
    /// `signature_algorithms`; empty: not sent.
    public var signatureSchemes: [SignatureScheme]
    /// `application_layer_protocol_negotiation` (RFC 7301); empty: not sent.
    public var applicationProtocols: [String]
    public var flags: Flags

    public init(
        format: Format = .tls, legacyVersion: UInt16, supportedVersions: [UInt16] = [], suites: [UInt32],
        compressions: [UInt8] = [0], serverName: String? = nil, groups: [NamedGroup] = [],
        keyShares: [KeyShare]? = nil, signatureSchemes: [SignatureScheme] = [], applicationProtocols: [String] = [],
        flags: Flags = []
    ) {
        self.format = format
        self.legacyVersion = legacyVersion
        self.supportedVersions = supportedVersions
        self.suites = suites
        self.compressions = compressions
        self.serverName = serverName
        self.groups = groups
        self.keyShares = keyShares
        self.signatureSchemes = signatureSchemes
        self.applicationProtocols = applicationProtocols
        self.flags = flags
    }

    /// The highest version offered; `nil` where the hello names none that exists.
    public var maximumVersion: ProtocolVersion? {
        if format == .ssl2 { return .ssl2 }
        if let highest = supportedVersions.compactMap(ProtocolVersion.init(wire:)).max() { return highest }
        return ProtocolVersion(wire: legacyVersion)
    }

    /// No extension at all is sent (some servers of the 1990s need it so).
    public var isBare: Bool {
        serverName == nil && groups.isEmpty && keyShares == nil && signatureSchemes.isEmpty
            && applicationProtocols.isEmpty && supportedVersions.isEmpty
            && flags.isSubset(of: [.renegotiationSignal, .fallbackSignal])
    }

    /// The one suite offered is a number that no suite will ever have.
    var leavesNothingToChoose: Bool { suites == [SuiteOffer.unassigned] }

    /// Some of the signature schemes only are offered, so that a refusal may be for them.
    var limitsSignatures: Bool {
        !signatureSchemes.isEmpty && signatureSchemes.count < SignatureScheme.all.count
    }
}
