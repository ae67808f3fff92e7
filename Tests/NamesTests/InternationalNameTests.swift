import Names
import Testing

@Suite struct InternationalNameTests {
    /// Both ways: what is asked for, and what is shown. RFC 3492 §7.1 (A, B, E), RFC 5891 and 5892, UTS #46 §7.
    @Test(arguments: [
        ("bücher.example", "xn--bcher-kva.example"), ("münchen.example", "xn--mnchen-3ya.example"),
        ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"), ("למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b"),
        ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"), ("مثال.example", "xn--mgbh0fb.example"),
        // Non-transitional: RFC 5894 §7.2 has why these are letters of their own.
        ("faß.de", "xn--fa-hia.de"), ("straße.de", "xn--strae-oqa.de"), ("βόλος.com", "xn--nxasmm1c.com"),
        // A joiner after a virama (RFC 5892 A.2), the middle dot between two l (A.3).
        ("क्\u{200D}ष.example", "xn--11b2ezcw70k.example"), ("l·l.example", "xn--ll-0ea.example"),
        // Right to left: letters, then digits (RFC 5893 §2).
        ("אב1.example", "xn--1-zhcd.example"),
        // Letters of several scripts are allowed by IDNA; that is why both forms are shown.
        ("раураl.example", "xn--l-7sba6dbr.example"),
        ("a.bücher.b.example", "a.xn--bcher-kva.b.example"),
    ])
    func labels(_ unicode: String, _ ascii: String) throws {
        #expect(try DomainName.aLabels(unicode) == ascii)
        #expect(try DomainName.aLabels(ascii) == ascii)
        #expect(DomainName.uLabels(ascii) == unicode)
        #expect(DomainName.displayed(ascii) == "\(unicode) (\(ascii))")
    }

    /// UTS #46 §4, step 1 and 2: mapping and normalisation.
    @Test(arguments: [
        ("BÜCHER.Example", "xn--bcher-kva.example"), ("Faß.de", "xn--fa-hia.de"),
        ("XN--BCHER-KVA.EXAMPLE", "xn--bcher-kva.example"),
        ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("bücher。example", "xn--bcher-kva.example"),
        ("ａ.example", "a.example"), ("bücher.example.", "xn--bcher-kva.example"),
        ("b\u{AD}ücher.example", "xn--bcher-kva.example"),
        ("Example.ORG", "example.org"), ("ab--cd.example", "ab--cd.example"),
        ("ab--cd.bücher.example", "ab--cd.xn--bcher-kva.example"),
    ])
    func mapping(_ text: String, _ ascii: String) throws { #expect(try DomainName.aLabels(text) == ascii) }

    @Test(arguments: [
        // Bidi: a digit before, letters of both directions (RFC 5893 §2).
        ("1אב.example", "mixes writing directions"), ("abcא.example", "mixes writing directions"),
        ("אabc.example", "mixes writing directions"),
        ("a\u{200D}b.example", "zero-width joiner"), ("\u{300}a.example", "begins with a combining character"),
        ("😀.example", "IDNA2008 disallows"), ("ü\u{202E}.example", "IDNA2008 disallows"),
        ("½.example", "IDNA2008 disallows"),
        ("\u{1E7E0}.example", "not assigned in Unicode"), ("-bü.example", "hyphen"), ("bü-.example", "hyphen"),
        ("bü--cher.example", "hyphens in third and fourth place"),
        (String(repeating: "ü", count: 60) + ".example", "longer than 63 bytes"),
        (String(repeating: "a", count: 64) + ".example", "longer than 63 bytes"),
        (String(repeating: String(repeating: "ü", count: 40) + ".", count: 6) + "example", "longer than 253 bytes"),
        (String(repeating: "ü", count: 600), "longer than 253 bytes"),
        // A-labels: not Punycode, of what may not be, of what is written otherwise (RFC 5891 §5.4).
        ("xn--0.example", "not valid Punycode"), ("xn--.example", "not valid Punycode"),
        ("xn--ls8h.example", "IDNA2008 disallows"),
        ("xn--bcher-3za.example", "IDNA2008 disallows"), ("xn--zzzzzzzz.example", "not valid Punycode"),
        ("xn--abc-.example", "not valid Punycode"), ("xn--0ca24w.com", "mixes writing directions"),
        ("ü..example", "empty label"), (".ü", "empty label"), ("", "empty label"), ("\u{AD}.example", "empty label"),
        (".", "empty label"),
        ("ü b.example", "contains the character U+0020"), ("<ü>.example", "contains '<'"),
        ("ü_b.example", "contains '_'"),
        ("ü\0b.example", "contains the character U+0000"), ("ü.1", "consists of digits only"),
        ("example.①", "consists of digits only"),
        ("192.0.2.1", "consists of digits only"),
    ])
    func invalid(_ text: String, _ reason: String) {
        do {
            Issue.record("\(text) is \(try DomainName.aLabels(text))")
        } catch {
            #expect(error.reason.contains(reason), "\(error.reason)")
            #expect(error.reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
        }
    }

    @Test func prefixes() throws {
        #expect(
            try DomainName.aLabels("_dmarc.bücher.example", allowingPrefixes: true) == "_dmarc.xn--bcher-kva.example")
        #expect(
            DomainName.displayed("_25._tcp.xn--bcher-kva.example")
                == "_25._tcp.bücher.example (_25._tcp.xn--bcher-kva.example)")
        #expect(throws: InvalidDomainName.self) { try DomainName.aLabels("_dmarc.bücher.example") }
    }

    /// What servers send is shown as it is where it has no U-label, or an invalid one.
    @Test(arguments: ["example.org", "xn--ls8h.example", "xn--0.example", "192.0.2.1", "", "xn--", "axn--b.example"])
    func shownAsTheyAre(_ name: String) { #expect(DomainName.displayed(name) == name) }

    @Test(arguments: [
        ("https://bücher.example/ä?ö#ü", "https://xn--bcher-kva.example/ä?ö#ü"),
        ("//bücher.example:8443", "//xn--bcher-kva.example:8443"),
        ("https://ü@bücher.example/", "https://ü@xn--bcher-kva.example/"), ("/bücher.example/", "/bücher.example/"),
        ("mailto:a@bücher.example", "mailto:a@bücher.example"),
        ("https://example.org/https://bücher.example/", "https://example.org/https://bücher.example/"),
        ("https://a_b.example/", "https://a_b.example/"), ("https://[::1]/", "https://[::1]/"), ("", ""), ("//", "//"),
    ])
    func hostsOfURLs(_ url: String, _ ascii: String) throws {
        #expect(try DomainName.aLabels(inURL: url) == ascii)
    }

    @Test func problemsOfHostsOfURLs() {
        #expect(
            DomainName.problem(ofHostInURL: "mx://1אב.example")?.reason.contains("mixes writing directions") == true)
        #expect(DomainName.problem(ofHostInURL: "https://xn--0.example:443/")?.reason.contains("Punycode") == true)
        for url in ["mx://bücher.example", "https://192.0.2.1/", "https://[::1]/", "https://", "example.org"] {
            #expect(DomainName.problem(ofHostInURL: url) == nil)
        }
    }

    @Test func hostsOfURLsForPeople() {
        #expect(
            DomainName.displayed(url: "https://www.xn--bcher-kva.example/a")
                == "https://www.bücher.example/a (www.xn--bcher-kva.example)")
        #expect(DomainName.displayed(url: "https://example.org/xn--bcher-kva") == "https://example.org/xn--bcher-kva")
        #expect(throws: InvalidDomainName.self) { try DomainName.aLabels(inURL: "https://ü b.example/") }
    }
}
