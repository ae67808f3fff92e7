/// The one pass over a JSON text (RFC 8259) that checks its grammar and notes where its values stand.
struct JSONScan {
    private typealias Entry = JSONDocument.Entry

    /// Arrays and objects within each other.
    private static let depthLimit = 512

    private let text: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var entries: [Entry] = []

    static func entries(of bytes: [UInt8]) throws(JSONFault) -> [JSONDocument.Entry] {
        let found: Result<[Entry], JSONFault> = bytes.withUnsafeBufferPointer { text in
            var scan = JSONScan(text: text)
            scan.entries.reserveCapacity(64)
            do throws(JSONFault) {
                try scan.value(depth: 0)
                scan.skipSpace()
                guard scan.index == text.count else { throw scan.fault }
                return .success(scan.entries)
            } catch {
                return .failure(error)
            }
        }
        return try found.get()
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    private var fault: JSONFault { JSONFault(offset: index) }
    private var next: UInt8? { index < text.count ? text[index] : nil }

    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONFault) {
        skipSpace()
        guard next == byte else { throw fault }
        index += 1
    }

    private mutating func value(depth: Int) throws(JSONFault) {
        skipSpace()
        guard let byte = next else { throw fault }
        switch byte {
        case UInt8(ascii: "{"): try members(closing: UInt8(ascii: "}"), .object, depth: depth)
        case UInt8(ascii: "["): try members(closing: UInt8(ascii: "]"), .array, depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .true)
        case UInt8(ascii: "f"): try word("false", .false)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
    }

    private mutating func members(closing: UInt8, _ kind: Entry.Kind, depth: Int) throws(JSONFault) {
        guard depth < Self.depthLimit else { throw fault }
        let place = entries.count
        entries.append(Entry(kind: kind, start: UInt32(index)))
        index += 1
        skipSpace()
        if next != closing {
            while true {
                if kind == .object {
                    skipSpace()
                    guard next == UInt8(ascii: "\"") else { throw fault }
                    try string()
                    try expect(UInt8(ascii: ":"))
                }
                try value(depth: depth + 1)
                skipSpace()
                if next == closing { break }
                try expect(UInt8(ascii: ","))
            }
        }
        index += 1
        entries[place].end = UInt32(index)
        entries[place].next = UInt32(entries.count)
    }

    private mutating func word(_ word: StaticString, _ kind: Entry.Kind) throws(JSONFault) {
        let end = index + word.utf8CodeUnitCount
        guard end <= text.count else { throw fault }
        for offset in 0..<word.utf8CodeUnitCount where text[index + offset] != word.utf8Start[offset] { throw fault }
        add(kind, index, end)
        index = end
    }

    private mutating func add(_ kind: Entry.Kind, _ start: Int, _ end: Int) {
        entries.append(
            Entry(kind: kind, start: UInt32(start), end: UInt32(end), next: UInt32(entries.count + 1)))
    }

    // MARK: strings

    private mutating func string() throws(JSONFault) {
        index += 1
        let start = index
        var kind = Entry.Kind.string
        var isASCII = true
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") {
                if !isASCII, String(validating: text[start..<index], as: UTF8.self) == nil {
                    throw JSONFault(offset: start)
                }
                add(kind, start, index)
                index += 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                kind = .escapedString
                try escape()
                continue
            }
            if byte < 0x20 { throw fault }
            if byte >= 0x80 { isASCII = false }
            index += 1
        }
        throw fault
    }

    /// One escape, or two that are the halves of one character (§7).
    private mutating func escape() throws(JSONFault) {
        guard let unit = JSONEscapes.unit(in: text, at: index) else { throw fault }
        guard UTF16.isLeadSurrogate(unit.value) || UTF16.isTrailSurrogate(unit.value) else {
            index += unit.length
            return
        }
        let second = JSONEscapes.unit(in: text, at: index + unit.length)
        guard UTF16.isLeadSurrogate(unit.value), let second, UTF16.isTrailSurrogate(second.value) else { throw fault }
        index += unit.length + second.length
    }

    // MARK: numbers

    private mutating func number() throws(JSONFault) {
        let start = index
        do throws(JSONFault) {
            if next == UInt8(ascii: "-") { index += 1 }
            if next == UInt8(ascii: "0") { index += 1 } else { try digits() }
            if next == UInt8(ascii: ".") {
                index += 1
                try digits()
            }
            if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
                index += 1
                if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
                try digits()
            }
        } catch {
            throw JSONFault(offset: start)
        }
        add(.number, start, index)
    }

    private mutating func digits() throws(JSONFault) {
        let start = index
        while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
        guard index > start else { throw fault }
    }
}

/// Escapes in strings (RFC 8259 §7).
enum JSONEscapes {
    /// The UTF-16 code unit that the escape at a place stands for, and how many bytes it has; `nil` where there is none.
    static func unit<Text: RandomAccessCollection<UInt8>>(
        in text: Text, at index: Int
    ) -> (value: UInt16, length: Int)? where Text.Index == Int {
        guard index + 1 < text.endIndex, text[index] == UInt8(ascii: "\\") else { return nil }
        switch text[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (UInt16(text[index + 1]), 2)
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "u"):
            guard index + 6 <= text.endIndex else { return nil }
            var value: UInt16 = 0
            for byte in text[(index + 2)..<(index + 6)] {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
                value = value << 4 | UInt16(digit)
            }
            return (value, 6)
        default: return nil
        }
    }

    /// What a string with escapes says, of which the grammar is checked already.
    static func text(_ escaped: ArraySlice<UInt8>) -> String {
        var text = ""
        var index = escaped.startIndex
        while index < escaped.endIndex {
            let plain = escaped[index...].prefix { $0 != UInt8(ascii: "\\") }
            text += String(decoding: plain, as: UTF8.self)
            index = plain.endIndex
            var units: [UInt16] = []
            while let unit = unit(in: escaped, at: index) {
                units.append(unit.value)
                index += unit.length
            }
            text += String(decoding: units, as: UTF16.self)
        }
        return text
    }
}
