import Foundation
import Testing

/// What `probe` says that a server accepts, against what `openssl s_client` gets through with.
@Suite struct OpenSSLAgreementTests {
    struct Report: Decodable {
        struct Endpoint: Decodable {
            var host: String
            var port: Int
            var address: String
            var mode: String
        }
        var endpoint: Endpoint
        var protocols: [String]?
        var suites: [String: [String]]
        var starttls: String?
        var states: [String: State]
        struct State: Decodable { var state: String }
    }

    /// The versions that Debian's OpenSSL 3.0 still speaks. For SSLv2 and SSLv3 it is no witness.
    static let options = ["TLSv1": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"]

    /// Of the providers that say that they have XMPP.
    static let domains: [String] = {
        let folder = "\(Tree.root)/Tests/Lab/content/providers"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            return text?.contains("\njid-domains:") == true
        }.map { "\($0.dropLast(3)).test" }.sorted()
    }()

    @Test func thereAreDomains() { #expect(Self.domains.count >= 22) }

    @Test(arguments: domains)
    func serverToServer(_ domain: String) async throws {
        let result = try await run(
            Tree.pruefstand,
            ["probe", "xmpp-server://\(domain)", "--json", "--from", "scanner.test", "--jobs", "8"] + Tree.labOptions())
        guard result.status == 0 else {
            // No endpoint at all: bogus DNS, or the DNS says that there is no such service.
            #expect(result.status == 3, "\(result.errors)")
            #expect(["faulbaumpost.test", "ulmenpost.test"].contains(domain), "\(result.errors)")
            return
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        for (version, option) in Self.options {
            let offered = report.protocols?.contains(version) ?? false
            let isUnknown =
                report.states["protocols.\(version)"]?.state == "unmeasured" || report.starttls == nil && !offered
            // Who does not answer us does not answer openssl either, which has no bound and is stopped.
            let accepted = try await openssl(
                report, domain: domain, [option, "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
                seconds: offered ? 300 : 8)
            if isUnknown {
                #expect(!accepted, "\(domain) \(version): unknown to us, and openssl gets through")
            } else {
                #expect(offered == accepted, "\(domain) \(version): we say \(offered), openssl \(accepted)")
            }
        }
        // Of the suites that OpenSSL knows each one we found is accepted alone, and without them there is none left.
        let known = try await names()
        for version in ["TLSv1", "TLSv1.1", "TLSv1.2"] {
            let found = (report.suites[version] ?? []).compactMap { known[$0] }
            guard let option = Self.options[version], !found.isEmpty else { continue }
            for suite in Agreement.sample(found, every: 6) {
                #expect(
                    try await openssl(report, domain: domain, [option, "-cipher", "\(suite):@SECLEVEL=0"]),
                    "\(domain) \(version) \(suite): we say it is accepted")
            }
            let rest = "ALL:COMPLEMENTOFALL:" + found.map { "!\($0)" }.joined(separator: ":") + ":@SECLEVEL=0"
            #expect(
                try await !openssl(report, domain: domain, [option, "-cipher", rest], seconds: 8),
                "\(domain) \(version): openssl finds a suite beside \(found)")
        }
    }

    /// Whether a handshake succeeds.
    private func openssl(
        _ report: Report, domain: String, _ options: [String], seconds: Int = 300
    ) async throws -> Bool {
        let address = report.endpoint.address.contains(":") ? "[\(report.endpoint.address)]" : report.endpoint.address
        var arguments = ["s_client", "-connect", "\(address):\(report.endpoint.port)", "-servername", domain]
        if report.endpoint.mode == "starttls" { arguments += ["-starttls", "xmpp-server", "-xmpphost", domain] }
        let result = try await run("openssl", arguments + options, seconds: seconds)
        return result.output.contains(/New, [TS]\S+, Cipher is [A-Z]/)
    }

    /// IANA name → OpenSSL name of what this OpenSSL can do below TLS 1.3.
    private func names() async throws -> [String: String] {
        let list = try await run(
            "openssl", ["ciphers", "-stdname", "-s", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"])
        var names: [String: String] = [:]
        for line in list.output.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count > 2, parts[1] == "-" { names[String(parts[0])] = String(parts[2]) }
        }
        return names
    }
}
