import Model
import Testing

@testable import MailPolicy

/// Records at `_validation-persist` (draft-ietf-acme-dns-persist-02, “Challenge Response and Verification” and
/// “Examples”).
@Suite struct PersistentValidationTests {
    private func record(_ text: String) -> PersistentValidation? { PersistentValidation(Array(text.utf8)) }

    @Test func anAuthorityAndAnAccount() throws {
        let plain = try #require(record("Authority.example; accounturi=https://ca.example/acct/123"))
        #expect(plain.issuer == "authority.example" && plain.account == "https://ca.example/acct/123")
        #expect(plain.isUsable && !plain.includesSubdomains && plain.until == nil)
        let whole = try #require(
            record("ca.example; accounturi=https://ca.example/1; POLICY=Wildcard; persistUntil=1767225600; later=x"))
        #expect(whole.isUsable && whole.includesSubdomains && whole.until == Instant("2026-01-01T00:00:00Z"))
    }

    @Test(arguments: [
        "ca.example; policy=wildcard", "ca.example; accounturi=",
        "ca.example; accounturi=https://ca.example/1; nothing",
        "ca.example; accounturi=https://ca.example/1; persistUntil=tomorrow",
        "ca.example; accounturi=https://ca.example/1; persistUntil=-1", "ca.example;",
    ])
    func whatNoAuthorityTakes(_ text: String) throws { #expect(try #require(record(text)).isUsable == false) }

    /// Any other value of `policy` counts as none.
    @Test func anotherPolicy() throws {
        let found = try #require(record("ca.example; accounturi=https://ca.example/1; policy=all"))
        #expect(found.isUsable && !found.includesSubdomains)
    }

    /// What a wildcard in the zone may bring.
    @Test(arguments: ["v=spf1 -all", "v=DKIM1; p=abc", "", ";", "word; x=y", "google-site-verification=a.b; c=d"])
    func otherRecords(_ text: String) { #expect(record(text) == nil) }

    @Test func whatOutsidersWriteIsBounded() throws {
        let found = try #require(record("ca.example; accounturi=https://" + String(repeating: "ä\u{1B}", count: 5_000)))
        #expect(found.account.utf8.count <= 1_000 && !found.account.contains("\u{1B}"))
    }
}
