import Foundation
import Testing

/// What we make of DANE at a mail exchanger, against what Postfix itself would do (`posttls-finger`, at a level where
/// only DANE counts).
@Suite struct PosttlsFingerTests {
    @Test(arguments: ["weidenpost", "zirbenpost", "tannenpost", "kastanienpost", "fichtenpost"])
    func agrees(_ id: String) async throws {
        let site = try ScannedLab.site
        let data = try Data(contentsOf: URL(filePath: "\(site)/content/snapshots/\(ScannedLab.date)/\(id).json"))
        let provider = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let services = provider?["services"] as? [[String: Any]] ?? []
        let service = try #require(services.first { $0["service"] as? String == "mx" })
        let verified = (service["endpoints"] as? [[String: Any]] ?? []).map { endpoint in
            ((endpoint["dane"] as? [String: Any])?["value"] as? [String: Any])?["verified"] as? Bool ?? false
        }
        #expect(!verified.isEmpty)
        let isHopSecure = verified.allSatisfy { $0 }
        let isDomainSecure = isHopSecure && service["namesSecurity"] as? String == "secure"
        let result = try await run(
            "env",
            [
                "MAIL_CONFIG=\(try Tree.lab("LAB_DIR"))/postfix-weidenpost/etc", "/usr/sbin/posttls-finger", "-c", "-l",
                "dane-only", "-o", "inet_protocols=ipv4", "-T", "20", "\(id).test",
            ], seconds: 60)
        let words = result.output + result.errors
        // An insecure MX set leaves the hop matched and the domain unverified (RFC 7672 §2.2.1).
        #expect(words.contains("Matched DANE EE certificate") == isHopSecure, "\(id): \(verified), \(words)")
        #expect(words.contains("Verified TLS connection established") == isDomainSecure, "\(id): \(words)")
    }
}
