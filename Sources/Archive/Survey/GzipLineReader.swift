import CZlib
import Files
import Glibc
import Model
import Text

/// Reads the lines of a file of gzip members, a part at a time, however long the file is.
package struct GzipLineReader: ~Copyable {
    /// Why a file cannot be read on.
    package enum Fault: Error {
        case file(FileError)
        /// It is no gzip data, or was cut off, or a line has no end or more bytes than any that is written.
        case corrupt(String)
    }

    private static let chunk = 16_384
    private static let lineLimit = 16 << 20

    private let descriptor: CInt
    private let path: String
    /// In a place of its own: zlib's state points back at it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private var output: [UInt8] = []
    private var start = 0
    /// Bytes read from the file.
    private var read = 0
    private var isInMember = false
    private var lines = 0

    /// The members that were read to their end: their bytes from the beginning of the file, and the lines in them.
    package private(set) var whole = (bytes: 0, lines: 0)

    package init(_ path: String) throws(Fault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(FileError("open", path)) }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard czlib_inflate_init(stream, Gzip.windowBits) == Z_OK else {
            stream.deallocate()
            close(descriptor)
            throw .corrupt("zlib could not be initialised")
        }
        self.path = path
        self.stream = stream
        self.descriptor = descriptor
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        close(descriptor)
    }

    /// The next line, without its end; `nil` at the end of the file.
    package mutating func next() throws(Fault) -> [UInt8]? {
        var searched = start
        while true {
            if let end = output[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(output[start..<end])
            }
            output.removeFirst(start)
            (start, searched) = (0, output.count - start)
            searched = output.count
            guard output.count <= Self.lineLimit else {
                throw .corrupt("a line is longer than \(Self.lineLimit) bytes")
            }
            guard try inflateMore() else {
                guard output.isEmpty else { throw .corrupt("the last line has no end") }
                return nil
            }
        }
    }

    /// - Returns: false at the end of the file.
    private mutating func inflateMore() throws(Fault) -> Bool {
        if position == input.count, try !readMore() {
            guard !isInMember else { throw .corrupt("the file is cut off") }
            return false
        }
        isInMember = true
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        let stream = self.stream
        let position = self.position
        var status = Z_OK
        let (used, made) = input.withUnsafeMutableBufferPointer { source in
            buffer.withUnsafeMutableBufferPointer { target in
                stream.pointee.next_in = source.baseAddress?.advanced(by: position)
                stream.pointee.avail_in = UInt32(source.count - position)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(target.count)
                status = inflate(stream, Z_NO_FLUSH)
                return (
                    source.count - position - Int(stream.pointee.avail_in),
                    target.count - Int(stream.pointee.avail_out)
                )
            }
        }
        self.position += used
        output += buffer[..<made]
        lines += buffer[..<made].count { $0 == UInt8(ascii: "\n") }
        switch status {
        case Z_STREAM_END:
            isInMember = false
            whole = (read - (input.count - self.position), lines)
            inflateReset(stream)
        case Z_OK, Z_BUF_ERROR: break
        default: throw .corrupt("not gzip data (zlib error \(status))")
        }
        return true
    }

    private mutating func readMore() throws(Fault) -> Bool {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let count = Glibc.read(descriptor, &buffer, Self.chunk)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(FileError("read", path)) }
            input = Array(buffer[..<count])
            position = 0
            read += count
            return count > 0
        }
    }
}
