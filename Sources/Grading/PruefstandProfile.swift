import Model

/// The rules of this bench. Their spine is NCSC-NL 2025; the letters are the ones that readers of 2014 know.
extension Profile {
    package static let pruefstand2026 = Profile(
        name: "pruefstand-2026",
        since: "2026-11-01",
        source: "Prüfstand; NCSC-NL 2025-05, RFC 9325, RFC 7672",
        scale: ["F", "T", "M", "C", "B", "A-", "A", "A+"],
        start: .best,
        rules: [
            Rule("no-encryption", when: .withoutEncryption(except: [.mx]), .fail),
            Rule("ssl2", when: .offers(.ssl2), .fail),
            Rule("ssl3", when: .offers(.ssl3), .fail),
            Rule("no-tls12-or-later", when: .bestIs(.tls11), .fail),
            Rule("broken-suite", when: .offersSuite(Bench.broken), .fail),
            Rule("rsa-below-2048", when: .keyBelow(2048), .fail),
            Rule("tls10", when: .offers(.tls10), .cap("C")),
            Rule("tls11", when: .offers(.tls11), .cap("C")),
            Rule("triple-des", when: .offersSuite([SuitePattern(ciphers: ["3DES*"])]), .cap("C")),
            Rule("static-key", when: .offersSuite(Bench.staticKey), .cap("C")),
            Rule(
                "starttls-optional", when: .startTLSOptional([.xmppClient, .xmppServer, .submission]), .cap("C")),
            Rule("cbc", when: .offersSuite([SuitePattern(macs: Bench.separateMACs)]), .cap("B")),
            Rule("dhe", when: .offersSuite([SuitePattern([.dhe, .dhePSK])]), .cap("B")),
            Rule("ffdhe", when: .offersGroup(Bench.finiteFields), .cap("B")),
            Rule("rsa-below-3072-alone", when: .onlyRSABelow(3072), .cap("B")),
            Rule("no-tls13", when: .lacks(.tls13), .cap("A-")),
            Rule("beside-ecdhe-aead", when: .offersSuiteOutside(Bench.best), .cap("A-")),
            Rule("no-hybrid-group", when: .lacksGroup(Bench.hybrids), .cap("A")),
            Rule("no-dane", when: .withoutDANE, .cap("A")),
            Rule("name-mismatch", when: .nameMismatch(except: [.mx]), .replace("M")),
            Rule("unauthenticated", when: .unauthenticated(daneAlone: [.mx]), .replace("T")),
        ],
        omissions: ["dh-size", "tls-compression", "signature-hash"] + Bench.omissions)

    /// What its forerunner overlooked: small Diffie-Hellman groups (RFC 9325 §4.1 and §4.3), compression (RFC 9325 §3.3),
    /// and certificates with signatures that can be forged (RFC 9155), which NCSC-NL calls insufficient. What must not be
    /// selected with TLS 1.2 since July 2026, finite-field Diffie-Hellman, counts as much as static keys (RFC 10015).
    package static let pruefstand202612: Profile = {
        var profile = pruefstand2026
        profile.name = "pruefstand-2026-12"
        profile.since = "2026-12-01"
        profile.source = "Prüfstand; NCSC-NL 2025-05, RFC 9325, RFC 10015, RFC 9155, RFC 7672"
        for index in profile.rules.indices where profile.rules[index].name == "dhe" {
            profile.rules[index].effect = .cap("C")
        }
        let added = [
            Rule("dh-below-2048", when: .diffieHellmanBelow(2048), .fail),
            Rule("compression", when: .compression, .fail),
            Rule("sha1-signature", when: .signatureHash(["SHA1", "MD5", "MD4", "MD2"]), .fail),
        ]
        // With those that say F.
        let place = profile.rules.firstIndex { $0.effect != .fail } ?? profile.rules.endIndex
        profile.rules.insert(contentsOf: added, at: place)
        profile.omissions = Bench.omissions
        return profile
    }()
}

/// What the rules of the bench are about.
private enum Bench {
    static let omissions = [
        "client-renegotiation", "zero-round-trip", "ocsp-stapling", "revocation", "extended-master-secret",
        "other-violations", "posh",
    ]
    /// Anonymous, NULL, EXPORT, single DES, RC2, RC4 or MD5.
    static let broken = [
        SuitePattern([], [.anonymous, .null]), SuitePattern(export: true), SuitePattern(macs: ["MD5"]),
        SuitePattern(ciphers: ["NULL", "RC4*", "RC2*", "DES_*", "DES40*"]),
    ]
    /// Whoever gets the server's key can read what was recorded before.
    static let staticKey = [SuitePattern([.rsa, .dh, .ecdh, .rsaPSK])]
    /// Suites with a MAC of their own: block ciphers in CBC mode, as far as they are not caught above.
    static let separateMACs = ["SHA", "SHA256", "SHA384", "SHA512", "SM3"]
    static let finiteFields = ["ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"]
    static let best = [
        SuitePattern([.any]),
        SuitePattern([.ecdhe], [.ecdsa, .rsa], ciphers: ["AES_*", "CHACHA20*", "ARIA*", "CAMELLIA*"], macs: ["AEAD"]),
    ]
    static let hybrids = ["X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024", "curveSM2MLKEM768"]
}
