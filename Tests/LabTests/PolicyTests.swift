import Archive
import Foundation
import Grading
import Model
import Testing

/// The trap zones, scanned as providers of a site of their own, against what their zone files say. The expectations are
/// written from `Tests/Lab/servers/trap_zones.py`.
@Suite struct PolicyTests {
    private static let traps = [
        "erlenpost", "nurhosts", "tlsa-alias", "mx-alias", "mx-halbalias", "tlsa-bogus", "tlsa-unbrauchbar",
        "tlsa-wechsel", "tlsa-halb", "tlsa-reserve", "abgelaufen", "optout", "ed448", "iterationen", "gibtsnicht",
        "lahm", "joker", "nullmx", "mx-adresse",
        "viele-mx", "srv-adresse", "nur-ipv4",
        "spf-elf", "spf-leer", "zeichen", "dmarc-oben",
    ]

    private actor Scanned {
        static let shared = Scanned()
        private var scanning: Task<String, any Error>?

        /// The folder of a site with a snapshot of the traps in it, built into `site/`.
        func site() async throws -> String {
            if let scanning { return try await scanning.value }
            let task = Task {
                let folder = try Tree.temporaryFolder()
                let manager = FileManager.default
                try manager.createDirectory(atPath: "\(folder)/content/providers", withIntermediateDirectories: true)
                try manager.createDirectory(atPath: "\(folder)/content/tables", withIntermediateDirectories: true)
                let lab = "\(Tree.root)/Tests/Lab/content"
                try manager.copyItem(atPath: "\(Tree.root)/templates", toPath: "\(folder)/templates")
                try manager.copyItem(atPath: "\(lab)/site.yaml", toPath: "\(folder)/content/site.yaml")
                // Somebody has to answer, or there is nothing measured and no snapshot.
                try manager.copyItem(
                    atPath: "\(lab)/providers/ahornpost.md", toPath: "\(folder)/content/providers/ahornpost.md")
                for table in ["domain", "dane"] {
                    var text = try String(contentsOfFile: "\(Tree.root)/content/tables/\(table).yaml", encoding: .utf8)
                    if let rows = text.range(of: "rows:\n") {
                        text = String(text[..<rows.lowerBound]) + "rows: all\n"
                    }
                    try text.write(
                        toFile: "\(folder)/content/tables/\(table).yaml", atomically: true, encoding: .utf8)
                }
                for trap in PolicyTests.traps {
                    var lines = ["name: \(trap).test", "website: https://\(trap).test/", "domains: [\(trap).test]"]
                    if trap == "erlenpost" {
                        lines.append("aliases: [erlenpost-eins.test, erlenpost-zwei.test, erlenpost-drei.test]")
                        lines.append("dkim-selectors: ['2026', gibtesnicht]")
                    }
                    if trap == "dmarc-oben" { lines[2] = "domains: [dmarc-oben.test, mail.dmarc-oben.test]" }
                    try "---\n\(lines.joined(separator: "\n"))\n---\nEine Falle.\n".write(
                        toFile: "\(folder)/content/providers/\(trap).md", atomically: true, encoding: .utf8)
                }
                for arguments in [["scan", "--date", ScannedLab.date] + (try Tree.labOptions()), ["build"]] {
                    let result = try await run(Tree.pruefstand, arguments + ["--site", folder])
                    guard result.status == 0 else {
                        throw ScannedLab.Failed(what: arguments[0], errors: result.errors)
                    }
                }
                return folder
            }
            scanning = task
            return try await task.value
        }
    }

    private func findings(_ id: String) async throws -> ProviderFindings {
        let folder = try await Scanned.shared.site()
        let file = "\(folder)/content/snapshots/\(ScannedLab.date)/\(id).json"
        return try FindingsFile.decode(Data(contentsOf: URL(filePath: file)), file: file).findings
    }

    private func policies(_ id: String, _ index: Int = 0) async throws -> PolicyFindings {
        let domains = try await findings(id).domains
        return try #require(domains[index].policies)
    }

