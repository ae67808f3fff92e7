import Model

/// The IT security guidelines for TLS of the Dutch National Cyber Security Centre, as Internet.nl applies them: no
/// letters but four levels, and the lowest level of any part is that of the whole.
extension Profile {
    package static let ncscNL2025 = Profile(
        name: "ncsc-nl-2025",
        since: "2025-05-01",
        source:
            "NCSC-NL, “IT Security Guidelines for Transport Layer Security”, 2025-05; Internet.nl 1.11",
        scale: ["insufficient", "phase-out", "sufficient", "good"],
        start: .best,
        rules: [
            Rule("no-encryption", when: .withoutEncryption(except: []), .cap("insufficient")),
            Rule("ssl2", when: .offers(.ssl2), .cap("insufficient")),
            Rule("ssl3", when: .offers(.ssl3), .cap("insufficient")),
            Rule("tls10", when: .offers(.tls10), .cap("insufficient")),
            Rule("tls11", when: .offers(.tls11), .cap("insufficient")),
            Rule("tls12", when: .offers(.tls12), .cap("sufficient")),
            Rule("suite-below-good", when: .offersSuiteOutside(NCSC.good), .cap("sufficient")),
            Rule(
                "suite-below-sufficient", when: .offersSuiteOutside(NCSC.good + NCSC.sufficient), .cap("phase-out")),
            Rule(
                "suite-insufficient", when: .offersSuiteOutside(NCSC.good + NCSC.sufficient + NCSC.phaseOut),
                .cap("insufficient")),
            Rule("group-below-good", when: .offersGroupOutside(NCSC.goodGroups), .cap("phase-out")),
            Rule(
                "group-insufficient", when: .offersGroupOutside(NCSC.goodGroups + NCSC.phaseOutGroups),
                .cap("insufficient")),
            Rule("dh", when: .diffieHellmanBelow(.max), .cap("phase-out")),
            Rule("dh-other", when: .diffieHellmanOutside(NCSC.phaseOutGroups), .cap("insufficient")),
            Rule("rsa-below-3072", when: .keyBelow(3072), .cap("phase-out")),
            Rule("rsa-below-2048", when: .keyBelow(2048), .cap("insufficient")),
            Rule("key-unlisted", when: .keyTypeOutside(NCSC.keyTypes), .cap("insufficient")),
            Rule("sha2-signature", when: .signatureHash(["SHA256", "SHA384", "SHA512"]), .cap("sufficient")),
            Rule("sha224-signature", when: .signatureHash(["SHA224"]), .cap("phase-out")),
            Rule("sha1-signature", when: .signatureHash(["SHA1", "MD5", "MD4", "MD2"]), .cap("insufficient")),
            Rule("compression", when: .compression, .cap("insufficient")),
            Rule("no-extended-master-secret", when: .lacksExtendedMasterSecret, .cap("insufficient")),
            Rule("breaks-dane", when: .breaksDANE, .cap("insufficient")),
            Rule("unauthenticated", when: .unauthenticated(daneAlone: NCSC.mail), .cap("insufficient")),
            Rule("name-mismatch", when: .nameMismatch(except: NCSC.mail), .cap("insufficient")),
        ],
        omissions: ["client-renegotiation", "zero-round-trip", "ocsp-stapling", "revocation", "posh"])
}

/// The guidelines' lists.
private enum NCSC {
    static let good = [SuitePattern([.any], ciphers: ["AES_256_GCM", "CHACHA20_POLY1305"])]
    static let sufficient = [
        SuitePattern([.any], ciphers: ["AES_128_GCM", "AES_128_CCM"]),
        SuitePattern([.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"]),
        SuitePattern([.ecdhe], [.ecdsa], ciphers: ["AES_128_CCM", "AES_256_CCM"]),
    ]
    static let phaseOut = [
        SuitePattern([.ecdhe], [.ecdsa, .rsa], ciphers: ["CAMELLIA*", "ARIA*"], macs: ["AEAD", "SHA256", "SHA384"]),
        SuitePattern([.dhe], [.rsa], ciphers: ["CAMELLIA*", "ARIA*"], macs: ["AEAD", "SHA256", "SHA384"]),
        SuitePattern([.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_128_CBC", "AES_256_CBC"], macs: ["SHA256", "SHA384"]),
        SuitePattern([.dhe], [.rsa], ciphers: ["AES_128_CBC", "AES_256_CBC"], macs: ["SHA256", "SHA384"]),
        SuitePattern(
            [.dhe], [.rsa],
            ciphers: ["AES_128_GCM", "AES_256_GCM", "AES_128_CCM", "AES_256_CCM", "CHACHA20_POLY1305"]),
    ]

    static let goodGroups = [
        "secp256r1", "secp384r1", "secp521r1", "x25519", "x448", "brainpoolP256r1", "brainpoolP384r1",
        "brainpoolP512r1", "brainpoolP256r1tls13", "brainpoolP384r1tls13", "brainpoolP512r1tls13",
        "X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024",
    ]
    static let phaseOutGroups = ["secp224r1", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"]
    static let keyTypes = [
        "EC P-256", "EC P-384", "EC P-521", "EC brainpoolP256r1", "EC brainpoolP384r1", "EC brainpoolP512r1",
        "Ed25519", "Ed448",
    ]
    /// Between mail servers the public authorities prove nothing to anybody (RFC 7672 §1.3); that is information.
    static let mail: [Service] = [.mx]
}
