import Model
import Testing

@Suite struct OddityTests {
    @Test(arguments: ProtocolViolation.Kind.allCases) func aSentenceCanBeTakenApart(_ kind: ProtocolViolation.Kind) {
        let hasName = kind.pattern.contains("{name}")
        let oddity = ProtocolViolation(
            kind, name: hasName ? "TLSv1.2, of all" : "", other: kind.pattern.contains("{other}") ? "TLSv1.1" : "")
        #expect(!oddity.sentence.contains("{"))
        #expect(ProtocolViolation(sentence: oddity.sentence) == oddity)
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
