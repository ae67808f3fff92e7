import Foundation
import Glibc
import Model
import Pages
import Testing

@testable import Preview

/// Where a rendering is held up, and what is seen of it there.
private final class Gate: Sendable {
    struct Seen: Sendable {
        var calls = 0
        var niceness: Set<CInt> = []
        var isOpen = false
        var gaveUp = false
    }

    private let seen = Locked(Seen())
    private let closedAt: Int
    /// Says when somebody stands before the closed gate.
    let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation

    /// - Parameter closedAt: the number of the call that must wait.
    init(closedAt: Int) {
        self.closedAt = closedAt
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    var now: Seen { seen.withLock { $0 } }

    func open() { seen.withLock { $0.isOpen = true } }

    /// Computes until the gate is open, as a large site's rendering does, but not for ever.
    func pass() {
        let calls = seen.withLock { seen in
            seen.calls += 1
            seen.niceness.insert(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
            return seen.calls
        }
        guard calls >= closedAt, !now.isOpen else { return }
        arrived.yield()
        let end = ContinuousClock.now + .seconds(300)
        while !now.isOpen {
            guard ContinuousClock.now < end else {
                return seen.withLock {
                    $0.gaveUp = true
                    $0.isOpen = true
                }
            }
        }
    }
}

/// One after the other: while one holds a rendering up, its thread keeps a core busy that another counts on.
@Suite(.serialized) struct BackgroundTests {
    private static let article = "2026-01-01-eins"
    private static let page = "2026/01/eins/index.html"

    /// A site with enough pages to be worth several threads.
    private static func largeSite() throws -> EditedSite {
        let edited = try EditedSite()
        for number in 10..<100 { try edited.article("2025-12-24-nummer-\(number)", "Nummer \(number)", "Text") }
        return edited
    }

    /// The rest of the site is rendered when an article is written again, and that rendering does not end before the
    /// second edit's page is there.
    @Test func anEditDoesNotWaitForTheWholeSite() async throws {
        let edited = try Self.largeSite()
        let site = LiveSite()
        let watch = try edited.watch()
        let gate = Gate(closedAt: 3)
        let preview = LivePreview(
            edited.reader, RenderOptions(), into: site, background: BackgroundRendering { gate.pass() })
        let following = Task { await preview.follow(watch) { _ in } }

        try edited.article(Self.article, "Zweiter Titel", "Zweiter Stand")
        for await _ in gate.arrivals { break }
        try edited.article(Self.article, "Dritter Titel", "Dritter Stand")
        await site.waits { site.says("Dritter Stand", at: Self.page) }
        #expect(!gate.now.isOpen, "the edit's page was only there after the whole site was done")
        #expect(!site.says("Dritter Titel", at: "index.html"))

        gate.open()
        await preview.settle()
        #expect(!gate.now.gaveUp)
        #expect(site.says("Dritter Titel", at: "index.html"))
        watch.stop()
        await following.value
    }

    /// The whole site gives way to everything else.
    @Test func theWholeSiteGivesWay() async throws {
        let edited = try Self.largeSite()
        let gate = Gate(closedAt: .max)
        let background = BackgroundRendering { gate.pass() }
        let content = edited.reader.read()
        #expect(await background.render(content, RenderOptions()) == Site.render(content))
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        #expect(gate.now.niceness == [min(own + 10, 19)])
    }

    /// No other thread is taken for it, and what is not wanted to the end is nothing, wherever that turns out.
    @Test func oneThreadRendersAndMayLeaveOff() throws {
        let edited = try Self.largeSite()
        let content = edited.reader.read()
        let threads = Locked<[pthread_t]>([])
        let whole = Site.render(content, RenderOptions()) {
            threads.withLock { $0.append(pthread_self()) }
            return true
        }
        #expect(whole == Site.render(content))
        #expect(Set(threads.withLock { $0 }) == [pthread_self()])
        let all = threads.withLock { $0.count }
        for enough in [1, 2, all / 2, all] {
            let calls = Locked(0)
            let rendered = Site.render(content, RenderOptions()) {
                calls.withLock {
                    $0 += 1
                    return $0 < enough
                }
            }
            #expect(rendered == nil, "after \(enough) of \(all)")
        }
    }

    /// As a checkout of another branch does: many files at once, some of them twice. In the end the site is as its files
    /// are.
    @Test func aBurstEndsInTheRightSite() async throws {
        let edited = try EditedSite()
        let site = LiveSite()
        let watch = try edited.watch()
        let preview = LivePreview(edited.reader, RenderOptions(), into: site)
        let following = Task { await preview.follow(watch) { _ in } }
        for number in 0..<200 {
            let name = "2026-02-\(number % 4 + 10)-stand-\(number % 40)"
            try edited.article(name, "Titel \(number)", "Stand \(number)")
            if number % 50 == 49 { try edited.write("content/files/\(number).txt", "Anhang \(number)") }
        }
        try FileManager.default.removeItem(atPath: "\(edited.root)/content/articles/\(Self.article).md")
        let whole = Site.render(edited.reader.read())
        #expect(!whole.hasErrors)
        await site.waits { whole.files.allSatisfy { site.file($0.key) == $0.value } && site.file(Self.page) == nil }
        await preview.settle()
        #expect(whole.files.allSatisfy { site.file($0.key) == $0.value })
        #expect(site.file(Self.page) == nil)
        watch.stop()
        await following.value
    }
}

extension LiveSite {
    /// Waits until something is so, looking again whenever the site tells of a change.
    fileprivate func waits(_ isSo: @escaping @Sendable () -> Bool) async {
        let (changes, changed) = AsyncStream.makeStream(of: Void.self)
        let listener = listen { _ in changed.yield() }
        defer { forget(listener) }
        for await _ in changes where isSo() { return }
    }
}