    private func route(_ id: String) async throws -> MailRouteFacts {
        try #require(try await policies(id).mail.value, "\(id)")
    }

    private func code<Value>(_ finding: Finding<Value>) -> String {
        if case .unmeasured(let why) = finding { why.code.rawValue } else { "\(finding)" }
    }

    @Test func everythingAsItShouldBe() async throws {
        let all = try await findings("erlenpost")
        #expect(all.domains[0].dnssec == .measured(.secure))
        let policies = try await policies("erlenpost")
        let zone = try #require(policies.zone.value)
        #expect(zone.name == "erlenpost.test" && zone.problems.isEmpty && zone.nsec3 == nil)
        #expect(zone.keys.map(\.algorithm) == ["ECDSAP256SHA256"] && zone.keys.map(\.bits) == [256])
        #expect(zone.keys.map(\.tag) == zone.delegations.map(\.tag) && zone.delegations.map(\.digestType) == [2])
        #expect(policies.mail.value?.dane == .measured(.full))
        let caa = try #require(policies.caa.value)
        #expect(caa.name == "erlenpost.test" && caa.issue == ["lab.test"] && caa.issueMail == [";"] && caa.isSecure)
        let spf = try #require(policies.spf.value)
        #expect(spf.problem.isEmpty && spf.lookups == 2 && spf.voidLookups == 0 && spf.otherwise == "fail")
        let dmarc = try #require(policies.dmarc.value)
        #expect(dmarc.domain == "erlenpost.test" && dmarc.policy == "reject" && dmarc.hasReports && !dmarc.isTesting)
        #expect(policies.mtaSTS.value?.id == "20261123T1")
        #expect(policies.tlsReporting.value?.addresses == ["mailto:tls@erlenpost.test"])
        #expect(policies.https.value?.map(\.alpn) == [["h2", "h3"]])
        #expect(policies.dkim.map(\.selector) == ["2026", "gibtesnicht"])
        #expect(policies.dkim[0].key.value?.bits == 256 && policies.dkim[0].key.value?.type == "ed25519")
        #expect(policies.dkim[1].key == .notOffered)
    }

    @Test func aliasDomains() async throws {
        let all = try await findings("erlenpost")
        let summary = try #require(all.aliasSummary.value)
        #expect(summary.secured == ["erlenpost-eins.test"] && summary.unsecured == ["erlenpost-zwei.test"])
        #expect(summary.unknown == ["erlenpost-drei.test"], "a wrong signature is not a no")
        let page = try await page("beleg/\(ScannedLab.date)/erlenpost")
        #expect(page.contains("1 von 3"))
    }

    @Test(arguments: [
        ("nurhosts", "hosts-only"), ("tlsa-alias", "full"), ("mx-alias", "full"), ("mx-halbalias", "full"),
        ("tlsa-unbrauchbar", "none"), ("tlsa-wechsel", "full"), ("tlsa-halb", "none"), ("tlsa-reserve", "full"),
        ("joker", "full"),
    ])
    func threeStatesOfDANE(_ id: String, _ reach: String) async throws {
        #expect(try await route(id).dane.value?.rawValue == reach, "\(id)")
    }

    @Test func tlsaRecords() async throws {
        #expect(try await route("tlsa-alias").exchangers[0].tlsa.value?.name == "dane.tlsa-alias.test")
        #expect(try await route("mx-alias").problems == ["alias-exchanger"])
        let halfway = try await route("mx-halbalias").exchangers[0]
        #expect(halfway.addresses == .measured(.insecure))
        #expect(halfway.tlsa.value?.name == "_25._tcp.mail.mx-halbalias.test")
        let unusable = try #require(try await route("tlsa-unbrauchbar").exchangers[0].tlsa.value)
        #expect(unusable.records == 4 && unusable.usable == 0)
        #expect(try await route("tlsa-wechsel").exchangers[0].tlsa.value?.usable == 2)
        #expect(code(try await route("tlsa-bogus").exchangers[0].tlsa) == "bogus")
        #expect(code(try await route("tlsa-bogus").dane) == "bogus")
    }

