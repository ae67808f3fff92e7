import Archive
import Foundation
import Model
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

    /// XMPP that shares port 443 with an old website (XEP-0368): who asks by ALPN gets the XMPP server, and nothing that
    /// the website accepts is taken for the XMPP server's.
    @Test func aPortThatXMPPAndTheWebShare() async throws {
        let shared = try await report("xmpps-client://shared.wacholderpost.test:443")
        let own = try await report("xmpps-client://xmpp.quittenpost.test:5223")
        for key in ["protocols", "suites", "preference", "groups", "signatureSchemes", "features", "oddities"] {
            let (one, other) = (shared[key] as? NSObject, own[key] as? NSObject)
            #expect(one != nil && one == other, "\(key): \(String(describing: one)) \(String(describing: other))")
        }
        let fingerprints = try [shared, own].map { report in
            try #require((report["certificates"] as? [[String: Any]])?.first?["sha256"] as? String)
        }
        #expect(fingerprints[0] == fingerprints[1])
        let web = try await report("https://shared.wacholderpost.test")
        #expect(web["protocols"] as? [String] == ["TLSv1", "TLSv1.1", "TLSv1.2"])
    }

    /// Prosody refuses names that it does not know (`unrecognized_name`), and answers a hello without a name. None may get
    /// to the website meanwhile, whose versions, suites and certificate would be taken for Prosody's.
    @Test func aServerThatRefusesTheNameOnASharedPort() async throws {
        let refused = try await report("xmpps-server://shared.wacholderpost.test:443")
        #expect(refused["protocols"] as? [String] == ["TLSv1.3"])
        #expect((refused["certificates"] as? [Any] ?? []).isEmpty)
        let own = try await report("xmpps-server://xmpp.eichenpost.test:5270")
        let suites = [refused, own].map { ($0["suites"] as? [String: Any])?["TLSv1.3"] as? NSObject }
        #expect(suites[0] != nil && suites[0] == suites[1])
        // A hello without a name has no signature schemes either, without which Prosody refuses TLS 1.2 as well.
        let states = try #require(refused["states"] as? [String: [String: Any]])
        #expect(states["protocols.TLSv1.2"]?["state"] as? String == "refused")
        for version in ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1"] {
            #expect(states["protocols.\(version)"]?["state"] as? String == "notOffered", "\(version)")
        }
    }

    /// What a quick look knows of servers that refuse by alerts, of one with many groups (GnuTLS), and of those that close the
    /// connection instead (ejabberd, Dovecot). `QuickDepthTests` has all servers.
    @Test(arguments: [
        "xmpp-client://eichenpost.test", "mx://weidenpost.test", "https://weidenpost.test", "mx://tannenpost.test",
        "xmpp-client://quittenpost.test", "imaps://mail.weidenpost.test",
    ])
    func aShortLookIsShort(_ url: String) async throws {
        let report = try await report(url, ["--depth", "quick"])
        #expect(report["protocols"] as? [String] == ["TLSv1.2", "TLSv1.3"])
        #expect(try #require(report["connections"] as? Int) <= 25)
        let states = try #require(report["states"] as? [String: [String: Any]])
        for version in ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1"] {
            #expect(states["protocols.\(version)"]?["state"] as? String == "notOffered", "\(version)")
        }
    }

    /// Where many connections are allowed, hellos begin beside the first complete handshake; and of the connections that
    /// are made before it is known what they will ask, few are made for nothing.
    @Test(arguments: ["xmpp-client://eichenpost.test", "xmpp-server://thymianpost.test"])
    func hellosDoNotWaitForTheHandshake(_ url: String) async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/evidence.ndjson.gz"
        _ = try await report(url, ["--evidence", file])
        let records = try EvidenceFile.decode(Array(try Data(contentsOf: URL(filePath: file))), file: file)
        let probes = records.compactMap { if case .probe(let probe) = $0 { probe } else { nil } }
        let handshake = try #require(probes.first { $0.purpose == .handshake })
        let hellos = probes.filter { $0.purpose == .hello }
        #expect(hellos.contains { $0.at.milliseconds < handshake.at.milliseconds + Int64(handshake.milliseconds) })
        let unneeded = hellos.filter { $0.ending == .failed(Reason(.notAsked, "nothing was left to ask")) }
        #expect(unneeded.count <= 8)
        #expect(unneeded.allSatisfy { probe in !probe.transcript.contains { $0.layer == .tls } })
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
