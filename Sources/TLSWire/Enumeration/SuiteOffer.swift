import Model

/// Which suites are offered for a version, and in which order.
enum SuiteOffer {
    /// Suites that only TLS 1.3 has (RFC 9846 appendix B.4, RFC 8998, RFC 9150, RFC 9367).
    static let tls13: [UInt32] = [
        0x1302, 0x1301, 0x1303, 0x1304, 0x1305, 0x00C6, 0x00C7, 0xC0B4, 0xC0B5, 0xC103, 0xC104, 0xC105, 0xC106,
        0x1306, 0x1307,
    ]

    /// One of the numbers that stay unassigned so that servers get used to unknown ones (RFC 8701 §2).
    static let unassigned: UInt32 = 0x8A8A

    /// Suites of SSLv3 to TLS 1.2, the usual ones first, ChaCha20 at the end. What belongs to a later version by
    /// its specification is asked for in the earlier ones too: some servers do not mind.
    static let classic: [UInt32] = {
        let only13 = Set(tls13)
        let suites = SuiteRegistry.tls.filter { !only13.contains($0.code) && $0.code != 0 }
        let ranked = suites.map { (rank: rank($0), code: $0.code) }
        return chaChaLast(ranked.sorted { $0 < $1 }.map(\.code))
    }()

    /// Whether these suites are the beginning of a long list: eight, or four with an old one among them.
    static func looksLong(_ accepted: Set<UInt32>) -> Bool {
        accepted.count >= 8 || accepted.count >= 4 && accepted.contains { partOf[$0] ?? 8 > 1 }
    }

    /// The parts into which a long list is divided. They are such that a server's own order rarely leads from one into
    /// another and back: forward secrecy and AEAD first, then by strength, as OpenSSL and most recommendations sort.
    /// What is longest where a server takes everything comes first, as nothing can be done about its length.
    static func parts(_ version: ProtocolVersion) -> [Int] {
        version >= .tls12 ? [2, 7, 5, 1, 0, 6, 4, 3, 8] : [7, 4, 3, 8]
    }

    /// The part that a classic suite belongs to. Before TLS 1.2 there is no AEAD and no other hash to tell apart.
    static func part(of suite: UInt32, _ version: ProtocolVersion) -> Int {
        let part = partOf[suite] ?? 8
        if version >= .tls12 { return part }
        return part < 3 ? 3 : part == 5 || part == 6 ? 7 : part
    }

    /// The parts of which a server mostly takes something or nothing at all: AEAD with forward secrecy, other suites with
    /// it, those without.
    static func bundle(_ part: Int, _ version: ProtocolVersion) -> [Int] {
        let bundles = version >= .tls12 ? [[0, 1], [2, 3, 4], [7, 5, 6, 8]] : [[3, 4], [7, 8]]
        return bundles.first { $0.contains(part) } ?? [part]
    }

    /// 0 and 1: forward secrecy and AEAD, 256 bits and less; 2: with SHA-2; 3 and 4: with SHA-1; 5, 6 and 7: without
    /// forward secrecy, AEAD, with SHA-2, with SHA-1; 8: what is weak or unusual.
    private static let partOf: [UInt32: Int] = Dictionary(
        SuiteRegistry.tls.map { suite in
            let isUsual = [.rsa, .dhe, .ecdhe, .dh, .ecdh].contains(suite.keyExchange)
            guard isUsual, suite.bits >= 112 else { return (suite.code, 8) }
            let hasSHA2 = suite.mac != "SHA" && suite.mac != "MD5"
            guard suite.keyExchange == .dhe || suite.keyExchange == .ecdhe else {
                return (suite.code, suite.mac == "AEAD" ? 5 : hasSHA2 ? 6 : 7)
            }
            if suite.mac == "AEAD" { return (suite.code, suite.bits >= 256 ? 0 : 1) }
            if hasSHA2 { return (suite.code, 2) }
            return (suite.code, suite.bits >= 256 ? 3 : 4)
        }, uniquingKeysWith: { first, _ in first })

    /// The classic suites in the order of how usual they are, ChaCha20 among them.
    static let byUse: [UInt32] = classic.sorted { (useRank[$0] ?? 9, $0) < (useRank[$1] ?? 9, $1) }

    /// In which order suites are written where no server's order is known: by their parts, each as it is offered.
    static let place: [UInt32: Int] = Dictionary(
        (tls13 + classic).enumerated().map { ($1, (partOf[$1] ?? 8) * 1_000 + $0) },
        uniquingKeysWith: { first, _ in first })

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
