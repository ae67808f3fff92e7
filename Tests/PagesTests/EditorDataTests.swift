import Content
import Model
import SiteTestSupport
import Testing

@testable import Pages

/// `content/data`: what templates show of an editor's own data.
@Suite struct EditorDataTests {
    private func site(_ template: String, _ files: String) throws -> SiteInAString {
        let site = try SiteInAString(files)
        try site.write(
            Array("{{<page}}{{$content}}<p id=\"x\">\(template)</p>{{/content}}{{/page}}".utf8),
            to: "templates/home.mustache")
        return site
    }

    private func shown(_ template: String, _ files: String) throws -> String {
        let rendered = try site(template, files).render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let page = rendered.text("index.html")
        guard let start = page.range(of: "<p id=\"x\">"), let end = page[start.upperBound...].range(of: "</p>") else {
            return page
        }
        return String(page[start.upperBound..<end.lowerBound])
    }

    private static let people =
        "{{#data.team}}{{name}}{{#leads}}!{{/leads}}{{^leads}}?{{/leads}}{{#topics}} {{.}}{{/topics}};{{/data.team}}"

    @Test(arguments: [
        "-- content/data/team.yaml --\n- {name: Anna & Co, leads: true, topics: [DNS, TLS]}\n- {name: B, leads: false}\n",
        """
        -- content/data/team.json --
        [{"name": "Anna & Co", "leads": true, "topics": ["DNS", "TLS"]}, {"name": "B", "leads": null}]
        """,
    ])
    func listsAndMappings(_ file: String) throws {
        #expect(try shown(Self.people, file) == "Anna &amp; Co! DNS TLS;B?;")
    }

    @Test func rowsOfATable() throws {
        #expect(
            try shown(
                "{{#data.prices}}{{name}}={{price}}{{^price}}–{{/price}};{{/data.prices}}",
                "-- content/data/prices.csv --\nname,price\nA,\"1,00\"\nB,\n") == "A=1,00;B=–;")
    }

    @Test func pathsAndListsOfTexts() throws {
        #expect(
            try shown(
                "{{data.facts.since}} {{#data.facts.a.b}}[{{.}}]{{/data.facts.a.b}}{{#data.facts}}{{since}}{{/data.facts}}",
                "-- content/data/facts.yaml --\nsince: \"2014\"\na: {b: [x, \"true\"]}\n") == "2014 [x][true]2014")
    }

    /// Each template sees it, parts that are rendered once for many pages too.
    @Test func everyTemplateSeesIt() throws {
        let site = try SiteInAString("-- content/data/facts.yaml --\nsince: 2014\n")
        try site.write(Array("<footer>seit {{data.facts.since}}</footer>".utf8), to: "templates/colophon.mustache")
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        #expect(rendered.text("methode/index.html").contains("<footer>seit 2014</footer>"))
    }

    @Test func anEmptyFileIsNoneMissing() throws {
        #expect(try shown("{{^data.none}}nichts{{/data.none}}", "-- content/data/none.json --\n[]\n") == "nichts")
    }

    /// What a data file holds is an editor's; what files there are is known.
    @Test func aFileThatIsNotThereIsAFault() throws {
        let site = try site(
            "{{data.taem}}{{#data.team}}{{whatever}}{{#deeper}}{{x}}{{/deeper}}{{/data.team}}{{titel}}{{data.qqqqqq}}",
            "-- content/data/team.yaml --\n- {name: A}\n")
        #expect(
            site.render().diagnostics.map { "\($0.rule) \($0.message); \($0.hint)" } == [
                "unknown-name no data file 'taem'; did you mean 'team'?",
                "unknown-name unknown name 'titel'; did you mean 'title'?",
                "unknown-name no data file 'qqqqqq'; create content/data/qqqqqq.yaml, .json or .csv",
            ])
    }

    /// Texts of data are escaped always.
    @Test func dataAreNoHTML() throws {
        let file = "-- content/data/a.yaml --\nxHTML: <b>\nrows: [{yHTML: <i>}]\n"
        #expect(try shown("{{data.a.xHTML}}", file) == "&lt;b&gt;")
        let site = try site("{{{data.a.xHTML}}}{{#data.a.rows}}{{&yHTML}}{{/data.a.rows}}", file)
        #expect(
            site.render().diagnostics.map { "\($0.place.column) \($0.rule)" } == [
                "32 unescaped-variable", "66 unescaped-variable",
            ])
    }

    @Test func whatIsWrongIsToldWithItsPlaceAndOnce() throws {
        let site = try site(
            "{{data.a}}{{data.b}}{{data.c}}",
            """
            -- content/data/a.yaml --
            x: [1, {y: 2}]
            z z: 1
            u: [[1], [2]]
            v: "a
            -- content/data/b.json --
            {"a": [1, [2]],
             "b": }
            -- content/data/c.csv --
            name,na me,name
            1,2
            -- content/data/d.txt --
            -- content/data/e f.yaml --
            -- content/data/g.yaml --
            x: [1, {y: 2}]
            z z: 1
            u: [[1], [2]]
            -- content/data/h.json --
            {"a": [1,
              [2]], "ä": 1}
            -- content/data/i.csv --
            name,na me,name
            1,2,3
            -- content/data/j.yaml --
            a: 1
            -- content/data/j.json --
            {"a": 1}
            """)
        #expect(
            site.faults() == [
                "content/data/a.yaml:5:1 broken-yaml", "content/data/b.json:2:7 broken-json",
                "content/data/c.csv:2:1 broken-csv", "content/data/d.txt:1:1 bad-file-name",
                "content/data/e f.yaml:1:1 bad-file-name", "content/data/g.yaml:1:4 wrong-type",
                "content/data/g.yaml:2:6 unknown-key", "content/data/g.yaml:3:4 wrong-type",
                "content/data/h.json:1:7 wrong-type", "content/data/h.json:2:14 unknown-key",
                "content/data/i.csv:1:1 duplicate-column", "content/data/i.csv:1:1 unknown-key",
                "content/data/j.yaml:1:1 duplicate-data",
            ])
    }
}
