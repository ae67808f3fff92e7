/// Cuts what comes into lines, byte by byte. A line ends with LF; a CR before it goes with it. What servers send up to
/// authentication is far below each of the bounds.
struct LineReader {
    /// Bytes of one line. RFC 5321 §4.5.3.1.5 has 512, RFC 9051 no number; 8,192 is what IMAP clients allow for.
    static let lineLimit = 8_192
    /// Bytes in all. Whoever records them for a replay has to keep more, or the replay would not meet it.
    static let limit = 65_536

    enum Problem: Error, Hashable {
        case lineTooLong
        case tooMuch
    }

    private var line: [UInt8] = []
    private var received = 0

    /// Takes one byte and returns the line that it ends, without its end.
    mutating func take(_ byte: UInt8) throws(Problem) -> [UInt8]? {
        received += 1
        guard received <= Self.limit else { throw .tooMuch }
        guard byte != UInt8(ascii: "\n") else {
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            defer { line.removeAll(keepingCapacity: true) }
            return line
        }
        guard line.count < Self.lineLimit else { throw .lineTooLong }
        line.append(byte)
        return nil
    }
}
