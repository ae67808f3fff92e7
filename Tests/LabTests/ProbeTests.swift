import Foundation
import Testing

/// What `probe` says of real servers, beyond versions and suites.
@Suite struct ProbeTests {
    private func report(_ url: String, _ options: [String] = []) async throws -> [String: Any] {
        let result = try await run(
            Tree.pruefstand,
            ["probe", url, "--json", "--from", "scanner.test", "--jobs", "8"] + options + Tree.labOptions())
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test func aServerOfToday() async throws {
        let report = try await report("xmpp-client://eichenpost.test")
        let schemes = try #require(report["signatureSchemes"] as? [String])
        // Prosody has an ECDSA P-256 key there.
        #expect(schemes.contains("ecdsa_secp256r1_sha256") && !schemes.contains { $0.hasPrefix("rsa") })
        let features = try #require(report["features"] as? [String: Bool])
        #expect(features["compression"] == false && features["extendedMasterSecret"] == true)
        #expect(features["secureRenegotiation"] == true && features["stapledStatus"] == false)
        let states = try #require(report["states"] as? [String: [String: Any]])
        #expect(states["otherChains"]?["state"] as? String == "notOffered")
        #expect((report["oddities"] as? [String])?.isEmpty == true)
        let certificate = try #require((report["certificates"] as? [[String: Any]])?.first)
        #expect(certificate["mustStaple"] as? Bool == false && certificate["keyType"] as? String == "EC P-256")
    }

    /// Evidence gives the same findings again, without a network.
    @Test(arguments: ["xmpp-client://eichenpost", "xmpp-client://cedernpost", "xmpp-server://thymianpost"])
    func evidenceSaysTheSameAgain(_ url: String) async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = ["--evidence", "\(folder)/evidence.ndjson.gz", "--findings", "\(folder)/findings.json"]
        _ = try await report(url + ".test", files)
        let result = try await run("unshare", ["--net", Tree.pruefstand, "verify"] + files)
        #expect(result.status == 0, "\(result.errors)")
    }
}
