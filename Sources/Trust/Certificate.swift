import COpenSSL

/// A parsed certificate, freed with its last reference. Not `Sendable`: it stays in the call that made it.
final class Certificate {
    /// The longest DER form that is parsed.
    static let sizeLimit = 2 * 1_024 * 1_024

    let x509: OpaquePointer
    let der: [UInt8]

    /// `nil` where the bytes are no certificate, or more than `sizeLimit`. Bytes after the certificate make it none.
    init?(der: [UInt8]) {
        guard !der.isEmpty, der.count <= Self.sizeLimit else { return nil }
        ERR_clear_error()
        let parsed: OpaquePointer? = der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            guard let x509 = d2i_X509(nil, &cursor, buffer.count) else { return nil }
            guard cursor == buffer.baseAddress.map({ $0 + buffer.count }) else {
                X509_free(x509)
                return nil
            }
            return x509
        }
        ERR_clear_error()
        guard let parsed else { return nil }
        x509 = parsed
        self.der = der
    }

    deinit { X509_free(x509) }

    /// Hash of the canonical form of a name (case and spaces folded); names that are equal have equal ones.
    func subjectHash() -> UInt { Self.hash(X509_get_subject_name(x509)) }
    func issuerHash() -> UInt { Self.hash(X509_get_issuer_name(x509)) }

    private static func hash(_ name: OpaquePointer?) -> UInt {
        var ok: Int32 = 0
        return UInt(copenssl_name_hash(name, &ok))
    }
}

/// A stack of certificates for OpenSSL, with references of its own.
struct CertificateStack: ~Copyable {
    let pointer: OpaquePointer

    /// `nil` without memory.
    init?(_ certificates: some Sequence<Certificate>) {
        guard let pointer = copenssl_x509_stack_new() else { return nil }
        for certificate in certificates {
            X509_up_ref(certificate.x509)
            if copenssl_x509_stack_push(pointer, certificate.x509) == 0 { X509_free(certificate.x509) }
        }
        self.pointer = pointer
    }

    deinit { copenssl_x509_stack_free(pointer) }
}

/// The bytes of an ASN.1 string.
func bytes(of string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
    guard let string, let data = ASN1_STRING_get0_data(string) else { return [] }
    return Array(UnsafeBufferPointer(start: data, count: max(0, Int(ASN1_STRING_length(string)))))
}
