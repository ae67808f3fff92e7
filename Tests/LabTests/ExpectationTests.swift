import Foundation
import Testing

/// What was found, against what the servers are configured to be: one file for each provider, compared whole.
@Suite struct ExpectationTests {
    static let folder = "\(Tree.root)/Tests/Lab/expectations"
    static let ids: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    @Test func thereIsOneForEachProvider() {
        let providers =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(Tree.root)/Tests/Lab/content/providers")) ?? []
        #expect(Self.ids == providers.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted())
        #expect(Self.ids.count >= 30)
    }

    @Test(arguments: ids)
    func equal(_ id: String) async throws {
        let site = try ScannedLab.site
        let data = try Data(contentsOf: URL(filePath: "\(site)/content/snapshots/\(ScannedLab.date)/\(id).json"))
        let found = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let expected = try String(contentsOfFile: "\(Self.folder)/\(id).txt", encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        let wanted = Set(Self.qualified(expected))
        let actual = Set(Self.qualified(FindingLines.of(found)))
        for line in wanted.subtracting(actual).sorted() { Issue.record("\(id): expected, and not found: \(line)") }
        for line in actual.subtracting(wanted).sorted() { Issue.record("\(id): found, and not expected: \(line)") }
    }

    /// Endpoints with the service that they stand under, so that their order does not matter.
    private static func qualified(_ lines: [String]) -> [String] {
        var service = ""
        return lines.map { line in
            if line.hasPrefix("  ") { return "\(service)\(line)" }
            service = line.split(separator: ":").first.map(String.init) ?? ""
            return line
        }
    }
}

/// A provider's findings as lines, one for each domain, service and endpoint.
enum FindingLines {
    static func of(_ provider: [String: Any]) -> [String] {
        var lines: [String] = []
        for domain in objects(provider["domains"]) {
            lines.append("domain \(text(domain["domain"])): \(promises(domain)); MTA-STS \(mtaSTS(domain))")
        }
        for alias in objects(provider["aliases"]) { lines.append("alias \(text(alias["domain"])): \(promises(alias))") }
        for service in objects(provider["services"]) {
            let finding = service["discovery"]
            let count = (finding as? [String: Any])?["value"].map { "measured \($0)" } ?? state(finding)
            let names = service["namesSecurity"].map { ", names \($0)" } ?? ""
            lines.append("\(text(service["service"])) \(text(service["domain"])): \(count)\(names)")
            lines += objects(service["endpoints"]).map(line)
        }
        return lines
    }

    /// Whether the domain is signed, and how far DANE reaches for mail to it.
    private static func promises(_ domain: [String: Any]) -> String {
        let mail = (domain["policies"] as? [String: Any])?["mail"]
        let dane = (mail as? [String: Any])?["value"].flatMap { ($0 as? [String: Any])?["dane"] }
        return "\(word(domain["dnssec"])); DANE for mail \(word(dane ?? mail))"
    }

    private static func mtaSTS(_ domain: [String: Any]) -> String {
        let finding = (domain["policies"] as? [String: Any])?["mtaSTS"]
        guard let record = (finding as? [String: Any])?["value"] as? [String: Any] else { return state(finding) }
        guard let policy = (record["policy"] as? [String: Any])?["value"] as? [String: Any] else {
            return "record with \(state(record["policy"]))"
        }
        let problem = text(policy["problem"])
        guard problem.isEmpty else { return problem }
        let patterns = policy["patterns"] as? [String] ?? []
        let uncovered = policy["uncovered"] as? [String] ?? []
        let but = uncovered.isEmpty ? "" : " but not \(uncovered.joined(separator: " "))"
        let sent = text(policy["mediaType"])
        let kind = sent == "text/plain" ? "" : " as \(sent)"
        return "\(text(policy["mode"])) \(patterns.joined(separator: " "))\(but)\(kind)"
    }

