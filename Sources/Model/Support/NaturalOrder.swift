/// A text that is ordered with its numbers by their size, `MX 5` before `MX 10`; otherwise by bytes.
struct NaturalOrder: Hashable {
    private enum Part: Hashable {
        case byte(UInt8)
        /// Without leading zeros, so that more digits are a larger number, however many there are.
        case number([UInt8])
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var digits: [UInt8]?
        for byte in Array(text.utf8) + [0] {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                digits = Array((digits ?? []).drop { $0 == UInt8(ascii: "0") }) + [byte]
                continue
            }
            if let number = digits { parts.append(.number(number)) }
            digits = nil
            parts.append(.byte(byte))
        }
        self.parts = parts
    }

    func precedes(_ other: NaturalOrder) -> Bool {
        for (one, two) in zip(parts, other.parts) where one != two {
            switch (one, two) {
            case (.byte(let one), .byte(let two)): return one < two
            case (.number(let one), .number(let two)):
                return one.count == two.count ? one.lexicographicallyPrecedes(two) : one.count < two.count
            case (.number, .byte(let two)): return UInt8(ascii: "0") < two
            case (.byte(let one), .number): return one < UInt8(ascii: "0")
            }
        }
        return parts.count < other.parts.count
    }
}
