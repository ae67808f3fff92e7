import COpenSSL
import Model

/// Digests (FIPS 180-4).
package enum Digest {
    /// 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            count = SHA256(bytes, bytes.count, digest.baseAddress) == nil ? 0 : 32
        }
    }

    /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
    package static func sha256Text(_ bytes: [UInt8]) -> String { hexadecimal(sha256(bytes)) }

    /// 20 bytes. Broken (RFC 6194): to compare with what others made, and for nothing else.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { digest, count in
            count = SHA1(bytes, bytes.count, digest.baseAddress) == nil ? 0 : 20
        }
    }

    /// 48 bytes.
    package static func sha384(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 48) { digest, count in
            count = SHA384(bytes, bytes.count, digest.baseAddress) == nil ? 0 : 48
        }
    }

    /// 64 bytes.
    package static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 64) { digest, count in
            count = SHA512(bytes, bytes.count, digest.baseAddress) == nil ? 0 : 64
        }
    }
}
