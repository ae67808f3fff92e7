import Foundation
import Model
import Testing

@testable import DNS
@testable import MailPolicy

@Suite struct PolicyTests {
    private func spf(_ zone: String) -> SPFCheck {
        let zone = PolicyZone(zone)
        return SPFCheck(domain: "a.test") { zone.answer($0) }
    }

    @Test func tenLookUpsAreAllowedAndElevenAreNot() {
        func includes(_ count: Int) -> String {
            let terms = (0..<count).map { "include:i\($0).test" }.joined(separator: " ")
            let included = (0..<count).map { "i\($0).test TXT v=spf1 ip4:192.0.2.1 ?all" }.joined(separator: "\n")
            return "a.test TXT v=spf1 \(terms) -all\n\(included)"
        }
        #expect(spf(includes(10)).fault == nil && spf(includes(10)).lookups == 10)
        #expect(spf(includes(10)).otherwise == .fail)
        #expect(spf(includes(11)).fault?.name == "too-many-lookups")
    }

    @Test func circlesEnd() {
        #expect(spf("a.test TXT v=spf1 include:a.test -all").fault?.name == "too-many-lookups")
        #expect(
            spf("a.test TXT v=spf1 redirect=b.test\nb.test TXT v=spf1 redirect=a.test").fault?.name
                == "too-many-lookups")
    }

    @Test func whatStandsBehindAllIsNotAsked() {
        let check = spf("a.test TXT v=spf1 ~all include:weg.test redirect=weg.test")
        #expect(check.fault == nil && check.lookups == 0 && check.otherwise == .softFail)
    }

    @Test func anAllInsideAnIncludeIsNotThePolicys() {
        let check = spf("a.test TXT v=spf1 include:b.test ?all\nb.test TXT v=spf1 -all")
        #expect(check.otherwise == .neutral)
        #expect(spf("a.test TXT v=spf1 redirect=b.test\nb.test TXT v=spf1 -all").otherwise == .fail)
        #expect(spf("a.test TXT v=spf1 ip4:192.0.2.1").otherwise == .neutral)
    }

    @Test func missingAnswersAreAskedFor() {
        let check = SPFCheck(domain: "a.test") { _ in nil }
        #expect(check.open == [Question("a.test", .txt)])
    }

    @Test func termsThatDependOnTheSenderAreCounted() {
        let check = spf("a.test TXT v=spf1 exists:%{i}.a.test a:x.%{d} -all\nx.a.test A 192.0.2.1")
        #expect(check.openTerms == 1 && check.lookups == 2 && check.voidLookups == 0 && check.fault == nil)
        #expect(check.asked.contains(Question("x.a.test", .a)), "%{d} is the domain itself")
        // A slash belongs to the name where no number stands behind it, and a macro of explanations to none.
        #expect(spf("a.test TXT v=spf1 a:foo/bar.a.test -all\nfoo/bar.a.test A 192.0.2.1").fault == nil)
        #expect(spf("a.test TXT v=spf1 exists:%{t}.a.test -all").fault?.name == "bad-domain")
    }

    @Test(arguments: [
        ("a.b.c.test", ["a.b.c.test", "b.c.test", "c.test", "test"]),
        (
            "1.2.3.4.5.6.7.8.9.test",
            [
                "1.2.3.4.5.6.7.8.9.test", "4.5.6.7.8.9.test", "5.6.7.8.9.test", "6.7.8.9.test", "7.8.9.test",
                "8.9.test", "9.test", "test",
            ]
        ),
    ])
    func treeWalk(_ domain: String, _ names: [String]) { #expect(DMARCWalk.names(for: domain) == names) }

    private func dmarc(_ domain: String, _ zone: String) -> DMARCWalk {
        let zone = PolicyZone(zone)
        return DMARCWalk(domain: domain) { zone.answer($0) }
    }

    @Test func policiesOfTheOrganizationalDomain() {
        let zone = "_dmarc.test TXT v=DMARC1; p=reject; psd=y\n_dmarc.a.test TXT v=DMARC1; p=quarantine; sp=none"
        #expect(dmarc("a.test", zone).found?.applied == .quarantine)
        #expect(dmarc("x.a.test", zone).found?.applied == DMARCRecord.Policy.none)
        // Nothing at or under the domain: the public suffix's own.
        #expect(dmarc("b.test", zone).found?.domain == "test")
    }

    @Test func certificateAuthoritiesAreLookedForUpwards() {
        let zone = PolicyZone("a.test CAA 0 issue ca.example\na.test CAA 128 fremd x\nwww.a.test A 192.0.2.1")
        let climb = CAAClimb(domain: "www.a.test") { zone.answer($0) }
        #expect(climb.name == "a.test" && climb.values("issue") == ["ca.example"] && climb.hasUnknownCritical)
        #expect(climb.asked.map(\.name) == ["www.a.test", "a.test"])
        let none = CAAClimb(domain: "b.test") { zone.answer($0) }
        #expect(none.name == nil && none.asked.map(\.name) == ["b.test", "test"])
    }

    /// RFC 8657 §3 and §4; a value that cannot be read lets nobody issue (RFC 8659 §4.2).
    @Test(arguments: [
        ("0 issue ca.example; accounturi=https://a.test; validationmethods=dns-01,http-01", true, "dns-01 http-01"),
        ("0 issue ca.example;AccountURI=https://ca.example/1", true, ""),
        ("0 issue ca.example; accounturi=", false, ""), ("0 issue ca.example; accounturi", false, ""),
        ("0 issue ca.example", false, ""), ("0 issue ;", false, ""), ("0 iodef mailto:a@a.test", false, ""),
        ("0 issuemail ca.example; accounturi=https://ca.example/1", false, ""),
        ("0 issue ca.example; validationmethods=dns-01\n0 issuewild ca.example", false, ""),
        ("0 issue ca.example; accounturi=https://ca.example/1\n0 issuewild ;", true, ""),
        ("0 issue a.example; accounturi=https://a.example/1\n0 issue b.example", false, ""),
        ("0 issue a; validationmethods=dns-01\n0 issue b; validationmethods=ca-x", false, "ca-x dns-01"),
    ])
    func accountsAndMethodsOfAuthorities(_ records: String, _ isBound: Bool, _ methods: String) {
        let zone = PolicyZone(records.split(separator: "\n").map { "a.test CAA \($0)" }.joined(separator: "\n"))
        let climb = CAAClimb(domain: "a.test") { zone.answer($0) }
        #expect(climb.isBoundToAccounts == isBound)
        #expect(climb.validationMethods.joined(separator: " ") == methods)
    }

    @Test(arguments: [
        ("p=reject", "reject reject"), ("p=reject; sp=none", "none none"),
        ("p=none; sp=quarantine; np=reject", "quarantine reject"), ("p=reject; np=none", "reject none"),
        ("p=reject; np=weg; rua=mailto:a@a.test", "none none"), ("p=reject; np=weg", "- -"),
    ])
    func policiesOfNamesBelow(_ tags: String, _ expected: String) throws {
        let record = try #require(DMARCRecord(Array("v=DMARC1; \(tags)".utf8)))
        let policies = [record.policyBelow, record.policyOfMissingNames].map { $0?.rawValue ?? "-" }
        #expect(policies.joined(separator: " ") == expected)
    }

    /// RFC 8461 §3.2's own example.
    @Test func policyOfTheRFC() throws {
        let text =
            "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n"
        let policy = try MTASTSPolicy(Array(text.utf8))
        #expect(policy.mode == .enforce && policy.maxAge == 604_800)
        #expect(policy.covers("MAIL.example.com.") && policy.covers("mx1.example.net"))
        #expect(!policy.covers("a.b.example.net"), "the wildcard is one label")
        #expect(!policy.covers("example.net") && !policy.covers("mail.example.org"))
    }

    @Test(arguments: [
        ("version: STSv2\nmode: none\nmax_age: 1", "bad-version"), ("version: STSv1\nmode: ja\nmax_age: 1", "bad-mode"),
        ("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 31557601", "bad-max-age"),
        ("version: STSv1\nmode: enforce\nmax_age: 1", "no-mx"), ("<html>", "syntax"),
        ("version: STSv1\nmode: enforce\nmx: *.*.test\nmax_age: 1", "bad-mx"),
        // A blank before the colon, which postfix-mta-sts-resolver 1.5.1 and checkdmarc 6.0.4 refuse, too.
        ("version : STSv1\nmode: enforce\nmx: a.test\nmax_age: 1", "syntax"),
        ("version: STSv1\n mode: enforce\nmx: a.test\nmax_age: 1", "syntax"),
        ("version: STSv1\nmode: none\nmax_age: 1\nnote: \u{7}", "syntax"),
        (String(repeating: "x", count: 70_000), "too-large"),
    ])
    func policiesThatAreNone(_ text: String, _ fault: String) {
        #expect {
            _ = try MTASTSPolicy(Array(text.utf8))
        } throws: {
            ($0 as? MTASTSPolicy.Fault)?.name == fault
        }
    }

    /// RFC 8461 §3.2: the values of extensions may be any UTF-8, as checkdmarc 6.0.4 has it, too.
    @Test func extensionsOfAPolicyAreUTF8() throws {
        let text = "version: STSv1\nmode: enforce\nnote: ü\nmx: a.test\nmax_age: 1\n"
        #expect(try MTASTSPolicy(Array(text.utf8)).mode == .enforce)
        #expect(throws: MTASTSPolicy.Fault.self) { try MTASTSPolicy(Array(text.utf8).map { $0 == 0xC3 ? 0xFF : $0 }) }
    }

    @Test func shortRecords() {
        #expect(MTASTSRecord.id(Array("v=STSv1; id=20160831085700Z;".utf8)) == "20160831085700Z")
        #expect(MTASTSRecord.id(Array("v=STSv1; id=a-b;".utf8)) == nil)
        // RFC 8461 §3.1: blanks around a semicolon, and nowhere else.
        #expect(MTASTSRecord.id(Array("v=STSv1 ; id=1 ; x_1=y".utf8)) == "1")
        for record in ["v=STSv1 ; id=1", "v=STSv1; id=1"] { #expect(MTASTSRecord.isRecord(Array(record.utf8))) }
        for record in [" v=STSv1; id=1", "v =STSv1; id=1", "v=STSv1", "v=STSv12; id=1", "V=STSv1; id=1"] {
            #expect(!MTASTSRecord.isRecord(Array(record.utf8)), "\(record)")
        }
        for record in ["v=STSv1;", "v=STSv1; id = 1", "v=STSv1;; id=1", "v=STSv1; ID=1", "v=STSv1; id=1; x"] {
            #expect(MTASTSRecord.id(Array(record.utf8)) == nil, "\(record)")
        }
        #expect(TLSReportingRecord.isRecord(Array("v=TLSRPTv1 ; rua=mailto:a@b.test".utf8)))
        // RFC 8460 §3's own examples.
        #expect(
            TLSReportingRecord.addresses(Array("v=TLSRPTv1;rua=mailto:reports@example.com".utf8)) == [
                "mailto:reports@example.com"
            ])
        #expect(
            TLSReportingRecord.addresses(Array("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt".utf8))
                == ["https://reporting.example.com/v1/tlsrpt"])
        #expect(TLSReportingRecord.addresses(Array("v=TLSRPTv1; rua=ftp://x".utf8)) == nil)
    }

    /// RFC 9460 appendix D's test vectors: figures 2, 3, 4 (and 10: a mandatory key twice is not looked at here).
    @Test func serviceBindings() throws {
        let alias = try #require(ServiceBinding([0, 0] + PolicyZone.name("foo.example.com")))
        #expect(alias.priority == 0 && alias.target == "foo.example.com" && alias.keys.isEmpty)
        #expect(ServiceBinding([0, 1, 0])?.target == ".")
        let port = try #require(
            ServiceBinding([0, 16] + PolicyZone.name("foo.example.com") + [0, 3, 0, 2, 0, 53]))
        #expect(port.port == 53 && port.priority == 16)
        let alpn = try #require(ServiceBinding([0, 1, 0, 0, 1, 0, 6, 2] + Array("h2".utf8) + [2] + Array("h3".utf8)))
        #expect(alpn.alpn == ["h2", "h3"])
        // Figure 7: two levels of escaping.
        let odd = Array(#"f\oo,bar"#.utf8)
        let escaped = try #require(ServiceBinding([0, 16, 0, 0, 1, 0, 12, 8] + odd + [2] + Array("h2".utf8)))
        #expect(escaped.alpn == [#"f\\\\oo\\,bar"#, "h2"])
        // Octets that would end the string, begin a comment or are not text; and escapes are never cut.
        let rest: [UInt8] = [0x22, 0x3B, 0x28, 0x29, 0x20, 0x00, 0xFF, 0x7E]
        #expect(RecordText.alpn(rest) == #"\"\;\(\)\032\000\255~"#)
        #expect(RecordText.alpn([UInt8](repeating: 0x0A, count: 255)) == String(repeating: #"\010"#, count: 50))
        #expect(ServiceBinding([0, 1, 0, 0, 3, 0, 2, 0, 53, 0, 1, 0, 3, 2, 104, 50]) == nil, "keys out of order")
        #expect(ServiceBinding([0, 1, 0, 0, 3, 0, 3, 0, 53, 1]) == nil, "a port of three bytes")
        #expect(ServiceBinding([0, 1, 0xc0, 0]) == nil, "a compressed name")
    }

    /// The key of RFC 6376 appendix C (1024 bits) and that of RFC 8463 appendix A.2.
    @Test func signatureKeys() throws {
        let rsa = """
            v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB
            """
        #expect(DKIMKey(Array(rsa.utf8))?.bits == 1_024)
        let curve = try #require(
            DKIMKey(Array("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".utf8)))
        #expect(curve.bits == 256 && curve.type == "ed25519" && !curve.isRevoked)
        #expect(DKIMKey(Array("v=DKIM1; p=".utf8))?.isRevoked == true)
        #expect(DKIMKey(Array("v=spf1 -all".utf8)) == nil)
    }

    /// The key of RFC 4034 §5.4's example, whose tag is 60485; and ECDSA's of RFC 6605 §6.1, 55648.
    @Test func keyTagsAndSizes() throws {
        let rsa =
            "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=="
        let key = DNSKEYRecord(
            flags: 256, protocol: 3, algorithm: 5, key: Array(try #require(Data(base64Encoded: rsa))))
        #expect(key.keyTag == 60_485 && key.bits == 1_024 && DNSSECAlgorithm.level(5) == .mustNot)
        let curve = "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=="
        let other = DNSKEYRecord(
            flags: 257, protocol: 3, algorithm: 13, key: Array(try #require(Data(base64Encoded: curve))))
        #expect(other.keyTag == 55_648 && other.bits == 256)
    }

    @Test func whatIsShownObeysNobody() {
        #expect(RecordText.shown([0x1B, 0x5B, 0x32, 0x4A, 0x41]) == "\\027[2JA")
        #expect(RecordText.shown([UInt8](repeating: 65, count: 1_000)).utf8.count == 500)
    }
}
