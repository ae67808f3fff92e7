import Foundation
import Model
import Pages
import Testing

/// Content that nobody should publish: each a diagnostic with its place and a hint, and no file.
struct HostileContentTests {
    private func expect(_ site: SiteInAString, _ faults: [String]) {
        let rendered = site.render()
        #expect(site.faults() == faults)
        #expect(rendered.diagnostics.allSatisfy { !$0.hint.isEmpty && $0.level == .error })
        #expect(rendered.files.isEmpty)
    }

    /// It is weighed before it is read.
    @Test func anArticleOf50Megabytes() throws {
        let site = try SiteInAString("-- content/articles/2026-01-02-a.md --\n---\ntitle: A\n")
        let handle = try FileHandle(
            forWritingTo: URL(filePath: "\(site.root)/content/articles/2026-01-02-a.md"))
        try handle.truncate(atOffset: 50 << 20)
        try handle.close()
        expect(site, ["content/articles/2026-01-02-a.md:1:1 too-large"])
    }

    @Test(arguments: [
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](<java\tscript:alert(1)>)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](vbscript:x)", "<javascript:alert(1)>",
        "[a](&#106;avascript:alert(1))", "[a][b]\n\n[b]: javascript:alert(1)", "[a](file:///etc/passwd)",
    ])
    func linksThatRun(_ text: String) throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n\(text)\n")
        expect(site, ["content/articles/2026-01-02-a.md:5:1 bad-link"])
        let provider = try SiteInAString(
            "-- content/providers/a.md --\n---\nname: A\ndomains: [a.example]\n---\n\(text)\n")
        expect(provider, ["content/providers/a.md:5:1 bad-link"])
    }

    @Test(arguments: [
        ("website: 'javascript:alert(1)'", "5:10 bad-address"), ("website: data:text/html,x", "5:10 bad-address"),
        (
            "claims: [{text: x, source: 'javascript:alert(1)', date: 2026-01-01}]", "5:28 bad-address"
        ),
    ])
    func addressesThatRun(_ yaml: String, _ fault: String) throws {
        let site = try SiteInAString(
            "-- content/providers/a.md --\n---\nname: A\ndomains: [a.example]\ncountry: DE\n\(yaml)\n---\n")
        expect(site, ["content/providers/a.md:\(fault)"])
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>",
        "<!-- a --><script>x</script>",
    ])
    func elementsInProse(_ text: String) throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n\(text)\n")
        let rendered = site.render()
        #expect(!rendered.diagnostics.isEmpty && rendered.diagnostics.allSatisfy { $0.rule.rawValue == "raw-html" })
        #expect(rendered.files.isEmpty)
    }
}
