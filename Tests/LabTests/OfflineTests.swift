import Foundation
import Testing

/// Without a network nothing is measured, and it is said so.
@Suite struct OfflineTests {
    @Test func scanWithoutANetwork() async throws {
        let site = try ScannedLab.copy()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let before = try FileManager.default.contentsOfDirectory(atPath: "\(site)/content/snapshots").filter {
            $0 != ".lock"
        }
        // A network namespace of its own in which nothing is up; root hints of the lab, which lead nowhere there.
        let result = try await run(
            "unshare",
            ["--net", Tree.pruefstand, "scan", "--site", site, "--date", "2027-03-01"] + Tree.labOptions())
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.errors.contains("no network"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(site)/content/snapshots").filter { $0 != ".lock" }
                == before)
    }
}
