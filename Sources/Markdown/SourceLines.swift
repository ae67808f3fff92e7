import Glibc

/// The lines of a text, located on demand; fastest in ascending order.
struct SourceLines {
    private let text: [UInt8]
    private var number = 1
    private var start = 0

    init(_ text: [UInt8]) { self.text = text }

    /// A line (1-based) without its line end; the last one if there are fewer.
    mutating func line(_ wanted: Int) -> ArraySlice<UInt8> {
        if wanted < number { (number, start) = (1, 0) }
        while number < wanted, let end = end(from: start) { (number, start) = (number + 1, end + 1) }
        return text[start..<(end(from: start) ?? text.endIndex)]
    }

    private func end(from start: Int) -> Int? {
        text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = memchr(base + start, CInt(UInt8(ascii: "\n")), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
