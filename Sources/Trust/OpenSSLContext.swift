import COpenSSL

/// An `SSL_CTX` for clients that look and do not judge: every version, suite and group that the library has, security
/// level 0, any certificate accepted.
///
/// `@unchecked Sendable`, and why that holds: there is one only, `shared`, which Swift makes once however many threads
/// ask (`init` is private); `init` alone changes it; after that its only uses are `SSL_new` in `TLSSession` and
/// `DANEVerification`, which OpenSSL documents as safe from several threads (openssl-threads(7): a reference count and a
/// lock of its own); and a `static let` is never released, so `deinit` cannot come in between.
final class OpenSSLContext: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Made once; `nil` where OpenSSL does not take the settings.
    static let shared = OpenSSLContext()

    /// Anonymous and unencrypted suites are last: a server that follows our order then shows its certificate.
    private static let suites = "ALL:COMPLEMENTOFALL:+aNULL:+eNULL:@SECLEVEL=0"
    private static let suites13 =
        "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
        + "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256"
    private static let groups =
        "X25519:P-256:X448:P-384:P-521:ffdhe2048:ffdhe3072:ffdhe4096:ffdhe6144:ffdhe8192:"
        + "brainpoolP256r1:brainpoolP384r1:brainpoolP512r1:secp256k1:P-224:P-192"

    private init?() {
        guard let pointer = SSL_CTX_new(TLS_client_method()) else { return nil }
        self.pointer = pointer
        SSL_CTX_set_security_level(pointer, 0)
        guard SSL_CTX_set_cipher_list(pointer, Self.suites) == 1,
            SSL_CTX_set_ciphersuites(pointer, Self.suites13) == 1, copenssl_set_groups(pointer, Self.groups) == 1,
            SSL_CTX_dane_enable(pointer) > 0
        else { return nil }
        SSL_CTX_set_options(pointer, copenssl_client_options)
        SSL_CTX_set_verify(pointer, SSL_VERIFY_NONE, nil)
        // Judging is done apart, over recorded bytes.
        SSL_CTX_set_cert_verify_callback(pointer, { _, _ in 1 }, nil)
        copenssl_set_maximum_certificate_list(pointer, Certificate.sizeLimit)
        copenssl_session_cache_off(pointer)
        copenssl_set_write_modes(pointer)
    }

    deinit { SSL_CTX_free(pointer) }
}
