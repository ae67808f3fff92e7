import Findings

/// Which suites are offered for a version, and in which order.
enum SuiteOffer {
    /// Suites that only TLS 1.3 has (RFC 8446 appendix B.4, RFC 8998, RFC 9150, RFC 9367).
    static let tls13: [UInt32] = [
        0x1302, 0x1301, 0x1303, 0x1304, 0x1305, 0x00C6, 0x00C7, 0xC0B4, 0xC0B5, 0xC103, 0xC104, 0xC105, 0xC106,
        0x1306, 0x1307,
    ]

    /// Suites of SSLv3 to TLS 1.2, the usual ones first, ChaCha20 at the end. What belongs to a later version by
    /// its specification is asked for in the earlier ones too: some servers do not mind.
    static let classic: [UInt32] = {
        let only13 = Set(tls13)
        let suites = SuiteRegistry.tls.filter { !only13.contains($0.code) && $0.code != 0 }
        return chaChaLast(suites.sorted { (rank($0), $0.code) < (rank($1), $1.code) }.map(\.code))
    }()

    /// The classic suites in the order of how usual they are, ChaCha20 among them.
    static let byUse: [UInt32] = classic.sorted { (useRank[$0] ?? 9, $0) < (useRank[$1] ?? 9, $1) }

    /// Places of the classic and TLS 1.3 suites in an offer.
    static let place: [UInt32: Int] = Dictionary(
        (tls13 + classic).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

    private static let useRank = Dictionary(
        SuiteRegistry.tls.map { ($0.code, rank($0)) }, uniquingKeysWith: { first, _ in first })

    private static let chaCha: Set<UInt32> = Set(
        SuiteRegistry.tls.filter { $0.cipher.hasPrefix("CHACHA20") }.map(\.code))

    static func isChaCha(_ suite: UInt32) -> Bool { chaCha.contains(suite) }

    /// The same suites, ChaCha20 moved to the end: a server that moves ChaCha20 up because a client puts it first
    /// (OpenSSL's PrioritizeChaCha) must not have the occasion.
    static func chaChaLast(_ suites: [UInt32]) -> [UInt32] {
        suites.filter { !isChaCha($0) } + suites.filter(isChaCha)
    }

    private static func rank(_ suite: SuiteFacts) -> Int {
        switch (suite.keyExchange, suite.authentication) {
        case (.rsa, _), (.dhe, .rsa), (.ecdhe, .rsa), (.ecdhe, .ecdsa):
            let usual = suite.cipher.hasPrefix("AES") && !suite.cipher.contains("CCM")
            if !suite.export, usual || ["3DES_EDE_CBC", "RC4_128", "CHACHA20_POLY1305"].contains(suite.cipher) {
                return 0
            }
            return suite.cipher.hasPrefix("ARIA") || suite.cipher.contains("28147") ? 2 : 1
        case (.dhe, _), (.ecdhe, _): return 2
        default: return 3
        }
    }
}
