import Content
import Glibc
import NIOPosix
import Pages
import Synchronization

/// Renders whole sites where it is in nobody's way: one after the other, on one thread that is its own and gives way to
/// all others. Swift's tasks have as many threads as there are cores; were a rendering spread over those, the next edit
/// would get none until it is done.
final class BackgroundRendering: Sendable {
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let beforePage: @Sendable () -> Void

    /// - Parameter beforePage: called before each page, for tests.
    init(beforePage: @escaping @Sendable () -> Void = {}) {
        self.beforePage = beforePage
        thread.start()
        // On Linux a niceness is a thread's. Ten more make it a tenth of what an urgent thread gets on the same core, and
        // all that those leave.
        thread.submit { _ in _ = nice(10) }
    }

    deinit { thread.shutdownGracefully { _ in } }

    /// The whole site; `nil` where the task is cancelled before it is done.
    func render(_ content: SiteContent, _ options: RenderOptions) async -> RenderedSite? {
        let isWanted = Wanted()
        return await withTaskCancellationHandler {
            try? await thread.runIfActive { [beforePage] in
                Site.render(content, options) {
                    beforePage()
                    return isWanted.value
                }
            }
        } onCancel: {
            isWanted.revoke()
        }
    }

    /// Whether a rendering is still of use. The thread it runs on does not know of its task, so it cannot ask whether
    /// that is cancelled.
    private final class Wanted: Sendable {
        private let wanted = Atomic<Bool>(true)

        var value: Bool { wanted.load(ordering: .relaxed) }
        func revoke() { wanted.store(false, ordering: .relaxed) }
    }
}
