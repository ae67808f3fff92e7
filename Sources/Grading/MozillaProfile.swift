import Model

/// The configurations that Mozilla recommends, as levels: the strictest whose bounds a server keeps. Each allows all that
/// the stricter ones do, so a server that offers less than one of them lists keeps its bounds, too.
extension Profile {
    package static let mozilla58 = Profile(
        name: "mozilla-5.8",
        since: "2026-05-03",
        source: "Mozilla, “Server Side TLS”, 5.8",
        scale: ["none", "old", "intermediate", "modern"],
        start: .best,
        rules: [
            Rule("no-encryption", when: .withoutEncryption(except: []), .cap("none")),
            Rule("ssl2", when: .offers(.ssl2), .cap("none")),
            Rule("ssl3", when: .offers(.ssl3), .cap("none")),
            Rule("suite-outside-old", when: .offersSuiteOutside(Mozilla.old), .cap("none")),
            Rule("rsa-below-2048", when: .keyBelow(2048), .cap("none")),
            Rule("key-unlisted", when: .keyTypeOutside(Mozilla.curves), .cap("none")),
            Rule("sha1-signature", when: .signatureHash(["SHA1", "MD5", "MD4", "MD2"]), .cap("none")),
            Rule("lives-over-366-days", when: .lifetimeAbove(366), .cap("none")),
            Rule("unauthenticated", when: .unauthenticated(daneAlone: [.mx]), .cap("none")),
            Rule("name-mismatch", when: .nameMismatch(except: [.mx]), .cap("none")),
            Rule("tls10", when: .offers(.tls10), .cap("old")),
            Rule("tls11", when: .offers(.tls11), .cap("old")),
            Rule("suite-outside-intermediate", when: .offersSuiteOutside(Mozilla.intermediate), .cap("old")),
            Rule("tls12", when: .offers(.tls12), .cap("intermediate")),
            Rule("suite-outside-modern", when: .offersSuiteOutside(Mozilla.modern), .cap("intermediate")),
            Rule("rsa-key", when: .keyBelow(.max), .cap("intermediate")),
            Rule("lives-over-90-days", when: .lifetimeAbove(90), .cap("intermediate")),
        ],
        omissions: ["group-preference", "strict-transport", "ocsp-stapling", "revocation", "posh"])
}

/// The lists of the guidelines.
private enum Mozilla {
    static let modern = [SuitePattern([.any], ciphers: ["AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"])]
    /// Since 5.8 without finite-field Diffie-Hellman.
    static let intermediate =
        modern + [
            SuitePattern(
                [.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"])
        ]
    static let old =
        intermediate + [
            SuitePattern(
                [.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_128_CBC", "AES_256_CBC"], macs: ["SHA", "SHA256", "SHA384"]),
            SuitePattern(
                [.rsa], [.rsa], ciphers: ["AES_128_GCM", "AES_256_GCM", "AES_128_CBC", "AES_256_CBC"],
                macs: ["AEAD", "SHA", "SHA256"]),
            SuitePattern([.rsa], [.rsa], ciphers: ["3DES_EDE_CBC"], macs: ["SHA"]),
        ]
    static let curves = ["EC P-256", "EC P-384"]
}
