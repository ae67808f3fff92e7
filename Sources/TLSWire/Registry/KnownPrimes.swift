import Model

/// Diffie-Hellman primes that many servers share, recognised by their length, first and last bytes.
package enum KnownPrimes {
    /// Where a prime comes from (`RFC 3526 group 14`, `ffdhe2048`); `nil` where it is not a known one.
    package static func name(_ prime: Bytes) -> String? {
        guard let first = prime.array.first else { return nil }
        let bits = prime.count * 8 - first.leadingZeroBitCount
        let beginning = hexadecimal(prime.array.prefix(8))
        let end = hexadecimal(prime.array.suffix(8))
        if beginning == allOnes, end == allOnes {
            // Both families begin and end in 64 one bits; then come digits of pi, or of e.
            switch hexadecimal(prime.array.dropFirst(8).prefix(8)) {
            case "c90fdaa22168c234": return pi[bits]
            case "adf85458a2bb4a9a": return e[bits]
            default: return nil
            }
        }
        return others["\(bits) \(beginning) \(end)"]
    }

    private static let allOnes = "ffffffffffffffff"

    /// RFC 3526, and RFC 2409 §6 (historical).
    private static let pi: [Int: String] = [
        // Servers still use the groups of the historical RFC.
        768: "RFC 2409 group 1", 1024: "RFC 2409 group 2", 1536: "RFC 3526 group 5", 2048: "RFC 3526 group 14",
        3072: "RFC 3526 group 15", 4096: "RFC 3526 group 16", 6144: "RFC 3526 group 17", 8192: "RFC 3526 group 18",
    ]

    /// RFC 7919 appendix A.
    private static let e: [Int: String] = [
        2048: "ffdhe2048", 3072: "ffdhe3072", 4096: "ffdhe4096", 6144: "ffdhe6144", 8192: "ffdhe8192",
    ]

    private static let others: [String: String] = [
        "512 d4bcd52406f69b35 1e7903529f5a824b": "mod_ssl 2.0 512 bits",
        "512 9fdb8b8a004544f0 d08f70e6aa871033": "mod_ssl 2.2 512 bits",
        "1024 e6969d3d495be32c 5085e21f0dd5c86b": "mod_ssl 2.2 1024 bits",
        "1024 d67de440cbbbdc19 e7393e0f24218eb3": "mod_ssl 2.2 1024 bits",
        "1024 bbbc2dcad8467490 071df045cfe16b9b": "nginx 1024 bits",
        "512 fca682ce8e12caba bdc43ee737592e17": "Java 512 bits",
        "768 e9e642599d355f37 1a8c56ab127a3daf": "Java 768 bits",
        "1024 fd7f53811d751229 2203199dd14801c7": "Java 1024 bits",
        "512 da583c16d9852289 d8003e7c4774e833": "OpenSSL 512 bits",
        "1024 97f64261cab505dd 9b999bb9b787e8ab": "OpenSSL 1024 bits",
        "2048 ed928935824555cb c4dd7f0bbd6f38c3": "OpenSSL 2048 bits",
        "2048 aed037c3bdf33fa2 8bd3f13ddc517d4b": "OpenSSL 2048 bits",
        "4096 feead19dbeaf90f6 5e56964f5f8c3363": "OpenSSL 4096 bits",
        "1024 b10b8f96a080e01d df1fb2bc2e4a4371": "RFC 5114 §2.1",
        "2048 ad107e1e9123a9d0 0ac4dffe0c10e64f": "RFC 5114 §2.2",
        "2048 87a8e61db4b6663c db094ae91e1a1597": "RFC 5114 §2.3",
        // The one above with its bytes the other way round, and divisible by 7: fast_tls with OpenSSL 3 (Debian 12).
        "2048 97151a1ee94a09db 3c66b6b41de6a887": "RFC 5114 §2.3 reversed, not prime",
    ]
}
