import Model
import Testing

@testable import DNS
@testable import MailPolicy

/// DMARC records by the grammar and the rules of RFC 9989.
@Suite struct DMARCTests {
    private func walk(_ domain: String, _ zone: String) -> DMARCWalk {
        let zone = PolicyZone(zone)
        return DMARCWalk(domain: domain) { zone.answer($0) }
    }

    /// §4.8: `dmarc-version` first, with blanks around its equals sign and behind it, and none before it.
    @Test(arguments: ["v=DMARC1; p=reject", "V = DMARC1 ;p=reject", "v=DMARC1", "v=DMARC1;"])
    func records(_ text: String) { #expect(DMARCRecord.isRecord(Array(text.utf8))) }

    @Test(arguments: [
        " v=DMARC1; p=reject", "v=DM ARC1; p=reject", "v=dmarc1; p=reject", "v=DMARC1 p=reject", "v=DMARC12; p=reject",
        "v=DMARC1p=reject", "p=reject; v=DMARC1", "v; p=reject", "google-site-verification=abc", "",
    ])
    func recordsThatAreNone(_ text: String) {
        #expect(!DMARCRecord.isRecord(Array(text.utf8)))
        #expect(walk("a.test", "_dmarc.a.test TXT \(text)").found == nil)
    }

    /// §4.7: what cannot be read behind the version is discarded. opendmarc-check 1.4.2 says `reject` of the first three.
    @Test(arguments: [
        "v=DMARC1; p=reject;; rua=mailto:a@z.test", "v=DMARC1; p=reject; rua", "v=DMARC1; p=reject; .",
        "v=DMARC1; p=reject; rua=; x y=1; =; fo=nein; t=vielleicht; psd=q", "v=DMARC1; p = REJECT ;",
        "v=DMARC1; p=reject; adkim=\u{FC}",
    ])
    func unreadablePartsAreDiscarded(_ text: String) throws {
        let record = try #require(DMARCRecord(Array(text.utf8)))
        #expect(record.policy == .reject && !record.hasInvalidPolicy && !record.isTesting && record.publicSuffix == "u")
    }

    /// §4.10.1: a `p`, `sp` or `np` that is no policy makes it `none` where reports are asked for, else no DMARC at all.
    @Test(arguments: [
        "p=reject; sp=quarantin", "p=reject; np=rejct", "p=weg", "sp=reject", "p=reject; p=none", "p=; sp=none",
    ])
    func tagsThatAreNoPolicy(_ tags: String) throws {
        let silent = try #require(walk("a.test", "_dmarc.a.test TXT v=DMARC1; \(tags)").found)
        #expect(silent.applied == nil && silent.record.hasInvalidPolicy)
        let reports = try #require(
            walk("a.test", "_dmarc.a.test TXT v=DMARC1; \(tags); rua=mailto:a@z.test; ri=1").found)
        #expect(reports.applied == DMARCRecord.Policy.none && reports.record.obsoleteTags == ["ri"])
        let below = try #require(walk("x.a.test", "_dmarc.a.test TXT v=DMARC1; \(tags); rua=mailto:a@z.test").found)
        #expect(below.applied == DMARCRecord.Policy.none)
    }

    /// A record that cannot be applied is the one that was retrieved; none above takes its place (§4.10.1).
    @Test func unusableRecordsEndTheWalk() throws {
        let zone = "_dmarc.a.test TXT v=DMARC1; p=reject; sp=quarantin\n_dmarc.test TXT v=DMARC1; p=reject; psd=y"
        for domain in ["a.test", "x.a.test"] {
            let found = try #require(walk(domain, zone).found)
            #expect(found.domain == "a.test" && found.applied == nil)
        }
    }

    /// §4.10: what does not begin with the version is discarded before anything is counted.
    @Test func tokensBesideTheRecord() throws {
        let zone = "_dmarc.a.test TXT google-site-verification=abc\n_dmarc.a.test TXT v=DMARC1; p=reject"
        #expect(try #require(walk("a.test", zone).found).applied == .reject)
        #expect(!walk("a.test", zone).hasSeveral)
        let two = "_dmarc.a.test TXT v=DMARC1; p=none\n_dmarc.a.test TXT v=DMARC1; p=reject"
        #expect(walk("a.test", two).hasSeveral && walk("a.test", two).found == nil)
    }
}
