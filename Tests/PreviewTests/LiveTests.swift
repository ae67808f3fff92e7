import Content
import Defaults
import Foundation
import Model
import Pages
import TestSupport
import Testing

@testable import Preview

/// A small site on disk that is edited while it is shown.
final class EditedSite: Sendable {
    private let folder: TemporaryFolder
    var root: String { folder.path }

    init() throws {
        folder = try TemporaryFolder("edited")
        try write("content/site.yaml", "title: Prüfstand\nbase-url: https://a.example/unter/\nlanguages: [de]\n")
        try article("2026-01-01-eins", "Eins", "Erster Text")
        try article("2026-01-02-zwei", "Zwei", "Zweiter Text", draft: true)
        try write("secret.txt", "secret")
        try write("site/index.html", "secret")
    }

    func write(_ path: String, _ text: String) throws {
        // As editors do: a new file in the old one's place.
        try folder.write(Array(text.utf8), to: path, options: .atomic)
    }

    func article(_ name: String, _ title: String, _ body: String, draft: Bool = false) throws {
        try write(
            "content/articles/\(name).md",
            "---\ntitle: \(title)\ndate: \(name.prefix(10))\ndraft: \(draft)\n---\n\(body)\n")
    }

    var reader: SiteReader { SiteReader(root: root, defaultTemplates: DefaultFile.templates) }

    func watch() throws -> FolderWatch {
        try #require(FolderWatch([("\(root)/content", "content"), ("\(root)/templates", "templates")]))
    }
}

