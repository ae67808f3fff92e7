import Foundation
import NIOCore
import Testing

@testable import Preview

/// Clients that want too much or nothing at all.
@Suite struct LimitTests {
    @Test func headers() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            for line in [
                "GET /" + String(repeating: "a", count: 100_000),
                "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 9_000),
                "GET / HTTP/1.1\r\n" + String(repeating: "X: aaaaaaaa\r\n", count: 5_000),
                "GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 101) + "\r\n",
            ] {
                let ended = try await blocking {
                    let browser = try Browser(port: port)
                    browser.send(line)
                    return browser.sawTheEnd()
                }
                #expect(ended, "\(line.prefix(40))")
            }
            #expect(try await fetch(port, "/" + String(repeating: "a", count: 5_000)).status == 400)
        }
    }

    @Test func bodies() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            for (method, fields, body) in [
                ("POST", "Content-Length: 3", "abc"), ("GET", "Content-Length: 3000000", "abc"),
                ("GET", "Transfer-Encoding: chunked", "3\r\nabc\r\n"),
            ] {
                let (all, ended) = try await blocking {
                    let browser = try Browser(port: port)
                    browser.send("\(method) / HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\r\n\(body)")
                    return (browser.responses(1).all, browser.sawTheEnd())
                }
                #expect(all.first?.status == 413)
                #expect(ended)
            }
        }
    }

    @Test func nonsense() async throws {
        let site = try TestSite()
        try await withPreview(of: site.root) { port in
            for bytes in ["\u{16}\u{3}\u{1}\u{2}\u{0}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\0"] {
                let ended = try await blocking {
                    let browser = try Browser(port: port)
                    browser.send(bytes + "\r\n\r\n")
                    return browser.sawTheEnd()
                }
                #expect(ended)
            }
            #expect(try await fetch(port, "/").status == 200)
        }
    }

    /// Silence, one byte after the other, and silence after an answer: all end with the same limit. A busy machine may
    /// take some time for a request that is there whole.
    @Test func slowness() async throws {
        let site = try TestSite()
        var limits = PreviewLimits.unhurried
        limits.request = .seconds(3)
        try await withPreview(of: site.root, limits: limits) { port in
            let ended = try await blocking {
                let silent = try Browser(port: port)
                let idle = try Browser(port: port)
                idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let answered = idle.responses(1).all.count == 1
                let slow = try Browser(port: port)
                for byte in "GET / HTTP/1.1\r\n" {
                    slow.send(String(byte))
                    usleep(250_000)
                }
                return [answered, silent.sawTheEnd(), idle.sawTheEnd(), slow.sawTheEnd()]
            }
            #expect(ended == [true, true, true, true])
        }
    }

    @Test func connections() async throws {
        let site = try TestSite()
        var limits = PreviewLimits.unhurried
        limits.connections = 3
        try await withPreview(of: site.root, limits: limits) { port in
            let served = try await blocking {
                let first = try (0..<3).map { _ in try Browser(port: port) }
                let request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                for browser in first { browser.send(request) }
                let three = first.allSatisfy { $0.responses(1).all.first?.status == 200 }
                let fourth = try Browser(port: port)
                fourth.send(request)
                return [three, fourth.responses(1).all.isEmpty]
            }
            #expect(served == [true, true])
            // The three are gone with their owner, so there is room again.
            #expect(try await becomes { try await fetch(port, "/").status == 200 })
        }
    }

    /// Nothing stays: no socket, no file, no task, though one client is idle and one takes nothing of what it asked for.
    @Test func stopping() async throws {
        let site = try TestSite()
        try site.write("site/large.bin", String(repeating: "0123456789abcdef", count: 2_000_000))
        let (ports, port) = AsyncStream.makeStream(of: (Int, Browser, Browser).self)
        try await withPreview(of: site.root) { number in
            let idle = try Browser(port: number)
            let greedy = try Browser(port: number)
            greedy.send("GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await becomes { openFiles(below: site.root) == 1 })
            port.yield((number, idle, greedy))
        }
        port.finish()
        var iterator = ports.makeAsyncIterator()
        let (number, idle, greedy) = try #require(await iterator.next())
        #expect(openFiles(below: site.root) == 0)
        // Nobody listens there any more, or by now somebody else does who has no such file.
        let after = try? await fetch(number, "/large.bin", method: "HEAD")
        #expect(after?.status != 200)
        #expect(try await blocking { [idle.sawTheEnd(), greedy.sawTheEnd()] } == [true, true])
    }

    @Test func cannotBegin() async throws {
        let site = try TestSite()
        await #expect(throws: PreviewServer.Failure.noFolder("/nowhere/at/all")) {
            try await PreviewServer(root: "/nowhere/at/all", port: 0).run()
        }
        await #expect(throws: PreviewServer.Failure.noFolder(site.root + "/index.html")) {
            try await PreviewServer(root: site.root + "/index.html", port: 0).run()
        }
        for port in [-1, 65_536] {
            await #expect(throws: PreviewServer.Failure.self) {
                try await PreviewServer(root: site.root, port: port).run()
            }
        }
        try await withPreview(of: site.root) { port in
            await #expect(
                throws: PreviewServer.Failure.cannotListen(host: "127.0.0.1", port: port, why: "Address already in use")
            ) {
                try await PreviewServer(root: site.root, port: port).run()
            }
        }
    }

    /// A task that is cancelled before it begins ends all the same, and nobody listens any more.
    @Test(.timeLimit(.minutes(1))) func cancelledAtOnce() async throws {
        let site = try TestSite()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            try await PreviewServer(root: site.root, port: 0).run { port.yield($0) }
            port.finish()
            return ports
        }
        var listened: [Int] = []
        for await port in try await task.value { listened.append(port) }
        #expect(listened.count <= 1)
        for port in listened {
            #expect(throws: POSIXError(.ECONNREFUSED)) { try Browser(port: port) }
        }
    }

    /// Whether something is so, now or within a minute.
    private func becomes(_ isSo: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            guard ContinuousClock.now < end else { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    private func openFiles(below folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.hasPrefix(folder)
                == true
        }
    }
}
