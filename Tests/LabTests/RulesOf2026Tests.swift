import Grading
import Model
import Testing

/// For rules of 2026 a server of the lab that falls under it, one that does not, and one where it cannot be known, which then
/// has no grade. A quick look is enough for all of them.
@Suite struct RulesOf2026Tests {
    enum Kind: String, CaseIterable, Sendable { case met, notMet, unknown }

    struct Case: Sendable, CustomTestStringConvertible {
        var profile: String
        var rule: String
        var service: Service
        var provider: String
        var kind: Kind

        var testDescription: String { "\(profile) \(rule) \(service.rawValue) \(provider) \(kind.rawValue)" }
    }

    /// By profile and rule: who falls under it, who does not, and of whom it cannot be known, all by the same service.
    private static let rules: [(String, String, Service, met: String, notMet: String, unknown: String)] = [
        ("pruefstand-2026-12", "no-hybrid-group", .xmppClient, "tulpenpost", "malvenpost", "oleanderpost"),
        ("pruefstand-2026-12", "no-hybrid-group", .mx, "weidenpost", "sanddornpost", "holunderpost"),
        ("pruefstand-2026-12", "no-dane", .xmppClient, "malvenpost", "eichenpost", "oleanderpost"),
        ("pruefstand-2026-12", "no-tls13", .xmppServer, "ahornpost", "malvenpost", "oleanderpost"),
        ("pruefstand-2026-12", "tls10", .xmppServer, "ahornpost", "malvenpost", "oleanderpost"),
        ("pruefstand-2026-12", "unauthenticated", .xmppClient, "mohnpost", "malvenpost", "oleanderpost"),
        ("pruefstand-2026-12", "name-mismatch", .xmppClient, "jasminpost", "malvenpost", "oleanderpost"),
        ("pruefstand-2026-12", "no-encryption", .xmppServer, "dornpost", "malvenpost", "oleanderpost"),
        ("bsi-2026", "no-hybrid-group", .xmppServer, "tulpenpost", "mohnpost", "oleanderpost"),
        ("bsi-2026", "no-dane-for-mail", .mx, "zirbenpost", "weidenpost", "holunderpost"),
        ("mozilla-5.8", "lives-over-90-days", .xmppServer, "tulpenpost", "malvenpost", "oleanderpost"),
        ("ncsc-nl-2025", "breaks-dane", .mx, "kastanienpost", "weidenpost", "holunderpost"),
    ]

    static let cases: [Case] = rules.flatMap { profile, rule, service, met, notMet, unknown in
        [(met, Kind.met), (notMet, .notMet), (unknown, .unknown)].map {
            Case(profile: profile, rule: rule, service: service, provider: $0, kind: $1)
        }
    }

    @Test(arguments: cases) func appliesTheRule(_ one: Case) async throws {
        let providers = try await QuickScan.shared.result().snapshot.providers
        let profile = try #require(Profile.all.first { $0.name == one.profile })
        let found = providers[one.provider]?.services.first { $0.service == one.service }
        let endpoint = try #require(found?.endpoints.first)
        let isMet = profile.rulesMet(by: endpoint).contains { $0.name == one.rule }
        #expect(isMet == (one.kind == .met))
        #expect(profile.verdict(for: endpoint).grade.isUnknown || one.kind != .unknown)
    }
}
