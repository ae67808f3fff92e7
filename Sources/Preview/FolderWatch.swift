import Dispatch
import Files
import Glibc
import Model

/// Says which files below some folders changed, by inotify(7). Folders that come are watched too; hidden files and the
/// leftovers of editors are not told. Where the kernel lost count, an empty path is told: anything may have changed.
package final class FolderWatch: Sendable {
    /// Something changed: `take` says what. Ends with `stop`.
    package let changes: AsyncStream<Void>

    private struct State {
        var pending: Set<String> = []
        /// Watch descriptor → the folder, and how it is named.
        var folders: [CInt: Folder] = [:]
    }

    private struct Folder {
        var path: String
        var displayPath: String
    }

    private let state = Locked(State())
    private let descriptor: CInt
    /// `nonisolated(unsafe)`, and why that holds: it is a constant, set in `init` before anybody else has the object, and
    /// its handlers are set there before `activate` lets the queue see it; after that it is only cancelled, in `stop` and
    /// in `deinit`, which dispatch_source_cancel(3) allows from any thread and more than once. The protocol is not
    /// `Sendable` because it has setters, too.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let changed: AsyncStream<Void>.Continuation

    private static let mask =
        UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_MOVED_FROM) | UInt32(IN_DELETE) | UInt32(IN_CREATE)
        | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)
    /// Most of the systems allow 8,192 and more; nobody's content has that many folders.
    private static let foldersAtMost = 4_096

    /// - Parameter folders: the folders' paths, each with the name that its files are told by (`content`). One that is
    ///   not there is left out.
    /// - Returns: `nil` where the system has no more watches to give.
    package init?(_ folders: [(path: String, displayPath: String)]) {
        let descriptor = inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "pruefstand.watch"))
        for folder in folders { watch(Folder(path: folder.path, displayPath: folder.displayPath), tellsFiles: false) }
        source.setEventHandler { [weak self] in self?.read() }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }

    /// Ends the watch and the stream.
    package func stop() {
        source.cancel()
        changed.finish()
    }

    /// What changed since the last call: paths that begin with the names of the watched folders.
    package func take() -> Set<String> {
        state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
    }

    /// Watches a folder and all below it.
    /// - Parameter tellsFiles: the folder is new, and files may have come into it before anybody watched.
    private func watch(_ folder: Folder, tellsFiles: Bool) {
        let number = inotify_add_watch(descriptor, folder.path, Self.mask)
        guard number >= 0, let names = try? Files.Folder.names(folder.path) else { return }
        let isFull = state.withLock { state in
            state.folders[number] = folder
            return state.folders.count >= Self.foldersAtMost
        }
        for name in names where Self.isShown(name) {
            let below = Folder(path: "\(folder.path)/\(name)", displayPath: "\(folder.displayPath)/\(name)")
            guard let kind = FileKind(below.path) else { continue }
            if kind == .folder {
                if !isFull { watch(below, tellsFiles: tellsFiles) }
            } else if tellsFiles {
                tell(below.displayPath)
            }
        }
    }

    private func read() {
        let size = 65_536
        var bytes = [UInt8](repeating: 0, count: size)
        while true {
            let count = Glibc.read(descriptor, &bytes, size)
            guard count > 0 else { break }
            handle(bytes[..<count])
        }
        if state.withLock({ !$0.pending.isEmpty }) { changed.yield() }
    }

    /// Events lie one after another: watch, mask, cookie, length of the name, name.
    private func handle(_ bytes: ArraySlice<UInt8>) {
        func number(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
        }
        var offset = bytes.startIndex
        while offset + 16 <= bytes.endIndex {
            let watch = CInt(bitPattern: number(offset))
            let mask = number(offset + 4)
            let length = Int(number(offset + 12))
            guard offset + 16 + length <= bytes.endIndex else { return }
            let name = String(
                decoding: bytes[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
            offset += 16 + length
            event(watch, mask, name)
        }
    }

    private func event(_ watch: CInt, _ mask: UInt32, _ name: String) {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { return tell("") }
        if mask & UInt32(IN_IGNORED) != 0 {
            state.withLock { $0.folders[watch] = nil }
            return
        }
        guard Self.isShown(name), let folder = state.withLock({ $0.folders[watch] }) else { return }
        let below = Folder(path: "\(folder.path)/\(name)", displayPath: "\(folder.displayPath)/\(name)")
        if mask & UInt32(IN_ISDIR) == 0 {
            // A file that was only created has nothing in it yet; it is told when it is closed.
            if mask & UInt32(IN_CREATE) == 0 { tell(below.displayPath) }
        } else if mask & (UInt32(IN_CREATE) | UInt32(IN_MOVED_TO)) != 0 {
            self.watch(below, tellsFiles: true)
        } else {
            tell("")
        }
    }

    private func tell(_ path: String) {
        state.withLock { _ = $0.pending.insert(path) }
    }

    private static func isShown(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.hasSuffix("~")
    }
}
