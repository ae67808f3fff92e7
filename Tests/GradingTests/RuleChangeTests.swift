import Grading
import Testing

/// What profiles change against those before them.
@Suite struct RuleChangeTests {
    @Test func forerunnersAreOfTheSameOrigin() {
        #expect(Profile.pruefstand202612.forerunner?.name == "pruefstand-2026")
        #expect(Profile.xmppNet201510.forerunner?.name == "xmpp.net-2014-08")
        for profile in [Profile.pruefstand2026, .xmppNet201401, .mozilla58, .bsi2026, .sslLabs2009r, .ncscNL2025] {
            #expect(profile.forerunner == nil, "\(profile.name)")
        }
    }

    @Test func newChangedAndDroppedRules() {
        let bench = Profile.pruefstand202612.changes(since: .pruefstand2026)
        #expect(bench.filter { $0.before == nil }.map(\.name) == ["dh-below-2048", "compression", "sha1-signature"])
        #expect(bench.filter { $0.before != nil }.map(\.name) == ["dhe"])
        let back = Profile.pruefstand2026.changes(since: .pruefstand202612)
        #expect(back.filter { $0.after == nil }.map(\.name) == ["dh-below-2048", "compression", "sha1-signature"])
    }

    /// All changes one after another give the later profile's rules.
    @Test(arguments: [Profile.pruefstand202612, .xmppNet201408, .xmppNet201510])
    func togetherTheyAreTheLaterProfile(_ later: Profile) throws {
        let earlier = try #require(later.forerunner)
        let all = later.changes(since: earlier).reduce(earlier) { $0.applying($1, of: later) }
        #expect(Set(all.rules) == Set(later.rules))
        // The rule on trust depends on what the others leave, and stays the last.
        #expect(all.rules.last == later.rules.last)
    }
}
