import Findings

/// The rules of xmpp.net, the test bench for XMPP servers that ran until 2022, as of the two dates that the tables
/// of 2014 stand under. STARTTLS being required, DNSSEC and DANE never changed its grade.
extension Profile {
    /// In force from 25 January 2014; the table of 29 July 2014 was graded by it.
    public static let xmppNet201401 = Profile(
        name: "xmpp.net-2014-01",
        since: "2014-01-25",
        source: "xmpp.net, “About”, as of 25 January 2014",
        versionPoints: [.ssl2: 20, .ssl3: 80, .tls10: 90, .tls11: 95, .tls12: 100, .tls13: 100],
        keySteps: [
            Step(below: 1, points: 0), Step(below: 512, points: 20), Step(below: 1024, points: 40),
            Step(below: 2048, points: 80), Step(below: 4096, points: 90),
        ],
        suiteSteps: [Step(below: 1, points: 0), Step(below: 128, points: 20), Step(below: 256, points: 80)],
        letters: [
            Letter("A", from: 80), Letter("B", from: 65), Letter("C", from: 50), Letter("D", from: 35),
            Letter("E", from: 20),
        ],
        rules: [
            Rule("ssl2", when: .offers(.ssl2), .fail),
            Rule("rsa-below-1024", when: .keyBelow(1024), .fail),
            Rule("md5-signature", when: .signatureHash("MD5"), .fail),
            Rule("untrusted-certificate", when: .untrusted, .fail),
            Rule("rsa-below-2048", when: .keyBelow(2048), .cap("B")),
            Rule("no-tls12", when: .lacks(.tls12), .cap("B")),
            Rule("rc4", when: .rc4WithModernTLS, .minus),
        ])

    /// In force from 15 August 2014: adds `T`, and forward secrecy for a full `A`.
    public static let xmppNet201408: Profile = {
        var profile = xmppNet201401
        profile.name = "xmpp.net-2014-08"
        profile.since = "2014-08-15"
        profile.source = "xmpp.net, “About”, as of 15 August 2014"
        profile.rules.removeAll { $0.name == "untrusted-certificate" }
        profile.rules += [
            Rule("no-forward-secrecy", when: .noForwardSecrecy, .minus),
            // Last, because it depends on the letter that the others leave.
            Rule("untrusted-certificate", when: .untrusted, .distrust),
        ]
        return profile
    }()
}
