import Model

/// The rating of SSL Labs, as far as it looks at what is measured here; for comparison with tools that copy it.
extension Profile {
    package static let sslLabs2009r = Profile(
        name: "ssllabs-2009r",
        since: "2025-05-16",
        source: "Qualys SSL Labs, “SSL Server Rating Guide”, 2009r",
        scale: ["F", "T", "M", "E", "D", "C", "B", "A-", "A"],
        start: .points(
            Points(
                versions: [.ssl2: 0, .ssl3: 80, .tls10: 90, .tls11: 95, .tls12: 100, .tls13: 100],
                keySteps: [
                    .init(below: 1, points: 0), .init(below: 512, points: 20), .init(below: 1024, points: 40),
                    .init(below: 2048, points: 80), .init(below: 4096, points: 90),
                ],
                suiteSteps: [.init(below: 1, points: 0), .init(below: 128, points: 20), .init(below: 256, points: 80)],
                letters: [
                    .init("A", from: 80), .init("B", from: 65), .init("C", from: 50), .init("D", from: 35),
                    .init("E", from: 20),
                ], diffieHellmanLowersKey: true)),
        rules: [
            Rule("ssl2", when: .offers(.ssl2), .fail),
            Rule("ssl3-best", when: .bestIs(.ssl3), .fail),
            Rule("broken-suite", when: .offersSuite(SSLLabs.broken), .fail),
            Rule("rsa-below-1024", when: .keyBelow(1024), .fail),
            Rule("md5-signature", when: .signatureHash(["MD5", "MD4", "MD2"]), .fail),
            Rule("rsa-below-2048", when: .keyBelow(2048), .cap("B")),
            Rule("dh-below-2048", when: .diffieHellmanBelow(2048), .cap("B")),
            Rule("ssl3", when: .offers(.ssl3), .cap("B")),
            Rule("tls10", when: .offers(.tls10), .cap("B")),
            Rule("tls11", when: .offers(.tls11), .cap("B")),
            Rule("rc4-offered", when: .offersSuite([SuitePattern(ciphers: ["RC4*"])]), .cap("B")),
            Rule("no-forward-secrecy", when: .noForwardSecrecy, .cap("B")),
            Rule("no-aead", when: .lacksSuite([SuitePattern(macs: ["AEAD"])]), .cap("B")),
            Rule("compression", when: .compression, .cap("C")),
            Rule("rc4", when: .rc4WithModernTLS, .cap("C")),
            // All ciphers with blocks of 64 bits ("SSL Labs Grading Changes January 2017", update of 27 January).
            Rule(
                "short-block-modern",
                when: .offersSuiteSince(.tls11, [SuitePattern(ciphers: ["3DES*", "IDEA*", "RC2*"])]), .cap("C")),
            Rule("no-tls12", when: .bestIs(.tls11), .cap("C")),
            Rule("no-tls13", when: .lacks(.tls13), .minus),
            Rule("name-mismatch", when: .nameMismatch(except: []), .replace("M")),
            Rule("unauthenticated", when: .unauthenticated(daneAlone: []), .replace("T")),
        ],
        omissions: [
            "strict-transport", "curve-points", "client-renegotiation", "zero-round-trip", "revocation",
            "known-vulnerabilities", "posh",
        ])
}

/// The lists of the guide.
private enum SSLLabs {
    /// Anonymous, NULL, EXPORT and single DES.
    static let broken = [
        SuitePattern([], [.anonymous, .null]), SuitePattern(export: true),
        SuitePattern(ciphers: ["NULL", "DES_*", "DES40*"]),
    ]
}