/// What the event stream says, from its first event on: `edit` is made after that, and the reading ends when `isDone`,
/// which gets the newest event, or after a minute without an event. An event may still tell of the edit before.
private func events(
    _ port: Int, edit: @escaping @Sendable () throws -> Void, until isDone: @escaping @Sendable (String) -> Bool
) async throws -> [String] {
    try await blocking {
        let browser = try Browser(port: port)
        browser.send("GET /.pruefstand/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        var seen: [String] = []
        while let line = browser.line() {
            guard line.hasPrefix("data: ") else { continue }
            let event = String(line.dropFirst(6))
            seen.append(event)
            if seen.count == 1 { try edit() } else if isDone(event) { break }
        }
        return seen
    }
}

extension LiveSite {
    func says(_ text: String, at path: String) -> Bool {
        file(path)?.firstRange(of: Array(text.utf8)) != nil
    }
}

@Suite struct LiveTests {
    @Test func pagesComeFromMemoryOnly() async throws {
        let edited = try EditedSite()
        let site = LiveSite()
        _ = LivePreview(edited.reader, RenderOptions(baseURL: "http://localhost/", drafts: true), into: site)
        try await withPreview(.live(site, anyHost: false)) { port in
            let page = try await fetch(port, "/2026/01/eins/")
            #expect(page.status == 200)
            #expect(page.text.contains("Erster Text"))
            // Nothing of what lies on the disk can be had, be it the site's own source.
            for target in ContainmentTests.traversals + [
                "/content/site.yaml", "/site/index.html", "/.pruefstand", "/.pruefstand/", "/.pruefstand/x",
                "/.pruefstand/../secret.txt", "/.pruefstand/live.js/../../secret.txt",
            ] {
                let response = try await fetch(port, target)
                #expect([400, 404].contains(response.status), "\(target) gave \(response.status)")
                #expect(!response.text.contains("secret"), "\(target)")
            }
            #expect(try await fetch(port, "/2026/01/eins")["Location"] == "/2026/01/eins/")
            #expect(try await fetch(port, "/", method: "POST").status == 405)
            // Drafts are shown, and say so.
            #expect(try await fetch(port, "/2026/01/zwei/").text.contains("class=\"draft\""))
            // The site lies below a base path, the preview does not.
            #expect(try await fetch(port, "/nowhere").text.contains("href=\"/index.html\""))
        }
    }

    @Test func theScriptIsOnlyInThePreview() async throws {
        let edited = try EditedSite()
        let site = LiveSite()
        _ = LivePreview(edited.reader, RenderOptions(drafts: true), into: site)
        let built = Site.render(edited.reader.read())
        #expect(built.files.values.allSatisfy { $0.firstRange(of: Array("live.js".utf8)) == nil })
        try await withPreview(.live(site, anyHost: false)) { port in
            let page = try await fetch(port, "/")
            #expect(
                page.text.contains("<script src=\"/.pruefstand/live.js\" data-tag=\"\(page["X-Preview-Tag"] ?? "?")\""))
            // Both policies, the page's and the server's, are opened for the script and for nothing else.
            #expect(
                page.text.contains("content=\"connect-src 'self'; default-src 'none'; script-src 'self'; style-src"))
            #expect(
                page["Content-Security-Policy"]?.hasPrefix(
                    "connect-src 'self'; default-src 'none'; script-src 'self'; ") == true)
            #expect(!page.text.contains("unsafe"))
            #expect(try await fetch(port, "/.pruefstand/live.js")["Content-Type"]?.hasPrefix("text/javascript") == true)
            let tag = try #require(page["ETag"])
            #expect(try await fetch(port, "/", "If-None-Match: \(tag)").status == 304)
            #expect(try await fetch(port, "/", "If-None-Match: *").status == 304)
        }
    }

    /// What a template of an editor's leaves out must not keep the script away, and the first of two is meant.
    @Test(arguments: [
        ("", "S"), ("<p>", "<p>S"), ("</body", "</bodyS"), ("</body>", "S</body>"),
        ("a</body>b</body>", "aS</body>b</body>"),
        (
            "<meta http-equiv=\"Content-Security-Policy\" content=\"x\"></body>",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"Px\">S</body>"
        ),
        (
            "<meta http-equiv=\"Content-Security-Policy\" content=\"x; script-src 'self'; y\"></body>",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"Cx; script-src 'self'; y\">S</body>"
        ),
    ])
    func theScriptsPlace(_ page: String, _ expected: String) {
        let found = String(decoding: LiveResponse.withScript(Array(page.utf8), tag: "t"), as: UTF8.self)
            .replacing("<script src=\"/.pruefstand/live.js\" data-tag=\"t\" defer></script>\n", with: "S")
            .replacing("script-src 'self'; connect-src 'self'; ", with: "P")
            .replacing("connect-src 'self'; ", with: "C")
        #expect(found == expected)
    }

    /// A page elsewhere whose name resolves to this machine reads nothing.
    @Test func othersNamesAreRefused() async throws {
        let site = LiveSite()
        try await withPreview(.live(site, anyHost: false)) { port in
            for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"] {
                for target in ["/", "/.pruefstand/events", "/.pruefstand/live.js"] {
                    let response = try await blocking {
                        let browser = try Browser(port: port)
                        browser.send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                        return browser.responses(1).all.first
                    }
                    #expect(response?.status == 421, "\(host)\(target)")
                }
            }
        }
        #expect(LiveResponse.isLocal(["LocalHost:8014"]) && LiveResponse.isLocal(["[::1]:8014"]))
        #expect(!LiveResponse.isLocal(["localhost", "evil.example"]) && !LiveResponse.isLocal([]))
    }

    @Test func anEditIsTold() async throws {
        let edited = try EditedSite()
        let site = LiveSite()
        let watch = try edited.watch()
        let preview = LivePreview(edited.reader, RenderOptions(drafts: true), into: site)
        let following = Task { await preview.follow(watch) { _ in } }
        try await withPreview(.live(site, anyHost: false)) { port in
            let eins = "2026/01/eins/index.html"
            let article = "2026-01-01-eins"
            let seen = try await events(port) {
                try edited.article(article, "Neuer Titel", "Neuer Text")
            } until: { _ in
                site.says("Neuer Text", at: eins)
            }
            #expect(seen.count > 1 && Set(seen) == ["[]"])
            #expect(try await fetch(port, "/2026/01/eins/").text.contains("Neuer Text"))
            // The article's own page came first; the others follow.
            await preview.settle()
            #expect(try await fetch(port, "/").text.contains("Neuer Titel"))

            // An error is told with its place, and the pages stay as they were.
            let broken = try await events(port) {
                try edited.article(article, "Titel", "<b>\u{2028}</b> [x](javascript:alert)")
            } until: {
                $0 != "[]"
            }
            let last = try #require(broken.last)
            #expect(last.contains("\"rule\":\"raw-html\"") && last.contains("\"rule\":\"bad-link\""))
            #expect(last.contains("2026-01-01-eins.md"))
            #expect(try await fetch(port, "/2026/01/eins/").text.contains("Neuer Text"))
            await preview.settle()
            #expect(site.diagnostics.count == 3)
            #expect(try await fetch(port, "/").text.contains("Neuer Titel"))

            // Mended; then a file in folders that were not there before, and an article that goes.
            _ = try await events(port) {
                try edited.article(article, "Titel", "Heiler Text")
            } until: { _ in
                site.diagnostics.isEmpty && site.says("Heiler Text", at: eins)
            }
            _ = try await events(port) {
                try edited.write("content/files/deep/er/a.txt", "Anhang")
            } until: { _ in
                site.file("files/deep/er/a.txt") != nil
            }
            #expect(try await fetch(port, "/files/deep/er/a.txt").text == "Anhang")
            _ = try await events(port) {
                try FileManager.default.removeItem(atPath: "\(edited.root)/content/articles/2026-01-02-zwei.md")
            } until: { _ in
                site.file("2026/01/zwei/index.html") == nil
            }
            #expect(try await fetch(port, "/2026/01/zwei/").status == 404)
        }
        watch.stop()
        await following.value
    }

    /// What is read again after an edit is what reading everything gives.
    @Test(arguments: [
        ("content/articles/2026-01-01-eins.md", "---\ntitle: X\ndate: 2026-01-01\ntags: [neu]\n---\nText\n"),
        ("content/articles/2026-01-01-eins.md", "---\ntitle: X\n---\nText\n"),
        ("content/articles/2026-01-03-drei.md", "---\ntitle: Drei\ndate: 2026-01-03\n---\nText\n"),
        ("content/site.yaml", "title: Anders\nbase-url: https://a.example/\nlanguages: [de, en]\n"),
        ("content/providers/a.md", "---\nname: A\ndomains: [a.example]\nnotes: {t: x}\n---\n"),
        ("content/tables/t.yaml", "title: T\ncolumns: [dnssec]\n"), ("content/tables/t.yaml", "titel: T\n"),
        ("content/files/a.txt", "a"), ("templates/404.mustache", "<p>{{title}}</p>"),
        ("templates/broken.mustache", "{{#a}}"), ("templates/assets/a.txt", "a"),
        ("content/snapshots/2026-01-01/snapshot.json", "{"), ("notes.txt", "x"),
    ])
    func readingAgainIsReading(_ path: String, _ text: String) throws {
        let edited = try EditedSite()
        try edited.write("templates/own.mustache", "<p>")
        let before = edited.reader.read()
        try edited.write(path, text)
        let whole = edited.reader.read()
        for changed in [[path], [path, "content/articles/2026-01-02-zwei.md"], [""]] {
            let again = edited.reader.read(again: before, changed: Set(changed))
            #expect(again.diagnostics == whole.diagnostics && again.broken == whole.broken)
            #expect(Site.render(again) == Site.render(whole))
        }
        // And back again.
        try FileManager.default.removeItem(atPath: "\(edited.root)/\(path)")
        #expect(
            Site.render(edited.reader.read(again: whole, changed: [path])) == Site.render(edited.reader.read()))
    }

    /// A slow rendering of an older state must not overwrite what is known of a newer one.
    @Test func theNewestWins() {
        let site = LiveSite()
        site.replace(with: RenderedSite(files: ["a": [1]], diagnostics: []), edit: 1)
        site.replace(pages: RenderedSite(files: ["a": [3]], diagnostics: []), about: [], edit: 3)
        site.replace(with: RenderedSite(files: ["a": [2]], diagnostics: []), edit: 2)
        #expect(site.file("a") == [3])
    }
}
