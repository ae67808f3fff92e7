import Foundation
import Model
import StatusPages
import Testing

@Suite struct StatusPageTests {
    private static func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func read(_ text: String, _ format: StatusPage.Format) throws(StatusPageFault) -> [StatusStatement] {
        try format.statements(in: Array(text.utf8))
    }

    @Test func statuspageSaysHowThingsAreAndWhatIsOpen() throws {
        #expect(
            try StatusPage.Format.statuspage.statements(in: Self.fixture("statuspage.json")) == [
                StatusStatement(
                    at: nil,
                    text: "Minor Service Outage – IMAP is slow & some log-ins fail: A fix has been implemented.")
            ])
        // `status.json` has no incidents.
        #expect(
            try Self.read(
                "{\"status\": {\"indicator\": \"none\", \"description\": \"All Systems Operational\"}}", .statuspage)
                == [StatusStatement(at: nil, text: "All Systems Operational")])
    }

    @Test func cStateSaysWhichSystemsFail() throws {
        #expect(
            try StatusPage.Format.cstate.statements(in: Self.fixture("cstate.json")) == [
                StatusStatement(at: nil, text: "disrupted – IMAP: disrupted (Vereinzelte Anmeldeprobleme)")
            ])
    }

    @Test func feedsHaveTimesOfTheirOwn() throws {
        #expect(
            try StatusPage.Format.feed.statements(in: Self.fixture("history.atom")) == [
                StatusStatement(at: Instant("2026-10-01T09:00:00Z"), text: "Maintenance – Over now."),
                StatusStatement(
                    at: Instant("2026-11-05T12:40:00Z"),
                    text: "IMAP & POP3 down – Nov 5 Investigating - We <3 power."),
            ])
        #expect(
            try StatusPage.Format.feed.statements(in: Self.fixture("cstate.rss")) == [
                StatusStatement(
                    at: Instant("2026-11-05T08:20:00Z"),
                    text: "Ausfall von IMAP – Wir haben ein Problem mit dem Strom.")
            ])
    }

    /// A page of strangers is no page of ours: whatever is wrong with it is said, and nothing is made of it.
    @Test(arguments: [
        ("", StatusPage.Format.statuspage, Reason.Code.malformed), ("<html></html>", .statuspage, .malformed),
        ("{\"status\": {\"description\": \"All", .statuspage, .malformed), ("[]", .statuspage, .malformed),
        ("{\"status\": \"ok\"}", .statuspage, .malformed),
        ("{\"status\": {\"description\": 1}}", .statuspage, .malformed),
        ("{\"page\": {}}", .statuspage, .malformed), ("{\"summaryStatus\": \"ok\"}", .cstate, .malformed),
        (String(repeating: "[", count: 100_000), .cstate, .malformed), ("", .feed, .malformed),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry>", .feed, .malformed),
        ("<html><p/></html>", .feed, .malformed),
        ("{}", .feed, .malformed), ("<!DOCTYPE feed [<!ENTITY a 'b'>]><feed>&a;</feed>", .feed, .malformed),
        (String(repeating: "<a>", count: 100), .feed, .tooLarge),
        ("<rss>" + String(repeating: "<a/>", count: 60_000) + "</rss>", .feed, .tooLarge),
    ])
    func whatCannotBeReadIsNoStatement(_ text: String, _ format: StatusPage.Format, _ code: Reason.Code) {
        #expect {
            try Self.read(text, format)
        } throws: { ($0 as? StatusPageFault)?.reason.code == code }
    }

    @Test func statementsAreBoundedPlainAndOnOneLine() throws {
        let long = String(repeating: "Störung ", count: 10_000)
        let text = try Self.read("{\"status\": {\"description\": \"<b>A</b>\\n\\u0007\(long)\"}}", .statuspage)[0].text
        #expect(text.count == 500 && text.hasPrefix("A \\u{7}Störung"), "\(text)")
        let entries = String(
            repeating: "<item><title>a</title><pubDate>5 Nov 2026 09:20 GMT</pubDate></item>", count: 100)
        #expect(try Self.read("<rss><channel>\(entries)</channel></rss>", .feed).count == 20)
    }

    @Test(arguments: [
        ("2026-11-05T08:20:00Z", "2026-11-05T08:20:00Z"), ("2026-11-05t08:20:00.5+01:30", "2026-11-05T06:50:00Z"),
        ("Thu, 05 Nov 2026 09:20:00 +0100", "2026-11-05T08:20:00Z"), ("5 Nov 2026 09:20 GMT", "2026-11-05T09:20:00Z"),
        ("Thu, 5 November 2026 00:10:00 -0130", "2026-11-05T01:40:00Z"),
    ])
    func timesOfFeedsAreRead(_ text: String, _ expected: String) {
        #expect((Instant(internetTime: text) ?? Instant(messageTime: text))?.short == expected)
    }

    @Test(arguments: [
        "", "yesterday", "2026-11-05", "2026-11-05T08:20:00", "2026-13-05T08:20:00Z", "2026-11-05T08:20:00+99:00",
        "Thu, 05 Nov 2026 09:20:00 CEST", "05 Nov 26 09:20 GMT", "99 Nov 2026 09:20 GMT", "5 Foo 2026 09:20 GMT",
        "2026-11-05T08:20:00.Ä",
    ])
    func whatIsNoTimeIsNone(_ text: String) {
        #expect(Instant(internetTime: text) == nil && Instant(messageTime: text) == nil)
    }

    @Test func theDataOfAPageAreWhereItsSoftwareHasThem() {
        for (url, format, data) in [
            ("https://s.example", StatusPage.Format.statuspage, "https://s.example/api/v2/summary.json"),
            ("https://s.example/", .cstate, "https://s.example/index.json"),
            ("https://s.example/status.json", .statuspage, "https://s.example/status.json"),
            ("https://s.example/feed", .feed, "https://s.example/feed"),
        ] { #expect(StatusPage(url: url, format: format).dataURL == data) }
    }
}
