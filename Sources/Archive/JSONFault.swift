import Model

extension JSONText {
    /// Where a JSON text (RFC 8259) stops being one. The decoder says what is wrong only in prose, and a
    /// diagnostic needs the place, so this walks the grammar and stops at the first fault.
    static func place(ofFirstFaultIn bytes: [UInt8]) -> Diagnostic.Place {
        var walk = GrammarWalk(bytes: bytes)
        if walk.value(depth: 0) {
            walk.space()
        }
        return place(of: min(walk.index, bytes.count), in: bytes)
    }
}

private struct GrammarWalk {
    let bytes: [UInt8]
    var index = 0

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func space() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    /// Steps over one value; false where it is none, with `index` at the fault.
    mutating func value(depth: Int) -> Bool {
        space()
        guard depth < 512, let byte = next else { return false }
        switch byte {
        case UInt8(ascii: "{"): return members(closing: UInt8(ascii: "}"), named: true, depth: depth)
        case UInt8(ascii: "["): return members(closing: UInt8(ascii: "]"), named: false, depth: depth)
        case UInt8(ascii: "\""): return string()
        default: return word()
        }
    }

    private mutating func members(closing: UInt8, named: Bool, depth: Int) -> Bool {
        index += 1
        space()
        if next == closing {
            index += 1
            return true
        }
        while true {
            if named {
                space()
                guard next == UInt8(ascii: "\""), string() else { return false }
                space()
                guard next == UInt8(ascii: ":") else { return false }
                index += 1
            }
            guard value(depth: depth + 1) else { return false }
            space()
            if next == UInt8(ascii: ",") {
                index += 1
            } else if next == closing {
                index += 1
                return true
            } else {
                return false
            }
        }
    }

    private mutating func string() -> Bool {
        index += 1
        while let byte = next {
            index += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte == UInt8(ascii: "\\") { index += 1 }
            if byte < 0x20 { return false }
        }
        return false
    }

    private mutating func word() -> Bool {
        let start = index
        while let byte = next, byte > 0x20, ![UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte) {
            index += 1
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if ["true", "false", "null"].contains(text) || Double(text) != nil { return true }
        index = start
        return false
    }
}
