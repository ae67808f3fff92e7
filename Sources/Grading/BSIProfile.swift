import Model

/// For how long the German BSI recommends everything that a server offers: the first end counts. What the guideline does
/// not list is not recommended, which does not say that it is insecure.
extension Profile {
    package static let bsi2026 = Profile(
        name: "bsi-2026",
        since: "2026-02-11",
        source: "BSI TR-02102-2, 2026-01; TR-03108",
        scale: ["not-recommended", "until-2029", "until-2031", "recommended"],
        start: .best,
        rules: [
            Rule("no-encryption", when: .withoutEncryption(except: []), .cap("not-recommended")),
            Rule("ssl2", when: .offers(.ssl2), .cap("not-recommended")),
            Rule("ssl3", when: .offers(.ssl3), .cap("not-recommended")),
            Rule("tls10", when: .offers(.tls10), .cap("not-recommended")),
            Rule("tls11", when: .offers(.tls11), .cap("not-recommended")),
            Rule("suite-unlisted", when: .offersSuiteOutside(BSI.ecdhe + BSI.dhe), .cap("not-recommended")),
            Rule("rsa-below-3000", when: .keyBelow(3000), .cap("not-recommended")),
            Rule("dh-below-3000", when: .diffieHellmanBelow(3000), .cap("not-recommended")),
            // The same groups as in TLS 1.2, so the same size.
            Rule("ffdhe2048", when: .offersGroup(["ffdhe2048"]), .cap("not-recommended")),
            Rule("sha1-signature", when: .signatureHash(["SHA1", "MD5", "MD4", "MD2"]), .cap("not-recommended")),
            Rule("pkcs1-signature", when: .signsWith("rsa_pkcs1"), .cap("not-recommended")),
            Rule("compression", when: .compression, .cap("not-recommended")),
            Rule("unauthenticated", when: .unauthenticated(daneAlone: [.mx]), .cap("not-recommended")),
            Rule("name-mismatch", when: .nameMismatch(except: [.mx]), .cap("not-recommended")),
            Rule("no-dane-for-mail", when: .lacksDANE(of: [.mx]), .cap("not-recommended")),
            Rule("dhe", when: .offersSuite(BSI.dhe), .cap("until-2029")),
            Rule("ffdhe", when: .offersGroup(BSI.finiteFields), .cap("until-2029")),
            Rule("tls12", when: .offers(.tls12), .cap("until-2031")),
            Rule("no-hybrid-group", when: .lacksGroup(BSI.hybrids), .cap("until-2031")),
        ],
        omissions: [
            "curves", "certificate-pkcs1", "client-renegotiation", "zero-round-trip", "ocsp-stapling", "revocation",
            "outbound-dane", "posh",
        ])
}

/// The lists of the guideline.
private enum BSI {
    static let ecdhe = [
        SuitePattern([.any], ciphers: ["AES_128_GCM", "AES_256_GCM", "AES_128_CCM"]),
        SuitePattern(
            [.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_128_CBC", "AES_256_CBC"], macs: ["SHA256", "SHA384"]),
        SuitePattern(
            [.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_128_GCM", "AES_256_GCM", "AES_128_CCM", "AES_256_CCM"]),
    ]
    static let dhe = [
        SuitePattern([.dhe], [.dss, .rsa], ciphers: ["AES_128_CBC", "AES_256_CBC"], macs: ["SHA256", "SHA384"]),
        SuitePattern(
            [.dhe], [.dss, .rsa], ciphers: ["AES_128_GCM", "AES_256_GCM", "AES_128_CCM", "AES_256_CCM"]),
    ]
    static let finiteFields = ["ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"]
    static let hybrids = ["X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024"]
}
