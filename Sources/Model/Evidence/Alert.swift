/// A TLS alert (RFC 9846 §6; descriptions that it no longer has: historical RFC 5246 §7.2, RFC 6101 §5.4 and the IANA
/// registry "TLS Alerts").
package struct Alert: Hashable, Sendable, CustomStringConvertible {
    /// 1 warning, 2 fatal; a peer may send any other number.
    package var level: UInt8
    /// The number of the description.
    package var code: UInt8

    package init(level: UInt8, code: UInt8) {
        self.level = level
        self.code = code
    }

    /// The registered name (`handshake_failure`), or `alert` for a number that is not registered.
    package var name: String { Alert.names[code] ?? "alert" }

    /// `handshake_failure(40)`
    package var description: String { "\(name)(\(code))" }

    package static let closeNotify: UInt8 = 0
    package static let handshakeFailure: UInt8 = 40
    package static let protocolVersion: UInt8 = 70
    package static let inappropriateFallback: UInt8 = 86
    package static let unrecognizedName: UInt8 = 112
    package static let noApplicationProtocol: UInt8 = 120

    /// The alert is about the offer: no version or no parameters in common. Any other may mean that the server did not
    /// understand the ClientHello or has an internal error, so the same offer is made again.
    package var isAboutTheOffer: Bool {
        // handshake_failure, illegal_parameter, protocol_version, insufficient_security, inappropriate_fallback,
        // missing_extension
        [40, 47, 70, 71, 86, 109].contains(code)
    }

    private static let names: [UInt8: String] = [
        0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 21: "decryption_failed",
        22: "record_overflow", 30: "decompression_failure", 40: "handshake_failure", 41: "no_certificate",
        42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked", 45: "certificate_expired",
        46: "certificate_unknown", 47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error",
        51: "decrypt_error", 52: "too_many_cids_requested", 60: "export_restriction", 70: "protocol_version",
        71: "insufficient_security", 80: "internal_error", 86: "inappropriate_fallback", 90: "user_canceled",
        100: "no_renegotiation", 109: "missing_extension", 110: "unsupported_extension",
        111: "certificate_unobtainable", 112: "unrecognized_name", 113: "bad_certificate_status_response",
        114: "bad_certificate_hash_value", 115: "unknown_psk_identity", 116: "certificate_required",
        117: "general_error", 120: "no_application_protocol", 121: "ech_required",
    ]
}
