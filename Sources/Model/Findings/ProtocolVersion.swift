/// A version of SSL or TLS, oldest first, under the names that OpenSSL and the 2014 tables use.
package enum ProtocolVersion: String, Codable, CaseIterable, Comparable, Sendable {
    case ssl2 = "SSLv2"
    case ssl3 = "SSLv3"
    case tls10 = "TLSv1"
    case tls11 = "TLSv1.1"
    case tls12 = "TLSv1.2"
    case tls13 = "TLSv1.3"

    /// The version number on the wire: 0x0002 for SSLv2, 0x0300 to 0x0304 for the others.
    package var wire: UInt16 {
        switch self {
        case .ssl2: 0x0002
        case .ssl3: 0x0300
        case .tls10: 0x0301
        case .tls11: 0x0302
        case .tls12: 0x0303
        case .tls13: 0x0304
        }
    }

    package init?(wire: UInt16) {
        guard let version = ProtocolVersion.allCases.first(where: { $0.wire == wire }) else { return nil }
        self = version
    }

    package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool { left.wire < right.wire }
}
