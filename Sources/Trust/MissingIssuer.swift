import COpenSSL

/// What is to be said of an issuer that is neither in the chain sent nor in the store. From outside one cannot always
/// tell an intermediate that the server forgot from a root that nobody trusts; this goes by what the certificate
/// itself says of its issuer, and says so where that is not enough.
enum MissingIssuer {
    /// - `missing-intermediate`: its authority key identifier says that the issuer was issued by another, or a leaf names a
    ///   place to fetch its issuer from (RFC 5280 §4.2.2.1, `caIssuers`), as certificates under an intermediate do.
    /// - `untrusted-root`: its authority key identifier says that the issuer issued itself, or it is a CA itself.
    /// - `unknown-issuer`: a leaf that says neither.
    static func name(ofIssuerOf certificate: OpaquePointer?, depth: Int) -> String {
        guard let certificate else { return "unknown-issuer" }
        if let issuerIsRoot = issuerIsRoot(certificate) {
            return issuerIsRoot ? "untrusted-root" : "missing-intermediate"
        }
        if depth > 0 { return "untrusted-root" }
        guard let access = copenssl_authority_information_access(certificate) else { return "unknown-issuer" }
        defer { copenssl_authority_information_access_free(access) }
        return copenssl_ca_issuers_count(access) > 0 ? "missing-intermediate" : "unknown-issuer"
    }

    /// By the `authorityCertIssuer` of RFC 5280 §4.2.1.1: the name of the issuer's issuer. `nil` where there is none.
    private static func issuerIsRoot(_ certificate: OpaquePointer) -> Bool? {
        guard let names = X509_get0_authority_issuer(certificate) else { return nil }
        for index in 0..<max(0, copenssl_general_names_count(names)) {
            guard let entry = copenssl_general_names_value(names, index) else { continue }
            var type: Int32 = 0
            let value = GENERAL_NAME_get0_value(entry, &type)
            guard type == copenssl_general_name_directory, let value else { continue }
            return X509_NAME_cmp(OpaquePointer(value), X509_get_issuer_name(certificate)) == 0
        }
        return nil
    }
}
