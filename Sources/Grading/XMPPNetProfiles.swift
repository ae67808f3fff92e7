import Model

/// The rules of xmpp.net, the test bench for XMPP servers that ran until 2022, as of the two dates that the tables
/// of 2014 stand under, and as it had them last. STARTTLS being required, DNSSEC and DANE never changed its grade.
extension Profile {
    /// In force from 25 January 2014; the table of 29 July 2014 was graded by it.
    package static let xmppNet201401 = Profile(
        name: "xmpp.net-2014-01",
        since: "2014-01-25",
        source: "xmpp.net, “About”, 2014-01-25",
        scale: ["F", "T", "E", "D", "C", "B", "A-", "A"],
        start: .points(
            Points(
                versions: [.ssl2: 20, .ssl3: 80, .tls10: 90, .tls11: 95, .tls12: 100, .tls13: 100],
                keySteps: [
                    .init(below: 1, points: 0), .init(below: 512, points: 20), .init(below: 1024, points: 40),
                    .init(below: 2048, points: 80), .init(below: 4096, points: 90),
                ],
                suiteSteps: [.init(below: 1, points: 0), .init(below: 128, points: 20), .init(below: 256, points: 80)],
                letters: [
                    .init("A", from: 80), .init("B", from: 65), .init("C", from: 50), .init("D", from: 35),
                    .init("E", from: 20),
                ])),
        rules: [
            Rule("ssl2", when: .offers(.ssl2), .fail),
            Rule("rsa-below-1024", when: .keyBelow(1024), .fail),
            Rule("md5-signature", when: .signatureHash(["MD5"]), .fail),
            Rule("untrusted-certificate", when: .untrusted, .fail),
            Rule("rsa-below-2048", when: .keyBelow(2048), .cap("B")),
            Rule("no-tls12", when: .lacks(.tls12), .cap("B")),
            Rule("rc4", when: .rc4WithModernTLS, .minus),
        ],
        omissions: ["revocation", "posh"])

    /// In force from 15 August 2014: adds `T`, and forward secrecy for a full `A`.
    package static let xmppNet201408: Profile = {
        var profile = xmppNet201401
        profile.name = "xmpp.net-2014-08"
        profile.since = "2014-08-15"
        profile.source = "xmpp.net, “About”, 2014-08-15"
        profile.rules.removeAll { $0.name == "untrusted-certificate" }
        profile.rules += [
            Rule("no-forward-secrecy", when: .noForwardSecrecy, .minus),
            // Last, because it depends on the letter that the others leave.
            Rule("untrusted-certificate", when: .untrusted, .distrust),
        ]
        return profile
    }()

    /// In force from 20 October 2015, until the end: SSLv3, small Diffie-Hellman groups and compression cost more.
    package static let xmppNet201510: Profile = {
        var profile = xmppNet201408
        profile.name = "xmpp.net-2015-10"
        profile.since = "2015-10-20"
        profile.source = "xmpp.net, “About”, 2015-10-20"
        if case .points(var points) = profile.start {
            points.diffieHellmanLowersKey = true
            profile.start = .points(points)
        }
        profile.rules = [
            Rule("ssl2", when: .offers(.ssl2), .fail),
            Rule("ssl3-best", when: .bestIs(.ssl3), .fail),
            Rule("rsa-below-1024", when: .keyBelow(1024), .fail),
            Rule("md5-signature", when: .signatureHash(["MD5"]), .fail),
            Rule("rsa-below-2048", when: .keyBelow(2048), .cap("B")),
            Rule("ssl3", when: .offers(.ssl3), .cap("B")),
            Rule("dh-below-2048", when: .diffieHellmanBelow(2048), .cap("B")),
            Rule("compression", when: .compression, .cap("C")),
            Rule("rc4", when: .rc4WithModernTLS, .cap("C")),
            Rule("no-tls12", when: .lacks(.tls12), .cap("C")),
            Rule("no-forward-secrecy", when: .noForwardSecrecy, .minus),
            Rule("untrusted-certificate", when: .untrusted, .distrust),
        ]
        return profile
    }()
}
