import Glibc

/// An append-only buffer of HTML. Pages consist of pieces of a few bytes, and an array checks at each append, by a call
/// into the standard library, whether it is uniquely referenced.
///
/// The pointer is safe: only this value has it, which cannot be copied and frees it when it ends; `capacity` bytes are
/// allocated, of which the first `count` are initialised; and every write calls `makeRoom` first.
package struct HTMLBytes: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private var capacity: Int
    /// The number of bytes written.
    package private(set) var count = 0

    /// - Parameter capacity: the expected number of bytes; the buffer grows as needed.
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        start = .allocate(byteCount: self.capacity, alignment: 1)
    }

    deinit { start.deallocate() }

    /// Reserves space for this many bytes in total.
    package mutating func reserveCapacity(_ whole: Int) {
        if whole > capacity { grow(to: whole) }
    }

    /// Appends HTML.
    package mutating func append(_ html: UnsafeRawBufferPointer) {
        guard let source = html.baseAddress else { return }
        makeRoom(for: html.count)
        memcpy(start + count, source, html.count)
        count += html.count
    }

    /// Appends HTML.
    package mutating func append(_ html: [UInt8]) {
        html.withUnsafeBytes { append($0) }
    }

    /// Appends literal markup.
    @inline(__always) package mutating func append(_ markup: StaticString) {
        append(UnsafeRawBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    /// Appends HTML.
    package mutating func append(html: String) {
        var html = html
        html.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends a text, escaped for element content and quoted attribute values.
    package mutating func append(escaped text: String) {
        var text = text
        text.withUTF8 { append(escaped: UnsafeRawBufferPointer($0)) }
    }

    /// Appends UTF-8 text, escaped for element content and quoted attribute values.
    package mutating func append(escaped text: UnsafeRawBufferPointer) {
        var place = 0
        while place < text.count {
            let end = HTML.endOfPlain(text, from: place)
            append(UnsafeRawBufferPointer(rebasing: text[place..<end]))
            if end < text.count { append(HTML.reference(for: text[end])) }
            place = end + 1
        }
    }

    /// Replaces the noncharacters of Unicode (U+FDD0 to U+FDEF, and the last two of each plane), which HTML does not
    /// allow, by U+FFFD. The bytes must be UTF-8.
    package mutating func replaceNoncharacters() {
        var (place, end) = (0, 0)
        // Nearly no page has any of these bytes.
        let hasSuspects =
            memchr(start, 0xEF, count) != nil
            || (0xF0...0xF4).contains { memchr(start, CInt($0), count) != nil }
        guard hasSuspects else { return }
        let bytes = start.assumingMemoryBound(to: UInt8.self)
        while place < count {
            let length = Self.lengthOfNoncharacter(bytes + place, count - place)
            if length == 0 {
                bytes[end] = bytes[place]
                (place, end) = (place + 1, end + 1)
            } else {
                (bytes[end], bytes[end + 1], bytes[end + 2]) = (0xEF, 0xBF, 0xBD)
                (place, end) = (place + length, end + 3)
            }
        }
        count = end
    }

    /// How many bytes the noncharacter has that begins here; 0 if none does.
    private static func lengthOfNoncharacter(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        if count >= 3, bytes[0] == 0xEF {
            let isLast = bytes[1] == 0xBF && bytes[2] >= 0xBE
            return isLast || bytes[1] == 0xB7 && (0x90...0xAF).contains(bytes[2]) ? 3 : 0
        }
        guard count >= 4, (0xF0...0xF4).contains(bytes[0]) else { return 0 }
        return bytes[1] & 0x0F == 0x0F && bytes[2] == 0xBF && bytes[3] >= 0xBE ? 4 : 0
    }

    /// A copy of the bytes.
    package var array: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { bytes, written in
            UnsafeMutableRawBufferPointer(bytes).copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
            written = count
        }
    }

    /// The bytes as a string; invalid UTF-8 is replaced.
    package var string: String { String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self) }

    @inline(__always) private mutating func makeRoom(for more: Int) {
        if more > capacity - count { grow(to: count + more) }
    }

    @inline(never) private mutating func grow(to whole: Int) {
        let wanted = max(whole, capacity * 2)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 1)
        memcpy(grown, start, count)
        start.deallocate()
        start = grown
        capacity = wanted
    }
}
