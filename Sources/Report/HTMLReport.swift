import Content
import FoundationEssentials
import Model
import Names
import Text

/// Reports as one HTML page without other files: it can be sent by mail or kept as a build artifact. Its policy (CSP)
/// allows nothing but its own style sheet, by that one's digest.
package struct HTMLReport {
    private let texts: Localization
    private var text = ""

    /// - Parameter texts: the texts of the reports' language.
    package static func text(_ reports: [DomainReport], texts: Localization) -> String {
        var page = HTMLReport(texts: texts)
        page.page(reports)
        return page.text
    }

    private init(texts: Localization) { self.texts = texts }

    private static let style = """
        body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
        table{border-collapse:collapse}
        th,td{border:1px solid;padding:.3rem .5rem;text-align:start;vertical-align:top}
        div{overflow-x:auto}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;border-left:.2rem solid;padding-left:.8rem}
        .grade{font-weight:bold}
        """

    private mutating func page(_ reports: [DomainReport]) {
        let digest = Data(Digest.sha256(Array(Self.style.utf8))).base64EncodedString()
        let names = reports.map { DomainName.displayed($0.domain) }.joined(separator: ", ")
        text = """
            <!DOCTYPE html>
            <html lang="\(HTML.escaped(texts.language))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>\(HTML.escaped(names.isEmpty ? "pruefstand test" : names))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>pruefstand test</h1>

            """
        for report in reports { section(report) }
        text += "</main>\n</body>\n</html>\n"
    }

    private mutating func section(_ report: DomainReport) {
        add("<section>\n<h2>\(HTML.escaped(DomainName.displayed(report.domain)))</h2>")
        let time = HTML.escaped("\(report.measured)")
        let verdict =
            report.services.first(where: \.isWithoutEncryption).map {
                "\(texts.report("no-encryption")) (\($0.service.rawValue))"
            }
            ?? report.grade ?? texts.report(report.namesNoServer ? "no-server" : "no-grade")
        add("<p><span class=\"grade\">\(HTML.escaped(verdict))</span> · \(HTML.escaped(report.profile))")
        add("· <time datetime=\"\(time)\">\(time)</time> · \(HTML.escaped(report.tool))</p>")
        problems(report.problems)
        advice(report.advice ?? [])
        services(report)
        policies(report.policies)
        add("</section>")
    }

    private mutating func problems(_ problems: [Problem]) {
        guard !problems.isEmpty else { return }
        add("<h3>\(HTML.escaped(texts.report("to-change")))</h3>\n<ul>")
        for problem in problems {
            let names = problem.services.map(\.rawValue).joined(separator: ", ")
            let seen = problem.seenIn.isEmpty ? "" : " (\(problem.seenIn.joined(separator: ", ")))"
            let grade = problem.grade.isEmpty ? "" : "<span class=\"grade\">\(HTML.escaped(problem.grade))</span> "
            add("<li>\(grade)\(HTML.escaped((names.isEmpty ? "" : "\(names): ") + problem.text + seen))</li>")
        }
        add("</ul>")
    }

    private mutating func advice(_ all: [AdviceText]) {
        guard !all.isEmpty else { return }
        add("<h3>\(HTML.escaped(texts.report("how")))</h3>\n<ul>")
        for advice in all {
            let names = advice.services.map(\.rawValue).joined(separator: ", ")
            let start = names.isEmpty ? "" : "<strong>\(HTML.escaped(names)):</strong> "
            add("<li>\(start)\(HTML.escaped("\(advice.change) \(advice.meaning)"))")
            for one in advice.configurations {
                add("<p>\(HTML.escaped(one.title)):</p>")
                let lines = HTML.escaped(one.lines.joined(separator: "\n"))
                add("<pre tabindex=\"0\"><code>\(lines)</code></pre>")
            }
            add("</li>")
        }
        add("</ul>")
    }

    private mutating func services(_ report: DomainReport) {
        guard !report.services.isEmpty else { return }
        // Not every column asks something of every service.
        let columns = TableDefinition.Column.ofReport.map(\.rawValue).filter { column in
            report.services.contains { $0.facts.contains { $0.column == column } }
        }
        let headers = columns.map { "<th scope=\"col\">\(HTML.escaped(header($0)))</th>" }.joined()
        add("<h3>\(HTML.escaped(texts.report("services")))</h3>\n<div tabindex=\"0\">\n<table>")
        let service = HTML.escaped(texts.report("service"))
        add("<thead>\n<tr><th scope=\"col\">\(service)</th>\(headers)</tr>\n</thead>\n<tbody>")
        for row in report.services {
            let cells = columns.map { column in
                let said = row.facts.first { $0.column == column }.map(Self.said) ?? texts[.notApplicable]
                return "<td>\(HTML.escaped(said))</td>"
            }.joined()
            add("<tr><th scope=\"row\">\(HTML.escaped(row.service.rawValue))</th>\(cells)</tr>")
        }
        add("</tbody>\n</table>\n</div>")
        if !report.notOffered.isEmpty {
            let names = report.notOffered.map { HTML.escaped($0.rawValue) }.joined(separator: ", ")
            add("<p>\(HTML.escaped(texts.report("not-offered"))): \(names)</p>")
        }
    }

    private mutating func policies(_ facts: [DomainReport.Fact]) {
        guard !facts.isEmpty else { return }
        add("<h3>\(HTML.escaped(texts.report("domain")))</h3>\n<table>\n<tbody>")
        for fact in facts {
            let name = HTML.escaped(header(fact.column))
            add("<tr><th scope=\"row\">\(name)</th><td>\(HTML.escaped(Self.said(fact)))</td></tr>")
        }
        add("</tbody>\n</table>")
    }

    private func header(_ column: String) -> String { texts[.columns, column, fallback: column] }

    private static func said(_ fact: DomainReport.Fact) -> String {
        fact.why.isEmpty ? fact.text : "\(fact.text): \(fact.why)"
    }

    private mutating func add(_ line: String) { text += line + "\n" }
}
