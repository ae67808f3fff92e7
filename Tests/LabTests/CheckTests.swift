import Foundation
import Testing

/// `check` and `build` at the command line: what is an error when, and what becomes of the old site.
@Suite struct CheckTests {
    private static let below = """
        title: Probe
        base-url: https://probe.example/unter/
        security: {contact: "mailto:a@probe.example", expires: 2026-12-31}
        languages: [de, en]
        """

    @Test func warningsAreErrorsWhereAskedFor() async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let site = "\(folder)/neu"
        #expect(try await run(Tree.pruefstand, ["new", site, "--date", "2026-11-24"]).status == 0)
        #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0)
        // Every key of every file is explained where the files are.
        let page = try String(contentsOfFile: "\(site)/content/README.md", encoding: .utf8)
        #expect(page == (try String(contentsOfFile: "\(Tree.root)/templates/content.md", encoding: .utf8)))
        let before = try String(contentsOfFile: "\(site)/site/manifest.sha256", encoding: .utf8)

        // A warning: these files count only at the root of a host.
        try Self.below.write(toFile: "\(site)/content/site.yaml", atomically: true, encoding: .utf8)
        let check = ["check", "--site", site, "--date", "2026-11-24"]
        let lenient = try await run(Tree.pruefstand, check)
        #expect(lenient.status == 0)
        #expect(lenient.errors.contains("content/site.yaml:3:11: warning: "), "\(lenient.errors)")
        #expect(lenient.errors.contains("[well-known-below-path]"))
        #expect(try await run(Tree.pruefstand, check + ["--strict"]).status == 1)
        let json = try await run(Tree.pruefstand, check + ["--json"])
        #expect(json.output.contains("\"well-known-below-path\""))
        let expired = try await run(Tree.pruefstand, ["check", "--site", site, "--date", "2026-12-31"])
        #expect(expired.status == 0 && expired.errors.contains("[expired]"))

        #expect(try await run(Tree.pruefstand, ["build", "--site", site, "--strict"]).status == 1)
        #expect(try String(contentsOfFile: "\(site)/site/manifest.sha256", encoding: .utf8) == before)
        #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0)
        #expect(try String(contentsOfFile: "\(site)/site/manifest.sha256", encoding: .utf8) != before)
    }

    /// What changed, and the article about it, which is a part of the site without a fault.
    @Test func theDraftOfWhatChanged() async throws {
        let site = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: site) }
        #expect(try await run("python3", ["\(Tree.root)/Tests/Pages/example", site]).status == 0)
        let dates = ["diff", "2015-01-01", "2015-02-01", "--site", site]
        let told = try await run(Tree.pruefstand, dates)
        #expect(told.status == 0 && told.output.contains("Anton Post: "), "\(told.output)")
        let draft = try await run(Tree.pruefstand, dates + ["--article", "--date", "2015-02-03"])
        #expect(draft.status == 0 && draft.output.contains("](finding:2015-02-01/anton/"), "\(draft.output)")
        try draft.output.write(
            toFile: "\(site)/content/articles/2015-02-03-was-sich-getan-hat.md", atomically: true, encoding: .utf8)
        let check = try await run(Tree.pruefstand, ["check", "--site", site, "--date", "2015-02-03", "--strict"])
        #expect(check.status == 0, "\(check.errors)")
        #expect(try await run(Tree.pruefstand, ["diff", "2015-01-01", "2015-01-02", "--site", site]).status == 1)
    }

    /// Over the archive of 2014 on a day in that summer: the table of July is fresh, and those of today were never made.
    @Test func tablesThatAreTooOld() async throws {
        let arguments = ["check", "--site", Tree.root, "--max-age", "30", "--date"]
        let fresh = try await run(Tree.pruefstand, arguments + ["2014-08-20"])
        #expect(fresh.status == 1 && !fresh.errors.contains("jabber.yaml"))
        #expect(fresh.errors.contains("content/tables/transport.yaml:1:1: error: "), "\(fresh.errors)")
        let old = try await run(Tree.pruefstand, arguments + ["2014-09-20"])
        #expect(old.status == 1 && old.errors.contains("content/tables/jabber.yaml:1:1: error: "))
        #expect(try await run(Tree.pruefstand, ["check", "--site", Tree.root, "--date", "2014-09-20"]).status == 0)
    }
}
