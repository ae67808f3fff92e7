import Foundation
import Testing

/// Load balancers before two servers that do not accept the same (Tests/Lab/servers/haproxy.py): every probe finds the
/// same, whichever server each of its connections reaches. The balancers are those of these tests alone: other tests
/// that connect to a server by turns would decide which of them these reach.
@Suite struct DifferingAnswersTests {
    private static let probes = 20

    @Test(arguments: [
        ("https://probed.wacholderpost.test", ["TLSv1.2", "TLSv1.3"], [:]),
        (
            "https://probed-dav.wacholderpost.test", ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
            [
                "TLSv1.2": [
                    "ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                ]
            ]
        ),
    ])
    func manyProbesAgree(_ url: String, _ versions: [String], _ common: [String: [String]]) async throws {
        var seen: Set<Data> = []
        for _ in 0..<Self.probes {
            let result = try await run(
                Tree.pruefstand,
                ["probe", url, "--json", "--from", "scanner.test", "--jobs", "8"] + Tree.labOptions())
            #expect(result.status == 0, "\(result.errors)")
            var report = try #require(
                try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(report["protocols"] as? [String] == versions)
            #expect((report["connections"] as? Int ?? .max) <= 206)
            #expect((report["oddities"] as? [String])?.isEmpty == true)
            let wanted = Dictionary(
                uniqueKeysWithValues: versions.map { version in
                    (version, Set((common[version] ?? []).map { "TLS_\($0)" }))
                })
            #expect((report["commonSuites"] as? [String: [String]])?.mapValues(Set.init) == wanted)
            for name in ["connections", "elapsed", "discovered"] { report[name] = nil }
            seen.insert(
                try JSONSerialization.data(withJSONObject: report, options: [.sortedKeys, .prettyPrinted]))
        }
        let differences =
            seen.count == 1 ? "" : seen.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        #expect(seen.count == 1, "\(seen.count) results: \(differences)")
    }

    /// Of two servers one has STARTTLS: that is neither a yes nor a no, and is never graded as unencrypted.
    @Test func startTLSOfOneServer() async throws {
        for _ in 0..<4 {
            let result = try await run(
                Tree.pruefstand,
                [
                    "probe", "smtp://probed-mx.wacholderpost.test", "--json", "--from", "scanner.test", "--depth",
                    "quick",
                ] + Tree.labOptions())
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            let states = try #require(report["states"] as? [String: [String: Any]])
            #expect(states["starttls"]?["state"] as? String == "unmeasured" && report["starttls"] == nil)
            #expect((states["starttls"]?["why"] as? [String: Any])?["code"] as? String == "answers-differ")
            #expect(report["protocols"] as? [String] == ["TLSv1.2", "TLSv1.3"])
            // Whoever reaches the server without STARTTLS asks once more, at once; these connections count, too.
            #expect((report["connections"] as? Int ?? .max) <= 25)
        }
    }
}
