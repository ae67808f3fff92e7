import Foundation
import Model
import Pages
import Publish
import SiteTestSupport
import Synchronization
import Testing

/// Pages come one by one, from several threads, and may turn out wrong when some are written already.
@Suite struct StreamingTests {
    /// Hands files over from many threads, with a fault at the end.
    private struct Source: FileSource {
        var count: Int
        var diagnostics: [Diagnostic] = []

        func produce(_ take: @Sendable (String, [UInt8]) -> Void) -> [Diagnostic] {
            DispatchQueue.concurrentPerform(iterations: count) { number in
                take("\(number % 7)/\(number)/index.html", Array("page \(number)".utf8))
                // Two pages for one address: the second is a fault, not a crash.
                if !diagnostics.isEmpty { take("same/index.html", Array("\(number)".utf8)) }
            }
            return diagnostics
        }
    }

    private func inAFolder(_ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "streaming-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body(root)
    }

    @Test func everyFileOfManyThreadsArrives() throws {
        try inAFolder { root in
            let publication = try Publisher(directory: "\(root)/site").publish(Source(count: 500))
            #expect(publication.written.count == 501)
            #expect(try Directory("\(root)/site").bytes["3/3/index.html"] == Array("page 3".utf8))
        }
    }

    @Test func faultsFoundLateLeaveTheOldSite() throws {
        let fault = Diagnostic(file: "a", rule: .deadLink, message: "found at the end")
        let warning = Diagnostic(file: "b", level: .warning, rule: .deadLink, message: "found at the end")
        try inAFolder { root in
            let publisher = Publisher(directory: "\(root)/site")
            _ = try publisher.publish(Source(count: 10))
            let before = try Directory("\(root)/site").bytes
            #expect(throws: Diagnostics.self) { try publisher.publish(Source(count: 300, diagnostics: [fault])) }
            #expect(throws: Diagnostics.self) {
                try publisher.publish(Source(count: 300, diagnostics: [warning]), strict: true)
            }
            #expect(try Directory("\(root)/site").bytes == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["site"])
            #expect(try publisher.publish(Source(count: 10)).isUnchanged)
        }
    }

    @Test func whatIsInTheWayIsSaidBesideWhatIsWrong() throws {
        let fault = Diagnostic(file: "a", rule: .deadLink, message: "found at the end")
        let error = #expect(throws: Diagnostics.self) {
            try Publisher(directory: "/proc/nowhere/site").publish(Source(count: 10, diagnostics: [fault]))
        }
        #expect(error?.all.map(\.rule.rawValue) == ["dead-link", "cannot-write"])
    }

    /// Folders list their files in any order, and threads come first as they like: the bytes are the same.
    @Test func theOrderOfFilesDoesNotMatter() throws {
        let files = (1...40).map { number in
            """
            -- content/articles/2026-01-\(number % 28 + 1 < 10 ? "0" : "")\(number % 28 + 1)-artikel-\(number).md --
            ---
            title: Artikel \(number)
            date: 2026-01-\(number % 28 + 1 < 10 ? "0" : "")\(number % 28 + 1)
            tags: [Eins, Tag \(number % 5)]
            ---
            Text [Link](https://a.example/) und *mehr*.
            """
        }
        let forward = try SiteInAString(files.joined(separator: "\n")).render()
        let backward = try SiteInAString(files.reversed().joined(separator: "\n")).render()
        #expect(!forward.files.isEmpty)
        #expect(forward == backward)
    }
}
