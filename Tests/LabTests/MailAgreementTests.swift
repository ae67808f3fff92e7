import Foundation
import Testing

/// What the scan says of STARTTLS and log-in at every mail endpoint, against swaks and `openssl s_client`.
@Suite struct MailAgreementTests {
    private struct Place: Sendable {
        var service: String
        var host: String
        var address: String
        var port: Int
        var mode: String
        /// `required`, `optional`, `notOffered`, `refused` or `unmeasured`.
        var startTLS: String
        var before: [String]?
        var after: [String]?

        /// Whether there is TLS, and so openssl and swaks get through, however long it takes them.
        var offersTLS: Bool { ["required", "optional", "notApplicable"].contains(startTLS) }

        /// Alike in all that the tools are asked for.
        var kind: [String] {
            [service, mode, startTLS, address.contains(":") ? "IPv6" : "IPv4"] + (before ?? ["-"]) + ["/"]
                + (after ?? ["-"])
        }
    }

    /// Some addresses at the same time, and at each one connection after the other: some servers allow no more than two.
    private func oneByOneAtEachAddress(
        _ places: [Place], _ body: @escaping @Sendable (Place) async throws -> Void
    ) async throws {
        let groups = Dictionary(grouping: places, by: \.address).sorted { $0.key < $1.key }.map(\.value)
        try await concurrently(groups) { group in
            for place in group { try await body(place) }
        }
    }

    private func places() throws -> [Place] {
        let folder = "\(try ScannedLab.site)/content/snapshots/\(ScannedLab.date)"
        var places: [String: Place] = [:]
        for id in ExpectationTests.ids {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(id).json"))
            let provider = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            for service in provider?["services"] as? [[String: Any]] ?? [] {
                for findings in service["endpoints"] as? [[String: Any]] ?? [] where findings["dialogue"] != nil {
                    // Which of several servers a single connection reaches says nothing of the others.
                    let why = (findings["startTLS"] as? [String: Any])?["why"] as? [String: Any]
                    if why?["code"] as? String == "answers-differ" { continue }
                    let found = try #require(place(findings))
                    places["\(found.address) \(found.port)"] = found
                }
            }
        }
        return places.values.sorted { ($0.address, $0.port) < ($1.address, $1.port) }
    }

    private func place(_ findings: [String: Any]) -> Place? {
        guard let endpoint = findings["endpoint"] as? [String: Any], let service = endpoint["service"] as? String,
            let host = endpoint["host"] as? String, let address = endpoint["address"] as? String,
            let port = endpoint["port"] as? Int, let mode = endpoint["mode"] as? String,
            let offer = findings["startTLS"] as? [String: Any], let state = offer["state"] as? String
        else { return nil }
        let mechanisms = findings["mechanisms"] as? [String: Any]
        func list(_ key: String) -> [String]? { (mechanisms?[key] as? [String: Any])?["value"] as? [String] }
        return Place(
            service: service, host: host, address: address, port: port, mode: mode,
            startTLS: offer["value"] as? String ?? state, before: list("beforeTLS"), after: list("afterTLS"))
    }

    @Test func openSSLGetsThroughWhereWeSaySo() async throws {
        let places = Agreement.oneOfEach(try places(), kind: \.kind)
        #expect(places.count > 20)
        let words = ["mx": "smtp", "submission": "smtp", "imap": "imap", "pop3": "pop3", "sieve": "sieve"]
        try await oneByOneAtEachAddress(places) { place in
            let address = place.address.contains(":") ? "[\(place.address)]" : place.address
            var arguments = ["s_client", "-connect", "\(address):\(place.port)", "-servername", place.host]
            if place.mode == "starttls" { arguments += ["-starttls", try #require(words[place.service])] }
            // The endless ones: openssl has no bound, and is stopped.
            let result = try await run(
                "openssl", arguments, seconds: place.offersTLS ? 300 : place.startTLS == "unmeasured" ? 3 : 20)
            let through = result.output.contains(/New, TLS\S+, Cipher is [A-Z]/)
            #expect(
                through == place.offersTLS, "\(place.host):\(place.port): we say \(place.startTLS), openssl \(through)")
        }
    }

    @Test func swaksSeesTheSameOfSMTP() async throws {
        let smtp = try places().filter {
            // Debian's swaks knows no IPv6 without a module more; the same server answers at both.
            ["mx", "submission"].contains($0.service) && !$0.address.contains(":")
        }
        #expect(smtp.count >= 14)
        let asked = Agreement.oneOfEach(smtp.filter { $0.startTLS != "unmeasured" }, kind: \.kind)
        #expect(asked.count >= 7)
        try await oneByOneAtEachAddress(asked) { place in
            let tls = place.mode == "direct" ? ["--tls-on-connect"] : place.startTLS == "notOffered" ? [] : ["--tls"]
            // Until the last EHLO: nobody is written to, and nobody logs in.
            let result = try await run(
                "swaks",
                [
                    "--server", place.address, "--port", "\(place.port)", "--ehlo", "scanner.test", "--quit-after",
                    "EHLO",
                ]
                    + tls, seconds: place.offersTLS ? 300 : 40)
            let clear = result.output.split(separator: "\n").filter { $0.hasPrefix("<-") || $0.hasPrefix("<**") }
            let inside = result.output.split(separator: "\n").filter { $0.hasPrefix("<~") }
            let offersTLS = clear.contains { $0.contains(/250[- ]STARTTLS/) }
            switch place.startTLS {
            case "required", "optional":
                #expect(result.status == 0, "\(place.host):\(place.port): \(result.output)")
                #expect(offersTLS)
                #expect(mechanisms(clear) == place.before, "\(place.host):\(place.port) before TLS")
                #expect(mechanisms(inside) == place.after, "\(place.host):\(place.port) inside TLS")
            case "notApplicable": #expect(mechanisms(inside) == place.after, "\(place.host):\(place.port)")
            // swaks gives up where EHLO is not known, and says HELO no more; it has seen no offer.
            case "notOffered": #expect(!offersTLS, "\(place.host): \(result.output)")
            default: #expect(result.status != 0, "\(place.host): we were refused, and swaks gets through")
            }
        }
    }

    private func mechanisms(_ lines: [Substring]) -> [String] {
        for line in lines {
            if let match = line.firstMatch(of: /250[- ]AUTH[ =](.*)/) {
                return match.1.split(separator: " ").map { $0.trimmingCharacters(in: .whitespaces) }.sorted()
            }
        }
        return []
    }
}
