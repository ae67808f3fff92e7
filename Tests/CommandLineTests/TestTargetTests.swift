import TestSupport
import Testing

@testable import pruefstand

@Suite struct TestTargetTests {
    @Test(arguments: [
        ("example.org", "example.org"), ("EXAMPLE.ORG.", "example.org"), ("bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ])
    func domains(_ text: String, _ domain: String) {
        #expect(TestTarget.domain(text) == domain)
        #expect(TestTarget.problem(of: text) == nil)
    }

    /// Each problem says what to type instead.
    @Test(arguments: [
        ("imaps://mail.example.org", "pruefstand probe imaps://mail.example.org"),
        ("anna@example.org", "give the domain alone: example.org"),
        ("example.org:25", "pruefstand probe smtp://example.org:25"),
        ("192.0.2.1:443", "pruefstand probe https://192.0.2.1:443"),
        ("192.0.2.1", "pruefstand probe tls://192.0.2.1:PORT"),
        ("2001:db8::1", "pruefstand probe tls://[2001:db8::1]:PORT"), ("example", "did you mean 'example.org'?"),
        ("-a.example", "is not a domain name"), ("", "is not a domain name"), ("a..example", "is not a domain name"),
    ])
    func otherTexts(_ text: String, _ hint: String) throws {
        #expect(TestTarget.domain(text) == nil)
        let problem = try #require(TestTarget.problem(of: text))
        #expect(problem.contains(hint), "\(problem)")
    }

    @Test func selections() throws {
        let selection = try TestTarget.Selection("mx, xmpp-server,dns")
        #expect(selection.services == [.mx, .xmppServer])
        #expect(selection.includesPolicies)
        #expect(try !TestTarget.Selection("imap").includesPolicies)
        #expect(throws: TestTarget.UnknownService.self) { try TestTarget.Selection("imap,ftp") }
        do {
            _ = try TestTarget.Selection("imao")
        } catch {
            #expect(error.message == "unknown service 'imao'; did you mean 'imap'?")
        }
    }

    @Test func usage() throws {
        for (arguments, message) in [
            (["probe", "localhost:25"], "use pruefstand probe smtp://localhost:25"),
            (["probe", "[2001:db8::1]:993"], "use pruefstand probe imaps://[2001:db8::1]:993"),
            (["probe", "example.org:12345"], "use pruefstand probe tls://example.org:12345"),
            (["test", "example.org", "--language", "dr"], "'de' and 'en'"),
            (["probe", "example.org"], "use pruefstand test example.org for all its services"),
            (["test", "example.org", "--fail-below", "X"], "grades of pruefstand-"),
            (["test", "example.org", "--profile", "pruefstand-2062"], "did you mean 'pruefstand-2026'?"),
            (["test"], "<domain>"),
        ] {
            let result = try BuiltProgram.run(arguments)
            #expect(result.status == 2)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
        let result = try BuiltProgram.run(["test", "example.org", "--baseline", "missing.json"])
        #expect(result.status == 1)
        #expect(result.errors.contains("missing.json:1:1: error: the baseline is missing or cannot be read"))
    }

    /// Before anything is measured, and with what to type instead.
    @Test func unusableFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("{".utf8), to: "broken.json")
        try folder.write(Array("{\"schema\": 9, \"reports\": []}".utf8), to: "later.json")
        for (arguments, message) in [
            (["--baseline", "broken.json"], "invalid or truncated JSON [broken-json]"),
            (["--baseline", "later.json"], "the baseline has format 9, which this version does not know"),
            (["--junit", "none/a.xml"], "none/a.xml:1:1: error: the report cannot be written"),
            (["--sarif", "none/a.sarif"], "none/a.sarif:1:1: error: the report cannot be written"),
            (["--html", "none/a.html"], "none/a.html:1:1: error: the report cannot be written"),
        ] {
            let result = try BuiltProgram.run(["test", "example.org"] + arguments, in: folder.path)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(!result.errors.contains("nothing measured"))
            let isBaseline = arguments[0] == "--baseline"
            #expect(result.errors.contains(isBaseline ? "write one with pruefstand test" : "writable directory"))
        }
    }
}
