/// Reads numbers and vectors off the front of some bytes; at the end of them it says `nil` and never traps.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }
    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var remaining: ArraySlice<UInt8> { rest }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func uint16() -> UInt16? {
        guard rest.count >= 2, let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }

    mutating func uint24() -> UInt32? {
        guard rest.count >= 3, let high = rest.popFirst(), let low = uint16() else { return nil }
        return UInt32(high) << 16 | UInt32(low)
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    /// A vector whose length stands before it in one byte.
    mutating func vector8() -> ArraySlice<UInt8>? {
        guard let count = byte() else { return nil }
        return bytes(Int(count))
    }

    /// A vector whose length stands before it in two bytes.
    mutating func vector16() -> ArraySlice<UInt8>? {
        guard let count = uint16() else { return nil }
        return bytes(Int(count))
    }

    /// A vector whose length stands before it in three bytes.
    mutating func vector24() -> ArraySlice<UInt8>? {
        guard let count = uint24() else { return nil }
        return bytes(Int(count))
    }

    /// What is left, as 16-bit numbers; `nil` where a byte is left over.
    mutating func allUInt16() -> [UInt16]? {
        var numbers: [UInt16] = []
        while !isAtEnd {
            guard let number = uint16() else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
