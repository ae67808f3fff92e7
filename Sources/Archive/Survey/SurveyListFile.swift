import Files
import Glibc
import Model
import Survey
import Text

/// A survey's list on the disk, read a part at a time, however long it is.
package struct SurveyListFile: ~Copyable {
    private static let chunk = 65_536

    private let descriptor: CInt
    private let path: String
    private var reader: SurveyListReader
    private var digest = StreamingDigest()
    private var entries: [SurveyEntry] = []
    private var position = 0
    private var isAtEnd = false

    /// - Parameters:
    ///   - path: also what to name in diagnostics.
    ///   - shard: whose domains are wanted, from 0.
    package init(_ path: String, sharding: Sharding, shard: Int) throws(Diagnostics) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(FileError("open", path)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Self.unreadable(FileError("read", path, code: EINVAL), "give a regular file, as it is read twice")
        }
        self.path = path
        reader = SurveyListReader(file: path, sharding: sharding, shard: shard)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// What was wrong so far.
    package var diagnostics: [Diagnostic] { reader.diagnostics }
    package var counts: SurveyListCounts { reader.counts }

    /// The next domain of the shard; `nil` at the end.
    package mutating func next() throws(Diagnostics) -> SurveyEntry? {
        while position == entries.count {
            guard !isAtEnd else { return nil }
            entries = try readMore()
            position = 0
        }
        defer { position += 1 }
        return entries[position]
    }

    /// Ends reading, at the end of the list.
    /// - Returns: its SHA-256 in hexadecimal digits.
    package mutating func end() -> String { digest.finish() }

    private mutating func readMore() throws(Diagnostics) -> [SurveyEntry] {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let count = Glibc.read(descriptor, &buffer, Self.chunk)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.unreadable(FileError("read", path)) }
            guard count > 0 else {
                isAtEnd = true
                return reader.finish().map { [$0] } ?? []
            }
            let part = Array(buffer[..<count])
            digest.add(part)
            return reader.read(part)
        }
    }

    private static func unreadable(
        _ error: FileError, _ hint: String = "check the path and the permissions"
    ) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                file: error.path, rule: error.code == ENOENT ? .noSuchFile : .unreadableFile,
                message: "the list cannot be read: \(error.reason)", hint: hint)
        ])
    }
}

extension SurveyListFile {
    /// Reads a list to its end.
    /// - Returns: its SHA-256 in hexadecimal digits, what one shard has of it, and what is wrong with it.
    package static func check(
        _ path: String, sharding: Sharding, shard: Int
    ) throws(Diagnostics) -> (digest: String, counts: SurveyListCounts, diagnostics: [Diagnostic]) {
        var file = try SurveyListFile(path, sharding: sharding, shard: shard)
        while try file.next() != nil {}
        let (counts, diagnostics) = (file.counts, file.diagnostics)
        return (file.end(), counts, diagnostics)
    }
}
