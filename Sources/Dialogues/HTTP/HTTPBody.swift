import Model

/// A response's body as it comes (RFC 9112 §6): by length, in chunks, or until the connection ends.
struct HTTPBody {
    private enum Framing {
        /// So many bytes are missing.
        case length(Int)
        case connection
        case chunkSize([UInt8])
        case chunk(Int)
        /// The line end behind a chunk.
        case chunkEnd
    }

    private(set) var bytes: [UInt8] = []
    private(set) var isComplete = false
    /// The limit was reached before the end.
    private(set) var isTruncated = false
    private(set) var fault: Reason?
    private var framing: Framing
    private let limit: Int

    /// Bytes of a chunk's size line, extensions included.
    private static let sizeLineLimit = 256

    /// `nil` where a response to such a request has no body (§6.3).
    init?(of response: HTTPResponse, to method: String, limit: Int) {
        if method == "HEAD" || response.status == 204 || response.status == 304 { return nil }
        self.limit = limit
        if let codings = response.field("transfer-encoding") {
            framing = .chunkSize([])
            if codings.lowercased() != "chunked" {
                fault = Reason(.malformed, "unsupported transfer coding \(String(codings.prefix(60)))")
            }
        } else if let text = response.field("content-length") {
            // The same number twice is one (§6.3); anything else is a smuggler's.
            let numbers = Set(text.split(separator: ",").map { $0.filter { $0 != " " } })
            if let only = numbers.first, numbers.count == 1, let length = Int(only), length >= 0,
                only.utf8.allSatisfy({ (48...57).contains($0) })
            {
                framing = .length(length)
                isComplete = length == 0
            } else {
                framing = .length(0)
                fault = Reason(.malformed, "invalid Content-Length \(String(text.prefix(60)))")
            }
        } else {
            framing = .connection
        }
    }

    /// The end of the connection is the end of the body.
    var endsWithConnection: Bool { if case .connection = framing { true } else { false } }

    mutating func take(_ byte: UInt8) {
        switch framing {
        case .length(let missing):
            keep(byte)
            framing = .length(missing - 1)
            if missing <= 1 { isComplete = true }
        case .connection: keep(byte)
        case .chunkSize(let line): takeSize(byte, line)
        case .chunk(let missing):
            keep(byte)
            framing = missing > 1 ? .chunk(missing - 1) : .chunkEnd
        case .chunkEnd:
            if byte == UInt8(ascii: "\n") {
                framing = .chunkSize([])
            } else if byte != UInt8(ascii: "\r") {
                fault = Reason(.malformed, "chunk longer than its size")
            }
        }
    }

    private mutating func takeSize(_ byte: UInt8, _ line: [UInt8]) {
        guard byte == UInt8(ascii: "\n") else {
            framing = .chunkSize(line + [byte])
            if line.count >= Self.sizeLineLimit {
                fault = Reason(.tooLarge, "chunk size line longer than \(Self.sizeLineLimit) bytes")
            }
            return
        }
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x0D && $0 != 0x20 }
        guard (1...8).contains(digits.count), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16),
            size >= 0
        else {
            fault = Reason(.malformed, "invalid chunk size: \(bounded(line.prefix(40)))")
            return
        }
        // Trailers are of no use to us.
        if size == 0 { isComplete = true } else { framing = .chunk(size) }
    }

    private mutating func keep(_ byte: UInt8) {
        guard bytes.count < limit else {
            isTruncated = true
            isComplete = true
            return
        }
        bytes.append(byte)
    }
}
