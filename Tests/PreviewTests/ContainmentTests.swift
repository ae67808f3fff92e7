import Foundation
import Glibc
import Testing

@testable import Preview

/// Nothing outside the folder is ever served.
@Suite struct ContainmentTests {
    static let traversals = [
        "/../secret.txt", "/../../../../../../etc/passwd", "/./../secret.txt", "/artikel/../../secret.txt",
        "/%2e%2e/secret.txt", "/%2E%2E/secret.txt", "/.%2e/secret.txt", "/%2e./secret.txt", "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt", "/..%5csecret.txt", "/..\\secret.txt", "/%252e%252e/secret.txt",
        "/artikel/%2e%2e/%2e%2e/secret.txt", "/artikel%2f..%2f..%2fsecret.txt", "/%2fetc%2fpasswd", "//etc/passwd",
        "/%c0%ae%c0%ae/secret.txt", "/%uff0e%uff0e/secret.txt", "/..%00/secret.txt", "/secret.txt%00.html",
        "/index.html%00", "/%00", "/..;/secret.txt", "/artikel/..", "/..", "/.", "/../site2/", "/../site2/index.html",
        "/..%2fsite2%2findex.html", "/%", "/%2", "/%zz", "/a%0d%0aSet-Cookie:%20x", "/%7f", "/.git/config",
        "/.git/", "/.git", "/.hidden", "/%2ehidden", "/%2Egit/config", "secret.txt", "../secret.txt", "*",
        "http://localhost/../secret.txt", "http://localhost/", "file:///etc/passwd", "/out.txt", "/out/secret.txt",
        "/out/", "/out", "/up/secret.txt", "/pipe", "/inside.html", "/loop",
    ]

    @Test func traversal() async throws {
        let site = try TestSite()
        try site.link("site/out.txt", to: "../secret.txt")
        try site.link("site/out", to: site.folder.path)
        try site.link("site/up", to: "..")
        try site.link("site/loop", to: "loop")
        try site.link("site/inside.html", to: "index.html")
        #expect(mkfifo(site.root + "/pipe", 0o600) == 0)
        try await withPreview(of: site.root) { port in
            for target in Self.traversals {
                let response = try await fetch(port, target)
                #expect([400, 404].contains(response.status), "\(target) gave \(response.status)")
                #expect(!response.text.contains("secret") && !response.text.contains("root:"), "\(target)")
                #expect(response["Location"] == nil && response["Set-Cookie"] == nil, "\(target)")
            }
            #expect(try await fetch(port, "/").status == 200)
        }
    }

    /// A page elsewhere whose name resolves to this machine reads nothing.
    @Test func othersNamesAreRefused() async throws {
        let site = try TestSite()
        for (anyHost, status) in [(false, 421), (true, 200)] {
            try await withPreview(.folder(site.root, anyHost: anyHost)) { port in
                for host in ["evil.example", "evil.example:80", "localhost.evil.example"] {
                    let response = try await blocking {
                        let browser = try Browser(port: port)
                        browser.send("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                        return browser.responses(1).all.first
                    }
                    #expect(response?.status == status, "\(host)")
                }
            }
        }
    }

    /// Only below the root links are not followed.
    @Test func rootIsALink() async throws {
        let site = try TestSite()
        try site.link("current", to: "site")
        try await withPreview(of: "\(site.folder.path)/current") { port in
            let home = try await fetch(port, "/")
            #expect(home.text == "<title>home</title>")
        }
    }

    @Test func takenApart() throws {
        let path = try RequestPath(target: "/a/%62%25/c?d/../e")
        #expect(path.components == [Array("a".utf8), Array("b%".utf8), Array("c".utf8)])
        #expect(!path.isFolder)
        #expect(path.folderTarget == "/a/b%25/c/")
        #expect(try RequestPath(target: "/").components.isEmpty)
        #expect(try RequestPath(target: "/?").isFolder)
        #expect(try RequestPath(target: "/a/").isFolder)
        for target in ["", "a", "/%", "/%4", "/%g0", "/%00", "/\u{1}", "/" + String(repeating: "a", count: 4_096)] {
            #expect(throws: RequestPath.Problem.malformed) { try RequestPath(target: target) }
        }
        for target in [
            "//", "/a//b", "/..", "/.a", "/a/.", "/a%2Fb", "/a%5Cb", "/" + String(repeating: "a", count: 256),
        ] {
            #expect(throws: RequestPath.Problem.unservable) { try RequestPath(target: target) }
        }
    }

    @Test func onlyThisMachine() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            let hex = String(port, radix: 16, uppercase: true)
            let suffix = ":" + String(repeating: "0", count: 4 - hex.count) + hex
            var listening: [String] = []
            for table in ["tcp", "tcp6"] {
                let text = (try? String(contentsOfFile: "/proc/self/net/\(table)", encoding: .utf8)) ?? ""
                for line in text.split(separator: "\n") {
                    let words = line.split(separator: " ")
                    if words.count > 3, words[1].hasSuffix(suffix), words[3] == "0A" {
                        listening.append(String(words[1]))
                    }
                }
            }
            #expect(listening == ["0100007F" + suffix])
        }
    }
}
