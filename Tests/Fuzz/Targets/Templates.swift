import Model
import Templates
import Text

extension FuzzTarget {
    /// Any bytes are a template or have a diagnostic, whose place is in the text. What is known of a scope beforehand
    /// changes nothing, and no value gets into the page unescaped unless its name says that it is HTML.
    static let templates = FuzzTarget("Templates") { input throws(FuzzViolation) in
        let source: SourceText
        do {
            source = try SourceText(file: "page", bytes: input, limit: 65_536)
        } catch {
            return
        }
        // Two templates, so that there are partials, parents and circles.
        let parts = source.text.split(separator: "\u{1E}", maxSplits: 1).map(String.init)
        var sources = ["page": SourceText(file: "page", text: parts.first ?? "")]
        if parts.count == 2 { sources["part"] = SourceText(file: "part", text: parts[1]) }
        let (templates, diagnostics) = Templates.read(sources)
        for diagnostic in diagnostics {
            let lines = sources[diagnostic.file]?.text.split(separator: "\n", omittingEmptySubsequences: false) ?? []
            guard lines.indices.contains(diagnostic.place.line - 1),
                (1...lines[diagnostic.place.line - 1].unicodeScalars.count + 1).contains(diagnostic.place.column),
                !diagnostic.hint.isEmpty
            else { throw FuzzViolation("a place that is not in the text: \(diagnostic)") }
        }
        guard diagnostics.isEmpty else { return }
        let hostile = "\u{1}"
        let known = TemplateContext(
            FuzzedPage(
                title: hostile, isHome: true,
                rows: [FuzzedPage.Row(title: hostile), FuzzedPage.Row(isHome: true)], values: ["x", hostile]))
        let bytes = templates.bytes("page", [known])
        if !parts.joined().contains(hostile), bytes.contains(1) { throw FuzzViolation("an unescaped value") }
        guard let program = templates.program("page", knowing: known) else {
            throw FuzzViolation("a template without a diagnostic that is not compiled")
        }
        if program.render([known], expected: 0) != bytes { throw FuzzViolation("other bytes where more was known") }
    }
}

/// Names that templates of the corpus use.
private struct FuzzedPage: TemplateData {
    var title: String
    var isHome: Bool
    var rows: [Row]
    var values: [String]

    struct Row: TemplateData {
        var title = ""
        var isHome = false

        static let schema = TemplateSchema<Self>(
            "row", "a row", [.text("title", "a text") { $0.title }, .truth("is-home", "a Boolean") { $0.isHome }])
    }

    static let schema = TemplateSchema<Self>(
        "page", "a page",
        [
            .text("title", "a text") { $0.title }, .truth("is-home", "a Boolean") { $0.isHome },
            .list("rows", "a list") { $0.rows }, .texts("values", "texts") { $0.values },
        ])
}
