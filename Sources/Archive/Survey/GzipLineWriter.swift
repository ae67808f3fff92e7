import Files
import Glibc
import Model
import Text

/// Writes lines into a file of gzip members (RFC 1952 §2.2), each with whole lines and on the disk before the next begins:
/// whatever ends the process costs the lines of one member at most.
package struct GzipLineWriter: ~Copyable {
    /// Lines of a member; the last of a file has fewer.
    package static let linesPerMember = 500

    private let descriptor: CInt
    private let path: String
    private var open: [UInt8] = []
    private var count = 0

    /// Creates a file, or goes on with one.
    /// - Parameter kept: bytes of the file that stay; what is behind them is cut off.
    package init(_ path: String, keeping kept: Int = 0) throws(FileError) {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError("create", path) }
        guard ftruncate(descriptor, off_t(kept)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            let error = FileError("shorten", path)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Adds a line.
    /// - Parameter line: without its end, and without a line feed in it.
    package mutating func add(_ line: [UInt8]) throws(FileError) {
        open += line
        open.append(UInt8(ascii: "\n"))
        count += 1
        if count == Self.linesPerMember { try flush() }
    }

    /// Ends the member that is open.
    package mutating func flush() throws(FileError) {
        guard count > 0 else { return }
        let member: [UInt8]
        do {
            member = try Gzip.compress(open)
        } catch {
            throw FileError("compress", path, code: ENOMEM)
        }
        try OutputFile.write(member, to: descriptor, path)
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw FileError("flush", path) }
        open.removeAll(keepingCapacity: true)
        count = 0
    }
}
