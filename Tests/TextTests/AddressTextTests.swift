import Testing
import Text

@Suite struct AddressTextTests {
    private func encoded(_ url: String) -> String {
        var url = url
        return url.withUTF8 { PercentEncoding.encoded(link: UnsafeRawBufferPointer($0)) }
    }

    /// As cmark 0.30 writes links.
    @Test(arguments: [
        (#"https://e.example/a\b"#, "https://e.example/a%5Cb"),
        ("https://e.example/a]b[", "https://e.example/a%5Db%5B"),
        (#"https://e.example/"x""#, "https://e.example/%22x%22"), ("https://e.example/ä", "https://e.example/%C3%A4"),
        ("https://e.example/%20?a=b&c=(d)#e'~*!;:@$,+", "https://e.example/%20?a=b&c=(d)#e'~*!;:@$,+"),
        ("https://e.example/{}|^`<>", "https://e.example/%7B%7D%7C%5E%60%3C%3E"),
        ("https://[2001:db8::1]/a]", "https://[2001:db8::1]/a%5D"),
    ])
    func linksAreEncodedOnce(_ url: String, _ expected: String) {
        #expect(encoded(url) == expected)
        #expect(encoded(expected) == expected)
    }

    @Test func tagsWithSymbolsHaveAddressesOfTheirOwn() {
        #expect(["C", "C++", "C#", "Jabber"].map { Slug.make(tag: $0) } == ["c", "c-plus-plus", "c-sharp", "jabber"])
    }

    @Test func noncharactersAreReplaced() {
        func page(_ text: String) -> String {
            var bytes = HTMLBytes()
            bytes.append(escaped: text)
            bytes.replaceNoncharacters()
            return bytes.string
        }
        func text(_ scalars: [UInt32]) -> String {
            String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
        }
        let noncharacters: [UInt32] = [0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF]
        #expect(page("a\(text(noncharacters))b") == "a\(String(repeating: "\u{FFFD}", count: 6))b")
        let others = text([0xFDCF, 0xFDF0, 0xFFFD, 0xFF01, 0x1F600, 0x1FFFD, 0x10FFFD, 0x20AC, 0xE4])
        #expect(page(others) == others)
    }
}
