import COpenSSL
import Model

/// The certificates that a site trusts to begin with, found by name.
package struct TrustStore: Sendable {
    /// The most certificates, and bytes of a file, that are taken.
    package static let countLimit = 10_000
    package static let sizeLimit = 20_000_000

    /// By the hash of the subject's canonical form.
    private let anchors: [UInt: [[UInt8]]]
    /// How many certificates there are.
    package let count: Int

    /// A store of these certificates; what is none is left out.
    package init(_ certificates: [[UInt8]]) {
        var anchors: [UInt: [[UInt8]]] = [:]
        var count = 0
        for der in certificates.prefix(Self.countLimit) {
            guard let certificate = Certificate(der: der) else { continue }
            let hash = certificate.subjectHash()
            if anchors[hash]?.contains(der) == true { continue }
            anchors[hash, default: []].append(der)
            count += 1
        }
        self.anchors = anchors
        self.count = count
    }

    /// The certificates of a PEM bundle.
    /// - Parameter file: what diagnostics call it.
    /// - Throws: A diagnostic where it is too large or has no certificate in it.
    package init(pem: [UInt8], file: String) throws(Diagnostic) {
        guard pem.count <= Self.sizeLimit else {
            throw Diagnostic(
                file: file, rule: .trustStore, message: "the file is larger than \(Self.sizeLimit) bytes",
                hint: "specify a PEM file of trusted CA certificates")
        }
        self.init(certificates(inPEM: pem))
        guard count > 0 else {
            throw Diagnostic(
                file: file, rule: .trustStore, message: "the file contains no certificate",
                hint: "use certificates in PEM format (-----BEGIN CERTIFICATE-----)")
        }
    }

    /// Where a system's bundle may be: Debian's, Fedora's, and the file that OpenSSL was built with or that
    /// `SSL_CERT_FILE` names.
    package static var systemBundles: [String] {
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
            + (X509_get_default_cert_file().map { [String(cString: $0)] } ?? [])
    }

    /// Those of its certificates whose subject an issuer or a subject in the chain names, in a fixed order. They are
    /// all of the store that verifying the chain needs: any certificate of the store may end a chain.
    package func anchors(for chain: [[UInt8]]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        for der in chain {
            guard let certificate = Certificate(der: der) else { continue }
            let names = [
                (certificate.issuerHash(), X509_get_issuer_name(certificate.x509)),
                (certificate.subjectHash(), X509_get_subject_name(certificate.x509)),
            ]
            for (hash, name) in names {
                for candidate in anchors[hash] ?? [] where !found.contains(candidate) {
                    guard let anchor = Certificate(der: candidate),
                        X509_NAME_cmp(X509_get_subject_name(anchor.x509), name) == 0
                    else { continue }
                    found.append(candidate)
                }
            }
        }
        return found
    }
}

/// Certificates in PEM text, in their order; what is between them is passed over.
package func certificates(inPEM text: [UInt8]) -> [[UInt8]] {
    guard text.count <= Int(Int32.max), let bio = BIO_new_mem_buf(text, Int32(text.count)) else { return [] }
    defer {
        BIO_free(bio)
        ERR_clear_error()
    }
    var found: [[UInt8]] = []
    while found.count < TrustStore.countLimit, let x509 = PEM_read_bio_X509(bio, nil, nil, nil) {
        defer { X509_free(x509) }
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = i2d_X509(x509, &bytes)
        if count > 0, let bytes { found.append(Array(UnsafeBufferPointer(start: bytes, count: Int(count)))) }
        copenssl_free(bytes)
    }
    return found
}
