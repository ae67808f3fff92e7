import Foundation
import Testing

/// A filter that breaks off whoever offers an export suite, before a server that refuses with alerts: what stands beside
/// these suites in an offer is found all the same (Tests/Lab/servers/haproxy.py).
@Suite struct FilterTests {
    private static let filtered = ["RC4_40_MD5", "RC2_CBC_40_MD5", "DES40_CBC_SHA"].map { "TLS_RSA_EXPORT_WITH_" + $0 }

    @Test(arguments: [1, 8]) func whatStandsBesideFilteredSuitesIsFound(jobs: Int) async throws {
        let result = try await run(
            Tree.pruefstand,
            ["probe", "imaps://filter.fichtenpost.test", "--json", "--jobs", "\(jobs)"] + Tree.labOptions())
        #expect(result.status == 0, "\(result.errors)")
        let report = try JSONDecoder().decode(OpenSSLAgreementTests.Report.self, from: Data(result.output.utf8))
        let found = Set(report.suites["TLSv1.2"] ?? [])
        let address = "\(report.endpoint.address):\(report.endpoint.port)"
        let names = try await run(
            "openssl", ["ciphers", "-stdname", "-tls1_2", "-s", "ALL:!PSK:!SRP:@SECLEVEL=0"])
        var known: [String: String] = [:]
        for line in names.output.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words.count > 2, !words[2].hasPrefix("TLSv1.3") { known[words[0]] = words[2] }
        }
        @Sendable func accepts(_ ciphers: String, seconds: Int = 300) async throws -> Bool {
            let openssl = try await run(
                "openssl", ["s_client", "-connect", address, "-tls1_2", "-cipher", "\(ciphers):@SECLEVEL=0"],
                seconds: seconds)
            return openssl.output.contains(/New, TLS\S+, Cipher is [A-Z]/)
        }
        var taken: Set<String> = []
        for (name, cipher) in known where Agreement.isWhole || found.contains(name) {
            if try await accepts(cipher) { taken.insert(name) }
        }
        // And beside these none, offered all together.
        let rest = "ALL:!PSK:!SRP:" + found.compactMap { known[$0] }.map { "!\($0)" }.joined(separator: ":")
        #expect(try await !accepts(rest, seconds: 8))
        #expect(found == taken && found.contains { $0.contains("CAMELLIA") }, "\(found.symmetricDifference(taken))")
        for suite in Self.filtered {
            #expect(result.output.contains("closes the connection if only \(suite) is offered"))
        }
    }
}
