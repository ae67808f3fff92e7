import Model

/// Certificates by their DER forms, each parsed once: loading a public key is what costs most in OpenSSL 3. Not
/// `Sendable`: it stays in the task that made it.
package final class ParsedCertificates {
    private var known: [Bytes: Certificate?] = [:]

    package init() {}

    /// `nil` where the bytes are no certificate.
    func certificate(_ der: [UInt8]) -> Certificate? {
        let key = Bytes(der)
        if let known = known[key] { return known }
        let certificate = Certificate(der: der)
        known[key] = .some(certificate)
        return certificate
    }
}
