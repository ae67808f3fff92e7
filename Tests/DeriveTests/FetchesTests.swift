import Model
import Testing

@testable import Derive

/// Where a page leads, out of recorded responses.
@Suite struct FetchesTests {
    private func record(_ id: Int, _ url: String, _ response: String, ending: ProbeRecord.Ending = .closed)
        -> FetchRecord
    {
        FetchRecord(
            id: id, at: Instant(milliseconds: 0), url: url, lookups: [], address: "192.0.2.1", milliseconds: 1,
            transcript: [Passage(.received, .inside, Array(response.utf8))], ending: ending)
    }

    private func moved(_ to: String) -> String { "HTTP/1.1 301 Moved\r\nLocation: \(to)\r\nContent-Length: 0\r\n\r\n" }
    private let start = FetchTarget(host: "a.test", path: "/start")

    private func describe(_ outcome: Fetches.Outcome) -> String {
        switch outcome {
        case .open(let target): "open \(target.url)"
        case .page(let page): "page \(page.target.url) \(page.response.status) \(page.records)"
        case .failed(let reason, let records): "\(reason.code.rawValue) \(records)"
        }
    }

    @Test(arguments: [
        ("/there", "open https://a.test/there"), ("there", "open https://a.test/there"),
        ("?x=y", "open https://a.test/start?x=y"), ("./a/../there#f", "open https://a.test/there"),
        ("https://b.test:8443/x?y=z#f", "open https://b.test:8443/x?y=z"),
        ("//b.test/x", "open https://b.test/x"), ("HTTPS://B.TEST", "open https://b.test/"),
        ("https://xn--bcher-kva.test/x", "open https://xn--bcher-kva.test/x"),
        ("https://bücher.test/x", "open https://xn--bcher-kva.test/x"),
        ("//bücher.test", "open https://xn--bcher-kva.test/"),
        // Not a valid A-label, but a host that a server may have.
        ("https://xn--ls8h.test/", "open https://xn--ls8h.test/"), ("https://😀.test/", "malformed [1]"),
        ("file:///etc/passwd", "malformed [1]"), ("http://b.test/", "malformed [1]"),
        ("https://127.0.0.1/", "malformed [1]"), ("https://[::1]/", "malformed [1]"),
        ("https://user:secret@b.test/", "malformed [1]"), ("https://b.test:0/", "malformed [1]"),
        ("/start", "malformed [1]"), ("gopher://b.test/", "malformed [1]"), ("https://a b/", "malformed [1]"),
    ])
    func redirects(_ location: String, _ expected: String) {
        let fetches = Fetches([record(1, "https://a.test/start", moved(location))])
        #expect(describe(fetches.page(start)) == expected)
    }

    /// A page of a host with A-labels leads on by relative addresses, too.
    @Test func redirectsFromAnInternationalName() {
        let start = FetchTarget(host: "xn--bcher-kva.test", path: "/start")
        let fetches = Fetches([record(1, "https://xn--bcher-kva.test/start", moved("/there"))])
        #expect(describe(fetches.page(start)) == "open https://xn--bcher-kva.test/there")
    }

    @Test func aChainEnds() {
        var records = (1...9).map { record($0, "https://a.test/\($0)", moved("/\($0 + 1)")) }
        let first = FetchTarget(host: "a.test", path: "/1")
        #expect(describe(Fetches(records).page(first)) == "too-large [1, 2, 3, 4, 5, 6]")
        records[2] = record(3, "https://a.test/3", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        #expect(describe(Fetches(records).page(first)) == "page https://a.test/3 404 [1, 2, 3]")
        // RFC 8461 §3.3: a policy must not redirect.
        #expect(describe(Fetches(records).page(first, redirects: 0)) == "page https://a.test/1 301 [1]")
    }

    @Test func aCircleIsSeen() {
        let fetches = Fetches([
            record(1, "https://a.test/start", moved("https://b.test/")),
            record(2, "https://b.test/", moved("https://a.test/start")),
        ])
        #expect(describe(fetches.page(start)) == "malformed [1, 2]")
    }

    @Test func nothingIsBelievedWithoutACertificate() {
        let fetches = Fetches([record(1, "https://a.test/start", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")])
        guard case .page(let page) = fetches.page(start) else {
            Issue.record("no page")
            return
        }
        #expect(page.response.body == Array("hi".utf8))
        #expect(!page.isAuthentic)
    }

    @Test func aPageIsReadAndItsChainVerifiedOnce() {
        let fetches = Fetches([
            record(1, "https://a.test/start", moved("/there")),
            record(2, "https://a.test/there", "HTTP/1.1 200 OK\r\n\r\n"),
        ])
        let counter = WorkCounter()
        WorkCounter.$current.withValue(counter) {
            let copy = fetches
            for pages in [fetches, copy, fetches] { #expect(describe(pages.page(start)).hasSuffix("200 [1, 2]")) }
        }
        #expect(counter[.dialogue] == 2)
        #expect(counter[.chain] == 2)
    }

    /// A redirect must not make us talk to somebody else's mail server.
    @Test(arguments: [
        (25, false), (587, false), (80, false), (5222, false), (6667, false), (443, true), (8443, true), (10443, true),
    ])
    func aRedirectLeadsToWebServersOnly(port: Int, isFollowed: Bool) {
        let fetches = Fetches([record(1, "https://a.test/start", moved("https://b.test:\(port)/"))])
        let there = port == 443 ? "https://b.test/" : "https://b.test:\(port)/"
        #expect(describe(fetches.page(start)) == (isFollowed ? "open \(there)" : "malformed [1]"))
    }

    @Test func aFailureKeepsItsReason() {
        let fetches = Fetches([
            record(1, "https://a.test/start", "", ending: .failed(Reason(.privateAddress, "a.test is at 10.0.0.1")))
        ])
        #expect(describe(fetches.page(start)) == "private-address [1]")
        #expect(describe(Fetches().page(start)) == "open https://a.test/start")
    }
}
