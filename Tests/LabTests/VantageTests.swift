import Foundation
import Testing

/// What the place that we look from does to what we may say.
@Suite struct VantageTests {
    /// Scans a provider with other settings, and returns its findings by service.
    private func scan(_ id: String, replacing old: String, with new: String) async throws -> [String: String] {
        let folder = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/content/site.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        try changed.write(toFile: file, atomically: false, encoding: .utf8)
        _ = try await run(
            Tree.pruefstand,
            ["scan", id, "--site", folder, "--date", ScannedLab.date, "--depth", "quick"] + Tree.labOptions(),
            seconds: 200)
        let data = try Data(contentsOf: URL(filePath: "\(folder)/content/snapshots/\(ScannedLab.date)/\(id).json"))
        let provider = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var lines: [String: String] = [:]
        var service = ""
        for line in FindingLines.of(provider) {
            if line.hasPrefix("  ") {
                lines[service, default: ""] += line
            } else {
                service = line.split(separator: " ").first.map(String.init) ?? ""
                lines[service, default: ""] += line
            }
        }
        return lines
    }

    /// Nothing listens at the control host, so nobody can say that nothing listens elsewhere.
    @Test func withoutAWayOutToPort25NothingIsSaid() async throws {
        let lines = try await scan(
            "fichtenpost", replacing: "[mx.weidenpost.test]", with: "[xmpp.hagebuttenpost.test]")
        #expect(lines["mx"]?.contains("127.0.31.1 starttls: unmeasured:not-from-here") == true, "\(lines)")
        // The other ports are as open as before.
        #expect(lines["https"]?.contains("status 200") == true)
    }

    /// The names and redirects of a provider lead into no network of ours, unless the site's settings allow it.
    @Test func noNameLeadsToAPrivateAddress() async throws {
        let lines = try await scan(
            "fichtenpost", replacing: "private-addresses: true", with: "private-addresses: false")
        #expect(lines["imap"]?.hasPrefix("imap fichtenpost.test: unmeasured:private-address") == true, "\(lines)")
        #expect(lines["caldav"]?.hasPrefix("caldav fichtenpost.test: unmeasured:private-address") == true)
    }
}
