import Archive
import Foundation
import Model
import Testing

@testable import pruefstand

/// Every rule has an example in `Diagnostics.txt`, which real bad input gives. A new rule without one fails this test,
/// and so does a changed text until it has been read and recorded.
@Suite struct DiagnosticTests {
    /// At most so many examples of a message that differ only in what is quoted, since some inputs give hundreds.
    private static let limit = 2

    @Test func everyRuleHasAnExample() throws {
        var examples: [String: [String]] = [:]
        func add(_ printed: String, hiding folders: [String]) {
            var counts: [String: Int] = [:]
            for (rule, text) in Self.diagnostics(in: printed, hiding: folders) {
                let message = text.replacing(#/^[^ ]* /#, with: "").replacing(#/'.*'|\(.*\)/#, with: "")
                counts[message, default: 0] += 1
                if counts[message, default: 0] <= Self.limit { examples[rule, default: []].append(text) }
            }
        }
        for name in ["settings", "articles", "providers", "snapshots", "templates", "pages"] {
            let site = try SiteFixture(named: name)
            let result = try BuiltProgram.run(
                ["check", "--site", site.root, "--date", "2026-12-31", "--max-age", "90", "--typography"])
            #expect(result.status == 1, "\(name): \(result.errors)")
            add(result.errors, hiding: [site.root])
        }
        let folder = try TemporaryFolder()
        for arguments in try Self.commands(in: folder) {
            let result = try BuiltProgram.run(arguments, in: folder.path)
            #expect(result.status == 1, "\(arguments): \(result.errors)")
            add(result.errors, hiding: [folder.path])
        }
        let missing = ProviderFindings(
            provider: "a", name: "A",
            domains: [
                DomainFindings(domain: "posteo.dee", dnssec: .unmeasured(Reason(.noSuchName, "")))
            ], services: [])
        let known = Provider(id: "posteo", name: "Posteo", domains: ["posteo.de"])
        let page = StatusPage(url: "https://status.posteo.de/", format: .statuspage)
        let reason = Reason(.tooLarge, "more than 3 redirects")
        add("\(StatusPageClaims.diagnostic("posteo", page, reason))", hiding: [])
        for diagnostic in ScanRun.missingDomains(missing, providers: [known]) { add("\(diagnostic)", hiding: []) }
        // Fewer file descriptors than a scan needs.
        let poor = try BuiltProgram.run(
            ["--nofile=64:64", BuiltProgram.path, "scan", "--site", "site"], program: "/usr/bin/prlimit",
            in: folder.path)
        #expect(poor.status == 1)
        add(poor.errors, hiding: [folder.path])
        for diagnostic in try Self.drafts() { add("\(diagnostic)", hiding: []) }

        #expect(Set(examples.keys) == Set(Diagnostic.Rule.allCases.map(\.rawValue)))
        // Every diagnostic says what to do, too.
        for text in examples.values.flatMap(\.self) { #expect(text.contains("\n    "), "\(text) has no hint") }
        let text = examples.sorted { $0.key < $1.key }.map { rule, examples in
            "# \(rule)\n\(examples.joined(separator: "\n"))\n"
        }
        try Golden.check(text.joined(separator: "\n"), "Diagnostics.txt")
    }

    /// Each diagnostic of a program's output, with its rule.
    private static func diagnostics(in output: String, hiding folders: [String]) -> [(rule: String, text: String)] {
        var output = output
        for folder in folders { output = output.replacing(folder, with: "DIRECTORY") }
        var found: [(rule: String, text: String)] = []
        for line in output.split(separator: "\n") {
            if let match = line.wholeMatch(of: #/.*(?:error|warning): .* \[([a-z0-9-]+)\]/#) {
                found.append((String(match.1), String(line)))
            } else if line.hasPrefix("    "), !found.isEmpty {
                found[found.count - 1].text += "\n\(line)"
            }
        }
        return found
    }

    /// Command lines that fail, with the files that they need.
    private static func commands(in folder: TemporaryFolder) throws -> [[String]] {
        func write(_ text: String, _ path: String) throws { try folder.write(Array(text.utf8), to: path) }
        let settings = "title: Prüfstand\nbase-url: https://pruefstand.example/\n"
        try write(settings, "site/content/site.yaml")
        try write(
            "---\nname: Posteo\ndomains: [posteo.de]\n---\n", "site/content/providers/posteo-de.md")
        try write(settings, "empty/content/site.yaml")
        try write(settings + "languages: [de, en]\n", "languages/content/site.yaml")
        try write("This is text.\n", "text.txt")
        try write("; no record\n", "empty.zone")
        try write(". IN DS 20326 8 2 nothexadecimal\n", "broken.zone")
        try write("[workflow]\n", "site/netlify.toml")
        try write("mine\n", "out/mine.txt")
        try folder.write(try EvidenceFile.encode([]), to: "no-plan.ndjson.gz")
        let plan = PlanRecord(provider: "a", name: "A", domains: [], services: [])
        try folder.write(try EvidenceFile.encode([.plan(plan)]), to: "plan.ndjson.gz")
        try folder.write(
            try FindingsFile.encode(ProviderFindings(provider: "a", name: "B", domains: [], services: [])),
            to: "findings.json")
        try write(
            """
            {"connections": 1, "date": "2026-02-01", "digest": "00", "files": {}, "origin": "measured",
             "providers": ["a"], "schema": 1, "tool": "", "vantage": ""}
            """, "forged/content/snapshots/2026-02-01/snapshot.json")
        try write(
            """
            {"connections": 0, "date": "2026-02-02", "origin": "transcribed", "providers": ["a"], "schema": 1,
             "tool": "", "vantage": ""}
            """, "forged/content/snapshots/2026-02-02/snapshot.json")
        for date in ["2026-02-01", "2026-02-02"] {
            try write(
                "{\"domains\": [], \"name\": \"A\", \"observations\": [], \"provider\": \"a\", \"services\": []}",
                "forged/content/snapshots/\(date)/a.json")
        }
        try write("a.example\nhttps://b.example/\nA.example\nc.example,d.example\n", "list.txt")
        try write("{", "shards/resolve-0-of-2.r0.json")
        try write(settings, "hostile/content/site.yaml")
        try write("<script>alert(1)</script>\n", "hostile/content/files/page.html")
        try write("", "hostile/content/files/a.svgz")
        try write(
            "---\ntitle: A\ndate: 2026-01-01\ntags: [\((0...50).map { "t\($0)" }.joined(separator: ", "))]\n---\n",
            "hostile/content/articles/2026-01-01-a.md")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/hostile/content/files/link", withDestinationPath: "../../..")
        return [
            ["check", "--site", "hostile", "--date", "2026-01-01"],
            ["verify", "2026-02-01", "--site", "forged", "--signers", "text.txt"],
            ["verify", "2026-02-02", "--site", "forged"],
            ["new", "site", "site"], ["new", "text.txt"], ["new", "workflow", "netlify", "--site", "site"],
            ["new", "article", "!?", "--site", "site", "--date", "2026-01-01"],
            ["new", "article", "Titel", "--site", "site", "--language", "dr", "--date", "2026-01-01"],
            ["new", "article", "--incident", "2026-01-01-a", "--site", "site"],
            ["new", "provider", "Post eo", "--site", "site"],
            ["new", "provider", "posteo.de", "--id", "Posteo", "--site", "site"],
            ["build", "--site", "site", "--out", "/proc/nowhere/site"], ["build", "--site", "site", "--out", "out"],
            ["diff", "2026-01-01", "2026-01-02", "--site", "site"],
            ["verify", "2026-01-01", "--site", "site"],
            ["verify", "--evidence", "none.ndjson.gz", "--findings", "findings.json"],
            ["verify", "--evidence", "text.txt", "--findings", "findings.json"],
            ["verify", "--evidence", "no-plan.ndjson.gz", "--findings", "findings.json"],
            ["verify", "--evidence", "plan.ndjson.gz", "--findings", "findings.json"],
            ["scan", "posteo", "--site", "site"], ["scan", "--site", "empty"],
            ["survey", "list.txt", "--out", "surveyed", "--root-hints", "none.zone"],
            ["survey", "none.txt", "--out", "surveyed"], ["survey", "merge", "shards"],
            ["probe", "smtp://a.example", "--resolver", "resolver.example"],
            ["probe", "smtp://a.example", "--root-hints", "none.zone"],
            ["probe", "smtp://a.example", "--trust-anchor", "empty.zone"],
            ["probe", "smtp://a.example", "--trust-anchor", "broken.zone"],
            ["probe", "smtp://a.example", "--ca-file", "text.txt"],
            ["probe", "smtp://a.example", "--ca-file", "none.pem"],
        ]
    }

    /// What a scan reports about drafts and snapshots; the program gets there only after it has reached the DNS.
    private static func drafts() throws -> [Diagnostic] {
        let folder = try TemporaryFolder()
        let (earlier, day) = (try #require(Day("2026-01-01")), try #require(Day("2026-01-02")))
        func begin(
            _ day: Day, depth: String = "full", resuming: Bool = false, root: String = "snapshots"
        ) throws(Diagnostics) -> SnapshotDraft {
            try SnapshotDraft.begin(
                root: "\(folder.path)/\(root)", displayPath: "content/snapshots", date: day, policy: .all,
                terms: RunConfiguration(started: Instant(milliseconds: 0), settings: ["--depth": depth]),
                resuming: resuming)
        }
        var found: [Diagnostic] = []
        func expectFailure(_ body: () throws(Diagnostics) -> Void) {
            do throws(Diagnostics) {
                try body()
                Issue.record("the scan began")
            } catch {
                found += error.all
            }
        }
        expectFailure { () throws(Diagnostics) in _ = try begin(day, resuming: true) }
        let plan = PlanRecord(provider: "a", name: "A", domains: [], services: [])
        do {
            var draft = try begin(earlier)
            try draft.write(
                ProviderFindings(provider: "a", name: "A", domains: [], services: []), ProviderProofs(provider: "a"),
                packed: try EvidenceFile.encode([.plan(plan)]),
                FinishedProvider(plan: plan, endpoints: 0, measured: 0, connections: 0))
        }
        expectFailure { () throws(Diagnostics) in _ = try begin(day, resuming: true) }
        expectFailure { () throws(Diagnostics) in _ = try begin(earlier, depth: "quick", resuming: true) }
        do {
            let draft = try begin(day)
            expectFailure { () throws(Diagnostics) in _ = try begin(day) }
            draft.discard()
        }
        try folder.write([], to: "snapshots/\(day)/snapshot.json")
        expectFailure { () throws(Diagnostics) in _ = try begin(day) }
        expectFailure { () throws(Diagnostics) in _ = try begin(day, root: "snapshots/\(day)/snapshot.json") }
        return found + (try watching(in: folder))
    }

    /// What a watch reports about its own files; the program gets there only after it has measured something.
    private static func watching(in folder: TemporaryFolder) throws -> [Diagnostic] {
        var found: [Diagnostic] = []
        let rounds = try RoundsFolder("\(folder.path)/rounds", shown: "content/rounds")
        do throws(Diagnostics) {
            try RoundsFolder("\(folder.path)/rounds", shown: "content/rounds").release()
            Issue.record("a second watch began")
        } catch {
            found += error.all
        }
        rounds.release()
        let text = "{\"t\":\"01T00:00:00\",\"changes\":{\"a/imap\":\"asleep\"}}\n{\"t\":\"01T0"
        found += RoundsFile(month: "2026-11", Array(text.utf8), file: "content/rounds/2026-11.ndjson").diagnostics
        try folder.write(Array("state: open\n".utf8), to: "incidents/2026-11-01-a.md")
        let incident = Incident(
            id: "2026-11-01-a", provider: "a", kind: .outage,
            began: Incident.Bounds(after: nil, by: Instant(milliseconds: 0)))
        if case .failed(let diagnostic) = IncidentFiles(root: "\(folder.path)/incidents").write(incident, filed: 0) {
            found.append(diagnostic)
        }
        return found
    }
}
