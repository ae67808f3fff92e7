import Content
import Model
import SiteTestSupport
import Testing

struct ScanLimitsTests {
    private func limits(_ yaml: String) throws -> ScanLimits {
        let site = try SiteInAString("-- content/site.yaml --\ntitle: A\nbase-url: https://a.example/\n\(yaml)")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(content.diagnostics.isEmpty, "\(content.diagnostics)")
        return content.settings.limits
    }

    /// The budget of an endpoint is not cut by bounds that nobody set.
    @Test func thereIsRoomForTheBudget() throws {
        let limits = try limits("manners: {budget: 1500}")
        #expect(limits.portConnections == 1_500)
        #expect(limits.addressShare >= 1_500)
        #expect(try self.limits("manners: {budget: 200}") == ScanLimits())
        let most = ScanLimits().fitting(budget: 10_000)
        #expect(most.portConnections == 10_000 && most.addressShare >= 10_000 && most.providerConnections >= 10_000)
        #expect(most.runConnections >= most.addressConnections)
    }

    /// One that somebody set holds.
    @Test func aWrittenBoundHolds() throws {
        let limits = try limits("manners: {budget: 1500}\nlimits: {port-connections: 300}")
        #expect(limits.portConnections == 300)
    }
}
