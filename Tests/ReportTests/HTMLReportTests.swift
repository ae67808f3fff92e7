import Report
import Testing

/// One page, for whoever gets it sent.
@Suite struct HTMLReportTests {
    private func page(_ reports: [DomainReport]) throws -> String {
        HTMLReport.text(reports, texts: try ReportFixture.texts())
    }

    /// All that the terminal shows is there, and lines to copy are whole.
    @Test func holdsTheReport() throws {
        let report = try ReportFixture.report("buchenpost")
        let page = try page([report, try ReportFixture.report("lahm")])
        #expect(page.contains("<h2>buchenpost.test</h2>") && page.contains("<h2>lahm.test</h2>"))
        let grade = try #require(report.grade)
        #expect(page.contains("<span class=\"grade\">\(grade)</span>"))
        for row in report.services { #expect(page.contains("<th scope=\"row\">\(row.service.rawValue)</th>")) }
        let advice = try #require(report.advice)
        #expect(!advice.isEmpty)
        for line in advice.flatMap(\.configurations).flatMap(\.lines) where !line.contains(where: "<>&\"'".contains) {
            #expect(page.contains(line))
        }
    }

    /// Nothing of it is fetched from elsewhere, and its policy says so.
    @Test func needsNothingElse() throws {
        let page = try page([try ReportFixture.report("weidenpost")])
        #expect(page.contains("content=\"default-src 'none'; style-src 'sha256-"))
        for tag in ["<script", "<link", "<img", " src=", " href=", " style=", "@import", "url("] {
            #expect(!page.contains(tag), "\(tag)")
        }
    }

    /// Outside data can neither break out nor bring markup along.
    @Test func outsideDataIsEscaped() throws {
        var report = try ReportFixture.report("weidenpost")
        let hostile = "</td><script>alert(1)</script>\u{1B}[2J"
        report.policies[0].why = hostile
        report.problems[0].seenIn = [hostile]
        report.services[0].facts[0].text = hostile
        report.advice?[0].configurations = []
        let page = try page([report])
        #expect(!page.contains("<script") && !page.contains("\u{1B}"))
        #expect(page.contains("&lt;/td&gt;&lt;script&gt;"))
    }
}
