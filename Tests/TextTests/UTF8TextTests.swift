import Testing

@testable import Text

/// Held against the standard library, which validates too, only more slowly.
struct UTF8TextTests {
    private func isValid(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(UTF8Text.isValid) }

    private func agrees(_ bytes: [UInt8]) -> Bool {
        isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil)
    }

    /// Without `#expect`, which takes far longer than the question itself.
    private func expectAgreement(_ bytes: [UInt8]) {
        if !agrees(bytes) { Issue.record("the standard library thinks otherwise of \(bytes)") }
    }

    /// Every lead with every second byte, alone and before what may follow; and all but the lead at the borders of their
    /// ranges.
    @Test func everySequence() {
        let tails: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for lead in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                expectAgreement([lead, second])
                if lead < 0xC0 { continue }
                expectAgreement([lead, second, 0x80])
                expectAgreement([lead, second, 0x80, 0x80])
                if !tails.contains(second) { continue }
                for third in tails {
                    expectAgreement([lead, second, third])
                    for fourth in tails { expectAgreement([lead, second, third, fourth]) }
                }
            }
        }
    }

    /// A fault, or a scalar that is cut off, at every place of a text longer than what is looked at in one go.
    @Test func everyPlace() {
        let text = Array("Prüfstand: ein Vergleich von 🐟 und Ähnlichem, 2014 …".utf8)
        for place in text.indices {
            #expect(agrees(Array(text[..<place])))
            #expect(agrees(Array(text[place...])))
            for byte: UInt8 in [0x41, 0x80, 0xBF, 0xC3, 0xE2, 0xED, 0xF0, 0xF4, 0xFF] {
                var broken = text
                broken[place] = byte
                #expect(agrees(broken))
            }
        }
        #expect(isValid([]))
    }
}
