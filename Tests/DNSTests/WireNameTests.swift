import DNS
import Testing

@Suite struct WireNameTests {
    @Test func labelsWithTheirLengths() {
        #expect(wireName(".") == [0])
        #expect(wireName("Example.NET") == [7] + Array("example".utf8) + [3] + Array("net".utf8) + [0])
        #expect(wireName("example.net.") == wireName("example.net"))
        // As names in answers are written: a dot inside a label, an octet that is no text, a capital letter.
        #expect(wireName(#"a\046b\000\065.c"#) == [5, 97, 46, 98, 0, 97, 1, 99, 0])
    }

    @Test(arguments: ["", ".a", "a..b", "a..", #"a\04"#, #"a\999.b"#, #"a\x"#]) func whatIsNoName(name: String) {
        #expect(wireName(name) == nil)
    }

    @Test func lengths() {
        let label = String(repeating: "a", count: 63)
        #expect(wireName(label)?.count == 65 && wireName(label + "a") == nil)
        let longest = [label, label, label, String(label.prefix(61))].joined(separator: ".")
        #expect(wireName(longest)?.count == 255 && wireName(longest + "a") == nil)
    }
}
