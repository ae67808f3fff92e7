import Foundation
import TestSupport
import Testing

@testable import Preview

/// A folder with a small site, and beside it what must never be seen; it is removed with the last reference.
final class TestSite: Sendable {
    let folder: TemporaryFolder
    var root: String { "\(folder.path)/site" }

    init() throws {
        folder = try TemporaryFolder("preview")
        try write("site/index.html", "<title>home</title>")
        try write("site/artikel/eins/index.html", "<title>one</title>")
        try write("site/leer/bild.svg", "<svg/>")
        try write("site/404.html", "<title>lost</title>")
        try write("site/feed.atom", "<feed/>")
        try write("site/ä b.txt", "umlaut")
        try write("site/.git/config", "secret")
        try write("site/.hidden", "secret")
        try write("secret.txt", "secret")
        try write("site2/index.html", "secret")
    }

    func write(_ path: String, _ text: String) throws { try folder.write(Array(text.utf8), to: path) }

    /// A symbolic link at `path`.
    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/\(path)", withDestinationPath: target)
    }
}

extension PreviewLimits {
    /// Limits of time that no test reaches, however busy the machine is: where the server hangs up, it has another reason.
    static let unhurried = {
        var limits = PreviewLimits()
        (limits.request, limits.response) = (.minutes(30), .minutes(30))
        return limits
    }()
}

/// A server for the time of `body`; after it, the server must stop by itself.
func withPreview(
    of root: String, limits: PreviewLimits = .unhurried, _ body: @Sendable (Int) async throws -> Void
) async throws {
    try await withPreview(.folder(root, anyHost: false), limits: limits, body)
}

func withPreview(
    _ source: PreviewSource, limits: PreviewLimits = .unhurried, _ body: @Sendable (Int) async throws -> Void
) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = PreviewServer(source, port: 0, limits: limits)
    let running = Task {
        defer { port.finish() }
        try await server.run { port.yield($0) }
    }
    let result: Result<Void, any Error>
    do {
        var iterator = ports.makeAsyncIterator()
        let number = try #require(await iterator.next())
        result = .success(try await body(number))
    } catch {
        result = .failure(error)
    }
    running.cancel()
    let start = ContinuousClock.now
    try await running.value
    // An idle client would be waited for without end. Other tests may hold every thread that tasks have for a while.
    #expect(ContinuousClock.now - start < .seconds(300))
    try result.get()
}
