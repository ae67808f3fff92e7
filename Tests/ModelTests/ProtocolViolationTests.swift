import Model
import Testing

@Suite struct ProtocolViolationTests {
    @Test(arguments: ProtocolViolation.Kind.allCases) func aSentenceCanBeTakenApart(_ kind: ProtocolViolation.Kind) {
        let hasName = kind.pattern.contains("{name}")
        let oddity = ProtocolViolation(
            kind, name: hasName ? "TLSv1.2, of all" : "", other: kind.pattern.contains("{other}") ? "TLSv1.1" : "")
        #expect(!oddity.sentence.contains("{"))
        #expect(ProtocolViolation(sentence: oddity.sentence) == oddity)
    }

    /// Snapshots that were published before the sentences were reworded.
    @Test(arguments: [
        ("breaks off where an alert is due", ProtocolViolation(.breaksOff)),
        ("breaks off when it has chosen a suite with DHE", ProtocolViolation(.breaksOffAfterDHE)),
        (
            "breaks off when it is offered TLS_RSA_WITH_RC4_128_MD5 alone",
            ProtocolViolation(.breaksOffAfterSuite, name: "TLS_RSA_WITH_RC4_128_MD5")
        ),
        ("reads only the beginning of a long list of suites", ProtocolViolation(.readsOnlyTheBeginning)),
        ("answers only hellos without extensions", ProtocolViolation(.bareHellosOnly)),
        (
            "refuses TLSv1.3 hellos instead of choosing an older version",
            ProtocolViolation(.refusesVersion, name: "TLSv1.3")
        ),
    ])
    func sentencesOfEarlierVersions(_ sentence: String, _ violation: ProtocolViolation) {
        #expect(ProtocolViolation(sentence: sentence) == violation)
    }

    @Test func whatNobodySays() {
        for sentence in [
            "", "chose ", "closes the connection", "chose , which was not offered", "refuses  ClientHellos", "is odd",
        ] {
            #expect(ProtocolViolation(sentence: sentence) == nil)
        }
        #expect(ProtocolViolation(sentence: "chose version 0x0305, above TLSv1.3")?.kind == .choseHigherVersion)
        #expect(
            ProtocolViolation(sentence: "chose TLS_RSA_WITH_RC4_128_SHA, which was not offered")
                == ProtocolViolation(.choseUnoffered, name: "TLS_RSA_WITH_RC4_128_SHA"))
    }
}
