import Model
import Names
import TestSupport
import Testing

@testable import DNS
@testable import MailPolicy

/// What clients get that have nothing to do with the domain; the lab asks the libraries themselves.
@Suite struct SPFStrangersTests {
    @Test(arguments: SPFStrangers.cases.keys.sorted()) func bothLibrariesSaySo(_ name: String) throws {
        let one = try #require(SPFStrangers.cases[name])
        let zone = PolicyZone(one.zone)
        let check = SPFCheck(domain: "a.test") { zone.answer($0) }
        #expect(check.open.isEmpty && check.failure == nil)
        let severity = ["pass", "neutral", "softfail", "fail", "permerror"]
        let expected = [one.results.0, one.results.1].min {
            (severity.firstIndex(of: $0) ?? 0) < (severity.firstIndex(of: $1) ?? 0)
        }
        let words: [SPFRecord.Qualifier: String] = [
            .pass: "pass", .neutral: "neutral", .softFail: "softfail", .fail: "fail",
        ]
        #expect((check.fault == nil ? words[check.otherwise] : "permerror") == expected, "\(check)")
    }

    /// Addresses are looked up where they could decide on strangers, and nowhere else.
    @Test func ordinaryMechanismsAskForNothingMore() {
        let zone = PolicyZone(
            "a.test TXT v=spf1 mx/24 a:w.a.test/24 -all\na.test MX 10 m.a.test\nw.a.test A 192.0.2.1\nm.a.test A 192.0.2.2"
        )
        let check = SPFCheck(domain: "a.test") { zone.answer($0) }
        #expect(check.asked == [Question("a.test", .txt), Question("a.test", .mx), Question("w.a.test", .a)])
        #expect(check.otherwise == .fail && check.lookups == 2)
    }

    @Test func setsOfAddresses() throws {
        let all = AddressSet.clients(isIPv6: false)
        let ten = AddressSet(network: try #require(IPAddress("10.1.2.3")), length: 8)
        #expect(ten.count == 1 << 24 && all.subtracting(ten).count == all.count - ten.count)
        #expect(all.subtracting(ten).intersection(ten).isEmpty && all.subtracting(ten).joined(ten).count == all.count)
        let everything = AddressSet(network: try #require(IPAddress("::")), length: 0)
        #expect(AddressSet.clients(isIPv6: true).subtracting(everything).isEmpty)
        let last = AddressSet(network: try #require(IPAddress("ffff:ffff::")), length: 32)
        #expect(last.subtracting(everything).isEmpty && !last.isEmpty)
    }
}
