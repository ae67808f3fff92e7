import Model

/// What a client offers in its first message (RFC 9846 §4.1.2; SSLv2's CLIENT-HELLO where `format` says so).
/// A value: two hellos that offer the same are equal, whatever random bytes they were sent with.
package struct ClientHello: Hashable, Sendable {
    /// The two shapes on the wire.
    package enum Format: Hashable, Sendable {
        /// A handshake message in TLS records.
        case tls
        /// SSLv2's own record and message.
        case ssl2
    }

    /// A public key sent along in the `key_share` extension (RFC 9846 §4.2.8).
    package struct KeyShare: Hashable, Sendable {
        package var group: NamedGroup
        package var key: [UInt8]

        package init(group: NamedGroup, key: [UInt8]) {
            self.group = group
            self.key = key
        }
    }

    /// The extensions that are there or not, without any content that matters here.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        /// An empty `session_ticket` (RFC 5077 §3.2, historical).
        package static let sessionTicket = Flags(rawValue: 1)
        /// `extended_master_secret` (RFC 7627 §5.1, historical).
        package static let extendedMasterSecret = Flags(rawValue: 2)
        /// `encrypt_then_mac` (RFC 7366 §2).
        package static let encryptThenMAC = Flags(rawValue: 4)
        /// `status_request` for OCSP (RFC 6066 §8).
        package static let statusRequest = Flags(rawValue: 8)
        /// `signed_certificate_timestamp` (RFC 6962 §3.3.1, historical).
        package static let certificateTimestamps = Flags(rawValue: 16)
        /// An empty `renegotiation_info` (RFC 5746 §3.2).
        package static let renegotiationInfo = Flags(rawValue: 32)
        /// `TLS_EMPTY_RENEGOTIATION_INFO_SCSV` in the suite list (RFC 5746 §3.3).
        package static let renegotiationSignal = Flags(rawValue: 64)
        /// `TLS_FALLBACK_SCSV` in the suite list (RFC 7507 §4, historical).
        package static let fallbackSignal = Flags(rawValue: 128)
        /// `ec_point_formats` with the uncompressed form (RFC 8422 §5.1.2, historical).
        package static let pointFormats = Flags(rawValue: 256)
        /// `psk_key_exchange_modes` with `psk_dhe_ke` (RFC 9846 §4.2.9).
        package static let pskModes = Flags(rawValue: 512)
    }

    package var format: Format
    /// The version field: the highest version up to TLS 1.2, 0x0303 for TLS 1.3, 0x0002 for SSLv2.
    package var legacyVersion: UInt16
    /// `supported_versions` (RFC 9846 §4.2.1); empty: the extension is not sent.
    package var supportedVersions: [UInt16]
    /// Suites in the client's order, 16 bits, or 24 in SSLv2; without signalling values.
    package var suites: [UInt32]
    /// Compression methods (0 is none; 1 is DEFLATE).
    package var compressions: [UInt8]
    /// `server_name` (RFC 6066 §3); `nil`: not sent.
    package var serverName: String?
    /// `supported_groups`; empty: not sent.
    package var groups: [NamedGroup]
    /// `key_share`; `nil`: not sent; empty: sent empty, so that the server names its group (RFC 9846 §4.2.8).
    package var keyShares: [KeyShare]?
    /// `signature_algorithms`; empty: not sent.
    package var signatureSchemes: [SignatureScheme]
    /// `application_layer_protocol_negotiation` (RFC 7301); empty: not sent.
    package var applicationProtocols: [String]
    package var flags: Flags

    package init(
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

    /// Of the parts by which the hellos to one server differ most. Long lists of suites would cost more than they tell
    /// apart.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(legacyVersion)
        hasher.combine(supportedVersions.first)
        hasher.combine(suites.count)
        hasher.combine(suites.first)
        hasher.combine(suites.last)
        hasher.combine(groups.count)
        hasher.combine(groups.first)
        hasher.combine(signatureSchemes.first)
        hasher.combine(flags)
    }

    /// The highest version offered; `nil` where the hello names none that exists.
    package var maximumVersion: ProtocolVersion? {
        if format == .ssl2 { return .ssl2 }
        if let highest = supportedVersions.compactMap(ProtocolVersion.init(wire:)).max() { return highest }
        return ProtocolVersion(wire: legacyVersion)
    }

    /// No extension at all is sent (some servers of the 1990s need it so).
    package var isBare: Bool {
        serverName == nil && groups.isEmpty && keyShares == nil && signatureSchemes.isEmpty
            && applicationProtocols.isEmpty && supportedVersions.isEmpty
            && flags.isSubset(of: [.renegotiationSignal, .fallbackSignal])
    }

    /// A group of RFC 7919 is listed. Before TLS 1.3 that is about DHE: a server may take it from such clients alone
    /// (GnuTLS), and one with parameters of its own must not (§4 there).
    var listsFiniteFields: Bool { groups.contains(where: \.isFiniteField) }

    /// The one suite offered is a number that no suite will ever have.
    var offersOnlyGREASE: Bool { suites == [SuiteOffer.unassigned] }

    /// Some of the signature schemes only are offered, so that a refusal may be for them.
    var limitsSignatures: Bool {
        !signatureSchemes.isEmpty && signatureSchemes.count < SignatureScheme.all.count
    }
}
