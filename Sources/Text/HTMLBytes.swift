import Glibc

/// HTML on its way to a page: bytes that grow at their end. Pages are made of pieces of a few bytes, and an array looks
/// for each whether somebody else has it too, by a call into the library.
///
/// Why the pointer is safe: it is this value's alone, which cannot be copied and frees it at its end; `capacity` bytes
/// lie there, of which the first `count` are written; and everything that writes asks `makeRoom` before.
package struct HTMLBytes: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private var capacity: Int
    /// How many bytes there are.
    package private(set) var count = 0

    /// - Parameter capacity: how many bytes there will be about; more are no trouble.
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        start = .allocate(byteCount: self.capacity, alignment: 1)
    }

    deinit { start.deallocate() }

    /// Sees to it that so many bytes have room altogether.
    package mutating func reserveCapacity(_ whole: Int) {
        if whole > capacity { grow(to: whole) }
    }

    /// Bytes that are HTML already.
    package mutating func append(_ html: UnsafeRawBufferPointer) {
        guard let source = html.baseAddress else { return }
        makeRoom(for: html.count)
        memcpy(start + count, source, html.count)
        count += html.count
    }

    /// Bytes that are HTML already.
    package mutating func append(_ html: [UInt8]) {
        html.withUnsafeBytes { append($0) }
    }

    /// Markup that the program knows.
    @inline(__always) package mutating func append(_ markup: StaticString) {
        append(UnsafeRawBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    /// A text that is HTML already.
    package mutating func append(html: String) {
        var html = html
        html.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// A text, made safe between tags and inside a quoted attribute.
    package mutating func append(escaped text: String) {
        var text = text
        text.withUTF8 { append(escaped: UnsafeRawBufferPointer($0)) }
    }

    /// Text in UTF-8, made safe between tags and inside a quoted attribute: in runs of what needs no escaping.
    package mutating func append(escaped text: UnsafeRawBufferPointer) {
        var place = 0
        while place < text.count {
            let end = HTML.endOfPlain(text, from: place)
            append(UnsafeRawBufferPointer(rebasing: text[place..<end]))
            if end < text.count { append(HTML.reference(for: text[end])) }
            place = end + 1
        }
    }

    /// What was written, as a list of its own.
    package var array: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { bytes, written in
            UnsafeMutableRawBufferPointer(bytes).copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
            written = count
        }
    }

    /// What was written, as a text; what is no UTF-8 is replaced.
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
