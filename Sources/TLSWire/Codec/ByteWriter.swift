/// Writes numbers and vectors; a vector longer than its length field can say is cut there.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func uint16(_ value: UInt16) {
        byte(UInt8(truncatingIfNeeded: value >> 8))
        byte(UInt8(truncatingIfNeeded: value))
    }

    mutating func uint24(_ value: UInt32) {
        byte(UInt8(truncatingIfNeeded: value >> 16))
        uint16(UInt16(truncatingIfNeeded: value))
    }

    mutating func raw(_ more: some Sequence<UInt8>) { bytes += more }

    mutating func vector8(_ content: [UInt8]) {
        let kept = content.prefix(0xFF)
        byte(UInt8(truncatingIfNeeded: kept.count))
        raw(kept)
    }

    mutating func vector16(_ content: [UInt8]) {
        let kept = content.prefix(0xFFFF)
        uint16(UInt16(truncatingIfNeeded: kept.count))
        raw(kept)
    }

    mutating func vector24(_ content: [UInt8]) {
        let kept = content.prefix(0xFF_FFFF)
        uint24(UInt32(truncatingIfNeeded: kept.count))
        raw(kept)
    }

    static func list(_ numbers: some Sequence<UInt16>) -> [UInt8] {
        var writer = ByteWriter()
        for number in numbers { writer.uint16(number) }
        return writer.bytes
    }
}
