import Content
import Foundation
import Grading
import Model
import TestSupport
import Testing
import Text

@testable import Advice

/// What there is advice for, and that all of it is proven in the lab.
@Suite struct AdviceTests {
    /// Rules for which no server of Debian 12 can be made to fall under them, so that nothing can be proven.
    static let unproven = [
        "ssl2": "no library speaks it any more; the lines are those of tls10",
        "ssl3": "no library is built with it; the lines are those of tls10",
        "compression": "no library is built with it, and nothing turns it on",
        "no-hybrid-group": "OpenSSL 3.0 has none to turn on",
    ]
    static let services: [Service] = Service.allCases

    @Test(arguments: Profile.all.map(\.name)) func everyRuleHasAdvice(_ profile: String) throws {
        for rule in try #require(Profile.named(profile)).rules {
            for service in Self.services {
                #expect(Topic.answering(rule.name, of: service) != nil, "\(rule.name) of \(service.rawValue)")
            }
        }
    }

    /// A rule has one answer.
    @Test func topicsShareNoRules() {
        let all = Topic.allCases.flatMap(\.rules) + Topic.allCases.flatMap(\.columns)
        #expect(Set(all).count == all.count)
        let known = Set(Profile.all.flatMap(\.rules).map(\.name))
        #expect(Set(Topic.allCases.flatMap(\.rules)).isSubset(of: known))
    }

    /// Every column of the tables says something to do, but for those that sum up others.
    @Test func everyColumnHasAdvice() {
        let answered = Set(Topic.allCases.flatMap(\.columns))
        let sums: Set<TableDefinition.Column> = [.grade, .hallOfFame, .aliases, .notes]
        // No state of these is better than another.
        let unjudged: Set<TableDefinition.Column> = [.wildcard, .validationPersist, .certificateKeys]
        for column in TableDefinition.Column.allCases {
            let isLeftOut = sums.contains(column) || unjudged.contains(column)
            #expect(answered.contains(column.rawValue) == !isLeftOut, "\(column)")
        }
    }

    @Test func everyRuleOfTheBenchIsProven() {
        let proven = Set(AdvicePiece.all.map(\.rule))
        for rule in Profile.pruefstand202612.rules {
            #expect(proven.contains(rule.name) == (Self.unproven[rule.name] == nil), "\(rule.name)")
        }
    }

    /// No lines without a proof, for any service that the software serves.
    @Test func everyPieceHasAProof() {
        let proven = Set(AdvicePiece.all.map { [$0.topic, $0.software] })
        for software in Software.allCases {
            for topic in Topic.allCases {
                for service in Self.services where Software.serving(service).contains(software) {
                    let site = Site(services: [service], host: "mx.example.org", domain: "example.org")
                    guard !software.snippets(for: topic, at: site).isEmpty else { continue }
                    #expect(proven.contains([topic.rawValue, software.rawValue]), "\(topic) \(software)")
                }
            }
        }
        for topic: Topic in [.dane, .caa, .spf, .dmarc, .tlsReporting, .httpsRecord] {
            #expect(proven.contains([topic.rawValue, "dns"]))
        }
        #expect(proven.contains(["dnssec", "bind"]) && proven.contains(["mx-dns", "bind"]))
        #expect(proven.contains(["mta-sts", "policy-file"]) && proven.contains(["certificate", "openssl"]))
    }

    @Test(arguments: ["de", "en"]) func everyTopicIsWorded(_ language: String) throws {
        let path = "\(Repository.templates)/texts.\(language).yaml"
        let source = SourceText(file: path, text: try String(contentsOfFile: path, encoding: .utf8))
        let texts = try #require(Localization.read(source, language: language).texts)
        for topic in Topic.allCases.map(\.rawValue) {
            for name in [topic, "\(topic)-change"] { #expect(texts[.advice, name, fallback: ""] != "", "\(name)") }
        }
    }

    /// Names come from the DNS of strangers, and operators copy lines into their shells.
    @Test(arguments: ["$(reboot)", "a;b", "a b.example", "-x.example", "a\"b", "a\nb", "a`b`", "ä.example", ""])
    func hostileNamesGetNoLines(_ name: String) {
        #expect(Records.tlsa(host: name, keys: [(25, [])]).isEmpty)
        #expect(Records.certificateRequest(host: name, names: ["example.org"]).isEmpty)
        #expect(Records.certificateRequest(host: "example.org", names: [name]).isEmpty)
        #expect(Records.caa(name, issuers: ["O=Let's Encrypt"]).isEmpty)
        #expect(Records.spf(name, hasMail: true).isEmpty && Records.dmarc(name).isEmpty)
        #expect(Records.tlsReporting(name).isEmpty)
        #expect(Records.mtaSTS(name, exchangers: ["mx.example.org"], id: "").isEmpty)
        #expect(Records.mtaSTS("example.org", exchangers: [name], id: "").isEmpty)
        #expect(Records.dnssec(name).isEmpty && Records.https(name, protocols: ["h2"]).isEmpty)
        #expect(Records.spf(name, ending: "v=spf1 mx ~all").isEmpty)
        #expect(name.isEmpty || Records.spf("example.org", ending: "v=spf1 a:\(name) ~all\"").isEmpty)
    }

    @Test func recordsAreExact() {
        let digest = String(repeating: "ab", count: 32)
        let records = Records.tlsa(host: "mx.example.org", keys: [(25, [digest]), (465, [digest])])
        #expect(
            records.first?.lines == [
                "_25._tcp.mx.example.org. IN TLSA 3 1 1 \(digest)", "_465._tcp.mx.example.org. IN TLSA 3 1 1 \(digest)",
            ])
        // Without the key in use: the commands for it, and for the next one.
        #expect(Records.tlsa(host: "mx.example.org", keys: [(25, [])]).map(\.software) == [.openSSL])
        // Several servers or kinds of key need a record each.
        let other = String(repeating: "cd", count: 32)
        let several = Records.tlsa(host: "mx.example.org", keys: [(25, [digest, other]), (465, [other])])
        #expect(
            several.first?.lines == [
                "_25._tcp.mx.example.org. IN TLSA 3 1 1 \(digest)", "_25._tcp.mx.example.org. IN TLSA 3 1 1 \(other)",
                "_465._tcp.mx.example.org. IN TLSA 3 1 1 \(other)",
            ])
        // A new policy needs another id.
        let policy = Records.mtaSTS("example.org", exchangers: ["mx.example.org"], id: "1")
        #expect(policy.last?.lines == ["_mta-sts.example.org. IN TXT \"v=STSv1; id=2\""])
        #expect(
            Records.spf("example.org", ending: "v=spf1 mx a:mail.example.org ~all").first?.lines
                == ["example.org. IN TXT \"v=spf1 mx a:mail.example.org -all\""])
        // What follows a redirect is not here.
        #expect(Records.spf("example.org", ending: "v=spf1 redirect=other.example").isEmpty)
        // An authority that is not known here gets no record that would shut it out.
        #expect(Records.caa("example.org", issuers: ["CN=Some Authority"]).isEmpty)
    }
}
