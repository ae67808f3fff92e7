import Foundation
import Testing

@Suite struct ServingTests {
    @Test func pages() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            let home = try await fetch(port, "/")
            #expect(home.status == 200)
            #expect(home.text == "<title>home</title>")
            #expect(home["Content-Type"] == "text/html; charset=utf-8")
            #expect(home["Content-Length"] == "19")
            #expect(home["X-Content-Type-Options"] == "nosniff")
            #expect(
                home["Content-Security-Policy"]?.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'; ")
                    == true)
            #expect(home["Content-Security-Policy"]?.contains("unsafe") == false)
            #expect(home["Connection"] == "close")
            #expect(try await fetch(port, "/?q=/../x#y").text == "<title>home</title>")
            #expect(try await fetch(port, "/artikel/eins/").text == "<title>one</title>")
            #expect(try await fetch(port, "/artikel/eins/index.html").text == "<title>one</title>")
            #expect(try await fetch(port, "/%C3%A4%20b.txt").text == "umlaut")
            #expect(try await fetch(port, "/feed.atom")["Content-Type"] == "application/atom+xml")
            #expect(try await fetch(port, "/leer/bild.svg")["Content-Type"] == "image/svg+xml")
        }
    }

    @Test func redirects() async throws {
        let site = try TestSite()
        try site.write("site/a'b ü/index.html", "")
        try await withPreview(of: site.root) { port in
            let redirect = try await fetch(port, "/artikel/eins?x=1")
            #expect(redirect.status == 301)
            #expect(redirect["Location"] == "/artikel/eins/")
            #expect(try await fetch(port, "/a'b%20%C3%BC")["Location"] == "/a%27b%20%C3%BC/")
            // A target like this must not become the address of another host.
            for target in ["//artikel", "//example.org/..", "/%2Fartikel", "/\\artikel"] {
                let response = try await fetch(port, target)
                #expect(response.status == 404)
                #expect(response["Location"] == nil)
            }
            // A file is no folder, and a folder without a page shows nothing.
            #expect(try await fetch(port, "/feed.atom/").status == 404)
            #expect(try await fetch(port, "/leer/").status == 404)
        }
    }

    @Test func notFound() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            let page = try await fetch(port, "/nothing")
            #expect(page.status == 404)
            #expect(page.text == "<title>lost</title>")
            #expect(page["Content-Type"] == "text/html; charset=utf-8")
            #expect(page["ETag"] == nil)
            try FileManager.default.removeItem(atPath: site.root + "/404.html")
            let plain = try await fetch(port, "/nothing")
            #expect(plain.status == 404)
            #expect(plain.text == "404 Not Found\n")
            #expect(plain["Content-Security-Policy"] != nil)
        }
    }

    @Test func methods() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            for target in ["/", "/artikel/eins", "/nothing"] {
                let get = try await fetch(port, target)
                let head = try await blocking {
                    let browser = try Browser(port: port)
                    browser.send(
                        "HEAD \(target) HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    // Were there a body, the second response would not be where it is.
                    return browser.responses(2, hasBody: false).all
                }
                #expect(head.count == 2)
                #expect(head.first?.status == get.status)
                for field in ["Content-Length", "Content-Type", "Location", "ETag"] {
                    #expect(head.first?[field] == get[field])
                }
                #expect(head.last?.status == 200)
            }
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
                let response = try await fetch(port, "/", method: method)
                #expect(response.status == 405)
                #expect(response["Allow"] == "GET, HEAD")
            }
        }
    }

    @Test func knownAlready() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            let first = try await fetch(port, "/")
            let tag = try #require(first["ETag"])
            let date = try #require(first["Last-Modified"])
            for field in [
                "If-None-Match: \(tag)", "If-None-Match: \"x\", W/\(tag)", "If-None-Match: *",
                "If-Modified-Since: \(date)",
            ] {
                let again = try await fetch(port, "/", field)
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again["ETag"] == tag)
            }
            // A tag that differs outweighs a date that does not (RFC 9110 §13.1.3).
            #expect(try await fetch(port, "/", "If-None-Match: \"x\"", "If-Modified-Since: \(date)").status == 200)
            try site.write("site/index.html", "<title>HOME</title>")
            let changed = try await fetch(port, "/", "If-None-Match: \(tag)")
            #expect(changed.status == 200)
            #expect(changed.text == "<title>HOME</title>")
        }
    }

    /// The writer swaps whole folders; the next request must see the new one.
    @Test func swappedFolder() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            #expect(try await fetch(port, "/").text == "<title>home</title>")
            try site.write("next/index.html", "new")
            #expect(rename(site.root, site.root + "-old") == 0)
            #expect(try await fetch(port, "/").status == 404)
            #expect(rename("\(site.folder.path)/next", site.root) == 0)
            #expect(try await fetch(port, "/").text == "new")
        }
    }

    @Test func largeFile() async throws {
        let site = try TestSite()
        let text = (0..<600_000).map { "\($0 * 7919)" }.joined(separator: "\n")
        try site.write("site/large.csv", text)
        try await withPreview(of: site.root) { port in
            let response = try await fetch(port, "/large.csv")
            #expect(response["Content-Type"] == "text/csv; charset=utf-8")
            #expect(response.body.count > 5_000_000)
            #expect(response.body == Array(text.utf8))
        }
    }

    @Test func manyAtOnce() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        try await blocking {
                            let browser = try Browser(port: port)
                            let targets = ["/", "/artikel/eins/", "/nothing", "/feed.atom"]
                            let wanted = [
                                "<title>home</title>", "<title>one</title>", "<title>lost</title>", "<feed/>",
                            ]
                            var right = 0
                            for turn in number..<number + 20 {
                                browser.send("GET \(targets[turn % 4]) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                if browser.responses(1).all.first?.text == wanted[turn % 4] { right += 1 }
                            }
                            // Several requests in one go are answered in order.
                            browser.send(targets.map { "GET \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
                            if browser.responses(4).all.map(\.text) == wanted { right += 1 }
                            return right
                        }
                    }
                }
                var right = 0
                for try await number in group { right += number }
                #expect(right == 60 * 21)
            }
        }
    }
}
