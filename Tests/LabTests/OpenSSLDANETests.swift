import Foundation
import Testing

/// What we make of DANE at every mail exchanger of the lab, against `openssl s_client` with the TLSA records that BIND's
/// dig finds.
@Suite struct OpenSSLDANETests {
    private struct Exchanger: Hashable {
        var host: String
        var address: String
        /// `verified`, `failed`, or the finding's state.
        var ours: String
    }

    @Test func agrees() async throws {
        var counts: [String: Int] = [:]
        for exchanger in try await exchangers() {
            counts[exchanger.ours, default: 0] += 1
            let openSSL = try await verdict(exchanger)
            #expect(exchanger.ours == openSSL, "\(exchanger): openssl \(openSSL)")
        }
        // Something of each, or nothing was compared.
        for word in ["verified", "failed", "notOffered"] { #expect(counts[word] ?? 0 > 0, "\(word)") }
        print("DANE: \(counts.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", "))")
    }

    private func exchangers() async throws -> [Exchanger] {
        let folder = "\(try ScannedLab.site)/content/snapshots/\(ScannedLab.date)"
        var found: Set<Exchanger> = []
        for id in ExpectationTests.ids {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(id).json"))
            let provider = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            for service in provider?["services"] as? [[String: Any]] ?? [] where service["service"] as? String == "mx" {
                for findings in service["endpoints"] as? [[String: Any]] ?? [] {
                    guard let endpoint = findings["endpoint"] as? [String: Any], let host = endpoint["host"] as? String,
                        let address = endpoint["address"] as? String, let dane = findings["dane"] as? [String: Any],
                        let state = dane["state"] as? String, state != "unmeasured"
                    else { continue }
                    let isVerified = (dane["value"] as? [String: Any])?["verified"] as? Bool
                    found.insert(
                        Exchanger(
                            host: host, address: address,
                            ours: isVerified.map { $0 ? "verified" : "failed" } ?? state))
                }
            }
        }
        return found.sorted { ($0.host, $0.address) < ($1.host, $1.address) }
    }

    private func verdict(_ exchanger: Exchanger) async throws -> String {
        // The end of an alias is where the records are (RFC 7672 §2.2.2).
        let alias = try await dig(exchanger.host, "CNAME").first
        let base = alias.map { String($0.prefix { $0 != " " }.dropLast()) } ?? exchanger.host
        let records = try await dig("_25._tcp.\(base)", "TLSA").map { line -> String in
            let parts = line.split(separator: " ")
            return parts.prefix(3).joined(separator: " ") + " " + parts.dropFirst(3).joined()
        }
        guard !records.isEmpty else { return "notOffered" }
        let address = exchanger.address.contains(":") ? "[\(exchanger.address)]" : exchanger.address
        var arguments = [
            "s_client", "-starttls", "smtp", "-connect", "\(address):25", "-servername", exchanger.host,
            "-dane_tlsa_domain", base, "-CAfile", try Tree.lab("LAB_CA_FILE"),
        ]
        for record in records { arguments += ["-dane_tlsa_rrdata", record] }
        let result = try await run("openssl", arguments)
        let words = result.output
        guard words.contains("Verification") else { return "no handshake: \(result.errors)" }
        return words.contains(/matched (EE|TA) certificate/) || words.contains("Verified DANE") ? "verified" : "failed"
    }

    /// The data of a name's records, validated by the lab's resolver.
    private func dig(_ name: String, _ type: String) async throws -> [String] {
        let result = try await run("dig", ["+short", "@\(try Tree.lab("LAB_RESOLVER"))", name, type])
        return result.output.split(separator: "\n").map(String.init)
    }
}
