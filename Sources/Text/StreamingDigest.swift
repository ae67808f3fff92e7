import COpenSSL
import Model

/// SHA-256 (FIPS 180-4) of what comes in parts; the parts do not show in the result.
package struct StreamingDigest: ~Copyable {
    private let context: OpaquePointer?
    private var isSound: Bool

    package init() {
        context = EVP_MD_CTX_new()
        isSound = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func add(_ part: [UInt8]) {
        isSound = isSound && EVP_DigestUpdate(context, part, part.count) == 1
    }

    /// Ends it.
    /// - Returns: 64 lower-case hexadecimal digits, as `sha256sum` prints them; empty where OpenSSL had no memory for it,
    ///   and where it was ended before.
    package mutating func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        guard isSound, EVP_DigestFinal_ex(context, &digest, nil) == 1 else { return "" }
        isSound = false
        return hexadecimal(digest)
    }
}
