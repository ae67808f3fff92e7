import DNS
import Derive
import Dialogues
import Foundation
import Model
import NIOPosix
import Scan
import Testing
import Trust

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
            ["scan", id, "--site", folder, "--date", ScannedLab.date, "--depth", "quick"] + Tree.labOptions())
        let data = try Data(contentsOf: URL(filePath: "\(folder)/content/snapshots/\(ScannedLab.date)/\(id).json"))
        return Self.lines(try JSONSerialization.jsonObject(with: data))
    }

    /// A provider's findings by service.
    private static func lines(_ provider: Any) -> [String: String] {
        var lines: [String: String] = [:]
        var service = ""
        for line in FindingLines.of(provider as? [String: Any] ?? [:]) {
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

    /// The names and redirects of a provider lead into no network of ours, unless the site's settings allow it: not those
    /// of MX and SRV records either.
    @Test func noNameLeadsToAPrivateAddress() async throws {
        let lines = try await withoutPrivateAddresses(
            Provider(
                id: "fichtenpost", name: "Fichtenpost", website: "https://fichtenpost.test/", country: "DE",
                domains: ["fichtenpost.test"], jidDomains: ["eichenpost.test"]))
        func begins(_ service: String, _ text: String) {
            #expect(lines[service]?.hasPrefix(text) == true, "\(service): \(lines[service] ?? "")")
        }
        begins("imap", "imap fichtenpost.test: unmeasured:private-address")
        begins("caldav", "caldav fichtenpost.test: unmeasured:private-address")
        for (service, place) in [
            ("mx", "mx.weidenpost.test:25 127.0.31.1 starttls: "),
            ("xmpp-client", "xmpp.eichenpost.test:5222 fd00:1ab::5:1 starttls: "),
            ("https", "fichtenpost.test:443 127.0.34.1 direct: "),
        ] {
            #expect(lines[service]?.contains("\(place)unmeasured:private-address") == true, "\(lines)")
        }
    }

    /// Everything in the lab is at a private address, so that the program has no snapshot to write.
    @Test func thenNothingInTheLabCanBeMeasured() async throws {
        let folder = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/content/site.yaml"
        try String(contentsOfFile: file, encoding: .utf8)
            .replacing("private-addresses: true", with: "private-addresses: false")
            .write(toFile: file, atomically: false, encoding: .utf8)
        let result = try await run(
            Tree.pruefstand,
            ["scan", "weidenpost", "--site", folder, "--date", ScannedLab.date] + Tree.labOptions())
        #expect(result.status == 3, "\(result.errors)")
    }

    private func withoutPrivateAddresses(_ provider: Provider) async throws -> [String: String] {
        var configuration = ResolverConfiguration()
        configuration.rootHints = try Tree.lab("LAB_ROOT_HINTS")
        configuration.trustAnchors = .file(try Tree.lab("LAB_TRUST_ANCHOR"))
        let resolver = try Resolver(configuration)
        let scanner = Scanner(
            settings: ScanSettings(
                manners: Manners(), depth: .quick, identity: DialogueIdentity(), allowsPrivateAddresses: false,
                now: { Instant(milliseconds: 1_795_000_000_000) },
                random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            resolver: resolver, store: TrustStore([]), group: MultiThreadedEventLoopGroup.singleton)
        let records = await scanner.scan(provider)
        let connections = await scanner.connections
        await resolver.shutdown()
        #expect(connections == 0)
        let findings = try deriveFindings(from: records, file: "evidence")
        return Self.lines(try JSONSerialization.jsonObject(with: JSONEncoder().encode(findings)))
    }
}
