import Model
import Pages

/// The site as it is being edited, in memory: the pages of the last rendering without errors, what is wrong now, and
/// who wants to be told. Nothing but its own files can be asked of it, so nothing outside the site can be served.
package final class LiveSite: Sendable {
    private struct State {
        var files: [String: [UInt8]] = [:]
        var diagnostics: [Diagnostic] = []
        /// The newest edit that something is known of.
        var edit = 0
        var listeners: [Int: @Sendable ([Diagnostic]) -> Void] = [:]
        var nextListener = 0
    }

    private let state = Locked(State())

    package init() {}

    /// A file's bytes.
    func file(_ path: String) -> [UInt8]? { state.withLock { $0.files[path] } }

    /// What is wrong with the site now.
    package var diagnostics: [Diagnostic] { state.withLock { $0.diagnostics } }

    /// Takes a whole site. With errors in it the pages of before stay.
    /// - Parameter edit: the number of the edit it was made after; where a newer one is known already, it is dropped.
    package func replace(with rendered: RenderedSite, edit: Int) {
        tell { state in
            guard edit >= state.edit else { return nil }
            state.edit = edit
            state.diagnostics = rendered.diagnostics
            guard !rendered.hasErrors else { return [:] }
            defer { state.files = rendered.files }
            return state.files
        }
    }

    /// Takes single pages of the newest edit.
    /// - Parameter about: the content files they were made of; what was wrong with those before is forgotten.
    package func replace(pages rendered: RenderedSite, about: Set<String>, edit: Int) {
        tell { state in
            guard edit >= state.edit else { return nil }
            state.edit = edit
            state.diagnostics.removeAll { about.contains($0.file) }
            state.diagnostics = (state.diagnostics + rendered.diagnostics).sorted()
            state.files.merge(rendered.files) { _, new in new }
            return [:]
        }
    }

    /// - Parameter body: is called at once and after every change, from any thread.
    /// - Returns: a number for `forget`.
    func listen(_ body: @escaping @Sendable ([Diagnostic]) -> Void) -> Int {
        let (number, diagnostics) = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = body
            return (state.nextListener, state.diagnostics)
        }
        body(diagnostics)
        return number
    }

    func forget(_ listener: Int) {
        state.withLock { $0.listeners[listener] = nil }
    }

    /// - Parameter change: `nil` where nothing changed, else the files that are not needed any more. They are freed when
    ///   nobody waits for the lock: a large site's take their time.
    private func tell(_ change: (inout State) -> [String: [UInt8]]?) {
        let (old, listeners, diagnostics) = state.withLock { state in
            (change(&state), Array(state.listeners.values), state.diagnostics)
        }
        guard old != nil else { return }
        for listener in listeners { listener(diagnostics) }
    }
}