    @Test func zones() async throws {
        #expect(code(try await findings("abgelaufen").domains[0].dnssec) == "bogus")
        #expect(code(try await policies("abgelaufen").mail) == "bogus")
        #expect(code(try await findings("lahm").domains[0].dnssec) == "dns-failure")
        let optOut = try #require(try await policies("optout").zone.value)
        #expect(optOut.nsec3?.iterations == 5 && optOut.nsec3?.saltLength == 2)
        #expect(optOut.problems == ["nsec3-iterations", "nsec3-salt"])
        #expect(try await policies("nurhosts").zone == .notOffered)
    }

    /// Signed for other validators, and not for the resolver that looks from here.
    @Test func whatCannotBeVerifiedFromHere() async throws {
        let ed448 = try await findings("ed448").domains[0]
        #expect(ed448.dnssec == .unmeasured(Reason(.unsupportedAlgorithm, "ED448")))
        #expect(ed448.policies?.zone == .unmeasured(Reason(.unsupportedAlgorithm, "ED448")))
        #expect(code(try await route("ed448").dane) == "unsupported-algorithm")
        let iterations = try await findings("iterationen")
        #expect(iterations.domains[0].dnssec == .measured(.secure))
        let exchanger = try await route("iterationen").exchangers[0]
        #expect(exchanger.addresses == .measured(.secure) && exchanger.tlsa.value?.usable == 1)
        #expect(try await route("iterationen").dane == .measured(.full))
    }

    @Test func aDomainThatDoesNotExist() async throws {
        let missing = try await findings("gibtsnicht")
        #expect(code(missing.domains[0].dnssec) == "no-such-name")
        #expect(code(try await policies("gibtsnicht").spf) == "no-such-name")
        #expect(missing.services.allSatisfy { code($0.discovery) == "no-such-name" })
    }

    @Test func mailRoutes() async throws {
        #expect(try await policies("nullmx").mail == .notOffered)
        let address = try await route("mx-adresse")
        #expect(address.problems == ["address-exchanger"] && address.exchangers.isEmpty && address.total == 1)
        // 5,000 records fit in no DNS message, so no server can give them and no resolver take them.
        #expect(code(try await policies("viele-mx").mail) == "dns-failure")
        let targets = try await findings("srv-adresse").services
            .filter { $0.service == .xmppClient || $0.service == .xmppServer }
        #expect(targets.allSatisfy { $0.endpoints.isEmpty })
        // An address is no host name (RFC 2782), so nobody is asked for it.
        let reasons = targets.map { code($0.discovery) }
        #expect(reasons == ["malformed", "malformed"])
    }

    /// draft-ietf-acme-dns-persist: two authorities and accounts, no record, one without an account, and no answer.
    @Test func standingPermissionsForAuthorities() async throws {
        let found = try #require(try await policies("erlenpost").validationPersist?.value)
        #expect(found.map(\.issuer) == ["andere.test", "lab.test"])
        #expect(found.map(\.account) == ["https://andere.test/1", "https://acme.lab.test/acct/7"])
        #expect(found.map(\.includesSubdomains) == [false, true] && found.allSatisfy { $0.isUsable })
        #expect(found.map(\.until) == [nil, Instant("2027-01-01T00:00:00Z")])
        #expect(try await policies("tlsa-wechsel").validationPersist == .notOffered)
        // A wildcard answers there, too, with something else.
        #expect(try await policies("joker").validationPersist == .notOffered)
        #expect(try await policies("nur-ipv4").validationPersist?.value?.map(\.isUsable) == [false])
        #expect(try await policies("lahm").validationPersist?.isUnknown == true)
        #expect(try await policies("gibtsnicht").validationPersist?.isUnknown == true)
    }

