import COpenSSL

/// Digests (FIPS 180-4).
package enum Digest {
    /// 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            count = SHA256(bytes, bytes.count, digest.baseAddress) == nil ? 0 : 32
        }
    }

    /// 64 bytes.
    package static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 64) { digest, count in
            count = SHA512(bytes, bytes.count, digest.baseAddress) == nil ? 0 : 64
        }
    }
}
