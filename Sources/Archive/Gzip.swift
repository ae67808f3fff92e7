import CZlib

/// The gzip format (RFC 1952) with no name and no time in its header, so that the same bytes
/// compress to the same bytes.
package enum Gzip {
    /// The input is not one gzip member and nothing else, is truncated, or decompresses to more than the limit.
    package struct Corrupt: Error, Hashable, Sendable {
        package var why: String
    }

    /// 15 bits of window, plus 16 for the gzip header instead of zlib's (zlib.h, `deflateInit2`).
    static let windowBits: Int32 = 15 + 16
    static let chunk = 65_536

    /// Compresses at level 9.
    package static func compress(_ input: [UInt8]) throws(Corrupt) -> [UInt8] {
        var stream = try GzipStream()
        try stream.add(input)
        return try stream.finish()
    }

    /// Unpacks at most `limit` bytes.
    package static func decompress(_ input: [UInt8], limit: Int) throws(Corrupt) -> [UInt8] {
        var stream = z_stream()
        guard czlib_inflate_init(&stream, windowBits) == Z_OK else {
            throw Corrupt(why: "zlib could not be initialised")
        }
        defer { inflateEnd(&stream) }
        var input = input
        var rest = 0
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        var status = Z_OK
        // zlib counts in 32 bits; evidence files are far smaller.
        guard input.count < Int(UInt32.max) else { throw Corrupt(why: "larger than 4 GB") }
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            repeat {
                let written = buffer.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return target.count - Int(stream.avail_out)
                }
                output.append(contentsOf: buffer[0..<written])
                if written == 0 && status != Z_STREAM_END { break }
            } while status == Z_OK && output.count <= limit
            rest = Int(stream.avail_in)
        }
        guard output.count <= limit else { throw Corrupt(why: "decompresses to more than \(limit) bytes") }
        guard status == Z_STREAM_END else { throw Corrupt(why: "truncated or not gzip data (zlib error \(status))") }
        // RFC 1952 §2.2 lets members follow one another; nothing here writes a second one, so nobody would look into it.
        guard rest == 0 else { throw Corrupt(why: "\(rest) bytes follow the end of the gzip data") }
        return output
    }
}