    private static func line(_ findings: [String: Any]) -> String {
        let endpoint = findings["endpoint"] as? [String: Any] ?? [:]
        let place =
            "  \(text(endpoint["host"])):\(text(endpoint["port"]))\(endpoint["path"] as? String ?? "") \(text(endpoint["address"])) \(text(endpoint["mode"])): "
        guard state(findings["connection"]) == "measured" else { return place + state(findings["connection"]) }
        var parts: [String] = []
        let dialogue = findings["dialogue"] as? [String: Any]
        let isXMPP = text(endpoint["service"]).hasPrefix("xmpp")
        if dialogue != nil || isXMPP {
            let mechanisms = findings["mechanisms"] as? [String: Any] ?? [:]
            parts.append("STARTTLS \(word(findings["startTLS"]))")
            parts.append("SASL \(list(mechanisms["beforeTLS"])), then \(list(mechanisms["afterTLS"]))")
            parts += security(findings)
            if let dialogue, text(endpoint["mode"]) == "starttls" {
                parts.append("behind \(word(dialogue["bytesBehindGoAhead"]))")
            }
        } else {
            parts += security(findings)
        }
        if let web = findings["web"] as? [String: Any] {
            parts.append("status \(word(web["status"]))")
            let hsts = (web["hsts"] as? [String: Any])?["value"] as? [String: Any]
            let scope = hsts?["includesSubdomains"] as? Bool == true ? " with subdomains" : ""
            parts.append("HSTS \(hsts.map { "\(text($0["maxAge"]))\(scope)" } ?? state(web["hsts"]))")
            parts.append("DAV \(list(web["davClasses"]))")
            parts.append("log-in \(list(web["authentication"]))")
        }
        return place + parts.joined(separator: "; ")
    }

    private static func security(_ findings: [String: Any]) -> [String] {
        let versions = objects(findings["versions"])
        let accepted = versions.filter { state($0["finding"]) == "measured" }.map { text($0["version"]) }
        func verdict(_ finding: Any?, _ key: String, _ words: (String, String)) -> String {
            guard let value = (finding as? [String: Any])?["value"] as? [String: Any] else { return state(finding) }
            return value[key] as? Bool == true ? words.0 : words.1
        }
        // Versions, and else suites, that not all servers behind the address accept.
        func differing(_ label: String, _ concernsVersion: Bool) -> [String] {
            let names = versions.filter { version in
                let facts = (version["finding"] as? [String: Any])?["value"] as? [String: Any]
                let common = (facts?["differing"] as? [String: Any])?["common"] as? [String]
                return common.map { $0.isEmpty == concernsVersion } ?? false
            }
            return names.isEmpty ? [] : ["\(label): \(names.map { text($0["version"]) }.joined(separator: " "))"]
        }
        return [
            accepted.isEmpty ? versions.last.map { state($0["finding"]) } ?? "?" : accepted.joined(separator: " ")
        ] + differing("not all", true) + differing("some suites", false) + [
            "chain \(verdict(findings["trust"], "valid", ("valid", "invalid")))",
            "name \(verdict(findings["identity"], "valid", ("valid", "invalid")))",
            "DANE \(verdict(findings["dane"], "verified", ("verified", "failed")))",
        ]
    }

    /// The value of a finding, or its state.
    private static func word(_ finding: Any?) -> String {
        (finding as? [String: Any])?["value"].map { "\($0)" } ?? state(finding)
    }

    private static func list(_ finding: Any?) -> String {
        guard let values = (finding as? [String: Any])?["value"] as? [String] else { return state(finding) }
        return values.isEmpty ? "none" : values.joined(separator: " ")
    }

    /// `state`, or `state:code` where it has a reason.
    private static func state(_ finding: Any?) -> String {
        guard let finding = finding as? [String: Any], let state = finding["state"] as? String else { return "?" }
        guard let why = finding["why"] as? [String: Any], let code = why["code"] as? String else { return state }
        return "\(state):\(code)"
    }

    private static func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }
    private static func text(_ value: Any?) -> String { value.map { "\($0)" } ?? "?" }
}