    /// Signed with IPv6, neither, and not known.
    @Test func zonesOfMailExchangers() async throws {
        let good = try #require(try await policies("erlenpost").exchangerZones?.value)
        #expect(good.map(\.name) == ["erlenpost.test"] && good.map(\.security) == [.measured(.secure)])
        #expect(good.map(\.servers) == [["ns.test"]] && good.map(\.serversWithIPv6) == [.measured(1)])
        // It is the zone of the host that counts, not that of the domain.
        #expect(try await policies("nurhosts").exchangerZones?.value == good)
        let old = try #require(try await policies("nur-ipv4").exchangerZones?.value)
        #expect(old.map(\.security) == [.measured(.insecure)] && old.map(\.serversWithIPv6) == [.measured(0)])
        #expect(try await policies("nullmx").exchangerZones == .notApplicable)
        #expect(try await policies("lahm").exchangerZones?.isUnknown == true)
        let page = try await page("beleg/\(ScannedLab.date)/nur-ipv4")
        for word in [
            "nicht signiert, Nameserver ohne IPv6", "kdig +dnssec NS nur-ipv4.test", "0 von 1 Nameservern mit IPv6",
        ] { #expect(page.contains(word), "\(word)") }
    }

    @Test func senderPolicies() async throws {
        let eleven = try #require(try await policies("spf-elf").spf.value)
        #expect(eleven.problem == "too-many-lookups" && eleven.lookups == 11)
        let void = try #require(try await policies("spf-leer").spf.value)
        #expect(void.problem == "too-many-void-lookups" && void.voidLookups == 3)
        #expect(try await policies("dmarc-oben").spf.value?.problem == "multiple-records")
        #expect(try await policies("joker").spf == .notOffered)
    }

    @Test func policiesFromAbove() async throws {
        let below = try #require(try await policies("dmarc-oben", 1).dmarc.value)
        #expect(below.domain == "dmarc-oben.test" && below.policy == "none" && below.obsoleteTags == ["pct"])
        #expect(try await policies("dmarc-oben").dmarc.value?.policy == "reject")
        #expect(try await policies("dmarc-oben").mtaSTS.value?.problem == "bad-record")
        #expect(try await policies("dmarc-oben").tlsReporting.value?.problem == "bad-record")
        // A wildcard answers for _dmarc, and what it says is no DMARC policy.
        #expect(try await policies("joker").dmarc == .notOffered)
    }

    @Test func whatOutsidersWriteIsData() async throws {
        let policies = try await policies("zeichen")
        #expect(policies.spf.value?.problem == "unknown-mechanism")
        // The address for failure reports cannot be read; the policy can (RFC 9989 §4.7).
        #expect(policies.dmarc.value?.policy == "none" && policies.dmarc.value?.problem == "")
        #expect(policies.tlsReporting.value?.problem == "bad-record")
        #expect(policies.caa.value?.issue == ["\\027[2J<img src=x>"])
        #expect(policies.caa.value?.hasUnknownCritical == true)
        let page = try await page("beleg/\(ScannedLab.date)/zeichen")
        #expect(!page.contains("<script>alert") && !page.contains("<img src=x>") && !page.contains("\u{1B}"))
        #expect(page.contains("&lt;script&gt;alert(1)"))
    }

    @Test func theDomainTableSaysIt() async throws {
        let page = try await page("tabelle/domain/\(ScannedLab.date)")
        for word in ["reject", "-all", "ungültig", "vorhanden", "1 von 3"] { #expect(page.contains(word), "\(word)") }
    }

    @Test func itCanBeDerivedAgain() async throws {
        let folder = try await Scanned.shared.site()
        let result = try await run(Tree.pruefstand, ["verify", ScannedLab.date, "--site", folder])
        #expect(result.status == 0, "\(result.errors)")
    }

    private func page(_ path: String) async throws -> String {
        let folder = try await Scanned.shared.site()
        return try String(contentsOfFile: "\(folder)/site/\(path)/index.html", encoding: .utf8)
    }
}
