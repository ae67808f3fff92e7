import CZlib

/// Compresses what comes in parts, at level 9; the parts do not show in the result.
struct GzipStream: ~Copyable {
    /// In a place of its own: zlib's state points back at it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var output: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: Gzip.chunk)

    init() throws(Gzip.Corrupt) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard czlib_deflate_init(stream, 9, Gzip.windowBits) == Z_OK else {
            throw Gzip.Corrupt(why: "zlib could not be initialised")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    mutating func add(_ part: [UInt8]) throws(Gzip.Corrupt) {
        if !part.isEmpty { try feed(part, flush: Z_NO_FLUSH) }
    }

    consuming func finish() throws(Gzip.Corrupt) -> [UInt8] {
        try feed([], flush: Z_FINISH)
        return output
    }

    private mutating func feed(_ part: [UInt8], flush: Int32) throws(Gzip.Corrupt) {
        // zlib counts in 32 bits; evidence files are far smaller.
        guard part.count < Int(UInt32.max) else { throw Gzip.Corrupt(why: "larger than 4 GB") }
        var part = part
        let stream = self.stream
        var status = Z_OK
        part.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = UInt32(source.count)
            var written = 0
            repeat {
                written = buffer.withUnsafeMutableBufferPointer { target in
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = UInt32(target.count)
                    status = deflate(stream, flush)
                    return target.count - Int(stream.pointee.avail_out)
                }
                output.append(contentsOf: buffer[0..<written])
                // A full buffer may mean that there is more; a part of one, that there is nothing left.
            } while status == Z_OK && written == Gzip.chunk
            stream.pointee.next_in = nil
        }
        // Z_BUF_ERROR: nothing was left to do after the buffer was full.
        guard status == Z_STREAM_END || flush == Z_NO_FLUSH && (status == Z_OK || status == Z_BUF_ERROR) else {
            throw Gzip.Corrupt(why: "zlib error \(status)")
        }
    }
}
