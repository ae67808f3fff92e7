import Files
import Model
import Watch

#if canImport(Glibc)
    import Glibc
#endif

/// `content/rounds` while a watch writes to it: one at a time, and whatever ends it, no line is lost and none is half
/// there for the next one.
package struct RoundsFolder: ~Copyable {
    private let root: String
    private let shown: String
    private let lock: FileLock

    /// What earlier watches left.
    package struct Past: Sendable {
        package var replay: RoundReplay
        package var diagnostics: [Diagnostic]
        /// The month of the newest file.
        package var month: String?
    }

    /// - Parameters:
    ///   - root: the folder, which is made if missing.
    ///   - shown: what diagnostics name it.
    /// - Throws: where another watch writes there, or the folder is not writable.
    package init(_ root: String, shown: String) throws(Diagnostics) {
        self.root = root
        self.shown = shown
        do throws(FileError) {
            try Folder.create(root)
        } catch {
            throw Self.cannotWrite(shown, error.message)
        }
        let descriptor = open("\(root)/.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Self.cannotWrite(shown, "cannot open \(root)/.lock: \(String(cString: strerror(errno)))")
        }
        do throws(FileLock.Failure) {
            lock = try FileLock(descriptor)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: shown, rule: .watchRunning, message: "another watch is writing to this directory",
                    hint: "end it, or let it go on alone")
            ])
        }
    }

    package borrowing func release() { lock.release() }

    /// Replays the newest file, after removing a last line that was cut off.
    package borrowing func past(_ state: WatchState) -> Past {
        let months = ((try? Folder.names(root)) ?? []).compactMap(RoundsFile.month).sorted()
        var past = Past(replay: RoundReplay(state), diagnostics: [], month: months.last)
        guard let month = months.last else { return past }
        let (path, file) = (path(month), "\(shown)/\(month).ndjson")
        guard let bytes = (try? InputFile.bytes(path, limit: RoundsFile.sizeLimit)).flatMap(\.self) else {
            past.diagnostics.append(
                Diagnostic(
                    file: file, rule: .unreadableFile, message: "the file cannot be read", hint: "check its permissions"
                ))
            return past
        }
        var rounds = RoundsFile(month: month, bytes, file: file)
        rounds.replay(into: &past.replay, file: file)
        past.diagnostics += rounds.diagnostics
        if rounds.wholeBytes < bytes.count { truncate(path, off_t(rounds.wholeBytes)) }
        return past
    }

    /// Adds a line; it is on the disk when this returns.
    /// - Throws: where it cannot be written; then the file is as it was before.
    package borrowing func append(_ line: RoundLine, month: String) throws(Diagnostics) {
        let path = path(month)
        let before = Self.size(path)
        do {
            try DurableFile.append(try JSONText.encodeLine(line) + [UInt8(ascii: "\n")], to: path)
        } catch {
            if let before { truncate(path, before) } else { unlink(path) }
            throw Self.cannotWrite("\(shown)/\(month).ndjson", (error as? FileError)?.message ?? "\(error)")
        }
        if before == nil { DurableFile.sync(folder: root) }
    }

    private borrowing func path(_ month: String) -> String { "\(root)/\(month).ndjson" }

    private static func size(_ path: String) -> off_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_size : nil
    }

    private static func cannotWrite(_ file: String, _ message: String) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                file: file, rule: .cannotWrite, message: message,
                hint: "make room or correct the permissions; what was measured meanwhile counts as not measured")
        ])
    }
}
