import Testing

/// What is misspelled on the command line is answered with the nearest known word, and exit code 2 or, where a site had
/// to be read first, 1.
@Suite struct MisspelledTests {
    @Test(
        arguments: [
            (["biuld"], 2, "unknown command 'biuld'; did you mean 'build'?"),
            (["frobnicate"], 2, "unknown command 'frobnicate'; valid values: build, check, diff"),
            (["build", "--ot", "x"], 2, "Unknown option '--ot'. Did you mean '--out'?"),
            (["scan", "--depht", "quick"], 2, "Did you mean '--depth'?"),
            (["scan", "--depth", "quik"], 2, "'quick'"),
            (["scan", "--evidence", "al"], 2, "'all'"),
            (["new", "workflow", "githb"], 2, "'github'"),
            (["new", "template"], 2, "unknown command 'new template'; did you mean 'templates'?"),
            (["new", "artcle", "x"], 2, "did you mean 'article'?"),
            (["new", "porvider"], 2, "pruefstand new site porvider"),
            (["probe", "http://example.org"], 2, "did you mean 'https'?"),
            (["probe", "mx://xn--0.example"], 2, "the label 'xn--0' is not valid Punycode"),
            (["check", "--date", "2026-02-30"], 2, "'2026-02-30'"),
        ] as [([String], Int32, String)])
    func onTheCommandLine(_ arguments: [String], _ status: Int32, _ expected: String) throws {
        let result = try BuiltProgram.run(arguments)
        #expect(result.status == status)
        #expect(result.output.isEmpty && result.errors.contains(expected), "\(result.errors)")
    }

    @Test(
        arguments: [
            (["scan", "poste"], "did you mean 'posteo'?"), (["verify", "2026-01-10"], "did you mean '2026-01-01'?"),
            (["diff", "2026-01-10", "2026-01-11"], "did you mean '2026-01-01'?"),
            (["diff", "2026-01-01", "2026-01-01", "--language", "dr"], "did you mean 'de'?"),
            (["new", "article", "Titel", "--language", "dr"], "did you mean 'de'?"),
        ] as [([String], String)])
    func inASite(_ arguments: [String], _ expected: String) throws {
        let site = try SiteFixture(
            """
            -- content/site.yaml --
            title: Prüfstand
            base-url: https://pruefstand.example/
            languages: [de]
            -- content/providers/posteo.md --
            ---
            name: Posteo
            domains: [posteo.de]
            ---
            -- content/snapshots/2026-01-01/snapshot.json --
            {"connections": 0, "date": "2026-01-01", "origin": "transcribed", "providers": [], "schema": 1,
             "source": {"published": "2026-01-01", "title": "Beispiel"}, "tool": "", "vantage": ""}
            """)
        let result = try BuiltProgram.run(arguments + ["--site", site.root])
        #expect(result.status == 1)
        #expect(result.errors.contains(expected), "\(result.errors)")
    }
}
