import COpenSSL
import DNS
import Names

/// A name that a certificate is valid for, of a kind that a service is known by.
enum PresentedName {
    case dns([UInt8])
    case ip(IPAddress)
    /// RFC 4985: `_service.name`.
    case srv([UInt8])
    /// RFC 6120 §13.7.1.4.
    case xmppAddress([UInt8])

    /// `DNS:example.org`; characters that are none for a line are written as `\xNN`, and it has at most 300 of them.
    var text: String {
        switch self {
        case .dns(let bytes): "DNS:" + escapingUntrusted(bytes, limit: 300)
        case .ip(let address): "IP:\(address)"
        case .srv(let bytes): "SRV:" + escapingUntrusted(bytes, limit: 300)
        case .xmppAddress(let bytes): "XMPP:" + escapingUntrusted(bytes, limit: 300)
        }
    }
}

/// The names in a certificate's subjectAltName.
struct PresentedNames {
    /// The first of them, at most as many as asked for.
    private(set) var first: [PresentedName] = []
    /// How many there are.
    private(set) var count = 0

    /// - Parameter limit: How many are kept.
    init(_ certificate: Certificate, limit: Int = 100) {
        guard let names = copenssl_subject_alternative_names(certificate.x509) else { return }
        defer { copenssl_general_names_free(names) }
        for index in 0..<max(0, copenssl_general_names_count(names)) {
            guard let entry = copenssl_general_names_value(names, index), let name = Self.read(entry) else { continue }
            if count < limit { first.append(name) }
            count += 1
        }
    }

    private static let srvName = "1.3.6.1.5.5.7.8.7"
    private static let xmppAddress = "1.3.6.1.5.5.7.8.5"

    private static func read(_ name: UnsafePointer<GENERAL_NAME>) -> PresentedName? {
        var type: Int32 = 0
        let value = GENERAL_NAME_get0_value(name, &type)
        switch type {
        case copenssl_general_name_dns:
            return .dns(bytes(of: value?.assumingMemoryBound(to: ASN1_STRING.self)))
        case copenssl_general_name_ip:
            return IPAddress(bytes: bytes(of: value?.assumingMemoryBound(to: ASN1_STRING.self))).map { .ip($0) }
        case copenssl_general_name_other: return readOther(name)
        default: return nil
        }
    }

    private static func readOther(_ name: UnsafePointer<GENERAL_NAME>) -> PresentedName? {
        var kind: OpaquePointer?
        var value: UnsafeMutablePointer<ASN1_TYPE>?
        guard GENERAL_NAME_get0_otherName(name, &kind, &value) == 1 else { return nil }
        var text = [CChar](repeating: 0, count: 64)
        guard OBJ_obj2txt(&text, Int32(text.count), kind, 1) > 0 else { return nil }
        switch String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) {
        case srvName:
            return copenssl_other_name_string(value, copenssl_asn1_ia5_string).map { .srv(bytes(of: $0)) }
        case xmppAddress:
            return copenssl_other_name_string(value, copenssl_asn1_utf8_string).map { .xmppAddress(bytes(of: $0)) }
        default: return nil
        }
    }
}
