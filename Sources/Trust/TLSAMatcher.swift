import COpenSSL
import DNS
import Model
import Text

/// Whether a record's data is that of a certificate in a chain (RFC 6698 §2.1), apart from what follows from it.
struct TLSAMatcher {
    private struct Forms {
        let whole: [UInt8]
        let key: [UInt8]
    }

    private let leaf: Forms?
    private let issuers: [Forms]
    private let anchors: [Forms]

    init(chain: [[UInt8]], anchors: [[UInt8]], parsed: ParsedCertificates) {
        let forms = { Self.forms($0, parsed) }
        leaf = chain.first.flatMap(forms)
        issuers = chain.prefix(TLSSession.chainLimit).dropFirst().compactMap(forms)
        self.anchors = anchors.compactMap(forms)
    }

    func matches(_ record: TLSARecord) -> Bool {
        switch record.usage {
        case 0: (issuers + anchors).contains { Self.matches(record, $0) }
        case 2: issuers.contains { Self.matches(record, $0) }
        case 1, 3: leaf.map { Self.matches(record, $0) } ?? false
        default: false
        }
    }

    private static func matches(_ record: TLSARecord, _ forms: Forms) -> Bool {
        let form = record.selector == 0 ? forms.whole : forms.key
        switch record.matching {
        case 0: return record.data == form
        case 1: return record.data == Digest.sha256(form)
        case 2: return record.data == Digest.sha512(form)
        default: return false
        }
    }

    private static func forms(_ der: [UInt8], _ parsed: ParsedCertificates) -> Forms? {
        guard let certificate = parsed.certificate(der) else { return nil }
        return Forms(whole: der, key: subjectPublicKeyInfo(certificate))
    }
}

/// The same of a certificate that is parsed already.
func publicKeyDigest(_ certificate: Certificate) -> String? {
    let key = subjectPublicKeyInfo(certificate)
    return key.isEmpty ? nil : hexadecimal(Digest.sha256(key))
}

/// DER form of the SubjectPublicKeyInfo.
func subjectPublicKeyInfo(_ certificate: Certificate) -> [UInt8] {
    guard let key = X509_get_X509_PUBKEY(certificate.x509) else { return [] }
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509_PUBKEY(key, &bytes)
    defer { copenssl_free(bytes) }
    guard count > 0, let bytes else { return [] }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
}
