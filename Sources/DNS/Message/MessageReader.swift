import Names

/// Reads the wire form of a DNS message (RFC 1035 §4.1) forward, never outside `limit`.
struct MessageReader {
    let bytes: [UInt8]
    private(set) var position: Int
    /// One past the last byte that may be read; pointers of compressed names may reach anything before.
    private let limit: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        limit = bytes.count
    }

    private init(_ bytes: [UInt8], from position: Int, to limit: Int) {
        self.bytes = bytes
        self.position = position
        self.limit = limit
    }

    var remaining: Int { limit - position }
    var isAtEnd: Bool { remaining == 0 }

    mutating func byte() throws(DNSMessage.Fault) -> UInt8 {
        guard remaining >= 1 else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number16() throws(DNSMessage.Fault) -> UInt16 {
        guard remaining >= 2 else { throw .truncated }
        defer { position += 2 }
        return UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
    }

    mutating func number32() throws(DNSMessage.Fault) -> UInt32 {
        let high = try number16()
        return UInt32(high) << 16 | UInt32(try number16())
    }

    mutating func bytes(_ count: Int) throws(DNSMessage.Fault) -> [UInt8] {
        guard count >= 0, remaining >= count else { throw .truncated }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func rest() -> [UInt8] {
        defer { position = limit }
        return Array(bytes[position..<limit])
    }

    /// A `<character-string>`: one length byte and so many bytes (RFC 1035 §3.3).
    mutating func characterString() throws(DNSMessage.Fault) -> [UInt8] {
        try bytes(Int(try byte()))
    }

    /// A reader over the next `count` bytes, which are passed over here.
    mutating func part(_ count: Int) throws(DNSMessage.Fault) -> MessageReader {
        guard count >= 0, remaining >= count else { throw .truncated }
        defer { position += count }
        return MessageReader(bytes, from: position, to: position + count)
    }

    /// A name, decompressed (RFC 1035 §4.1.4). A pointer must lead to before the start of the piece it
    /// stands in, so every jump goes further back and there can be no circle; the name's wire form is
    /// held to 255 bytes.
    mutating func name() throws(DNSMessage.Fault) -> String {
        var text: [UInt8] = []
        var wireLength = 1
        var cursor = position
        var end = limit
        var start = position
        var jumped = false
        while true {
            guard cursor < end else { throw .truncated }
            let length = Int(bytes[cursor])
            if length & 0xc0 == 0xc0 {
                guard cursor + 1 < end else { throw .truncated }
                let target = (length & 0x3f) << 8 | Int(bytes[cursor + 1])
                if !jumped { position = cursor + 2 }
                guard target < start else { throw .badPointer }
                jumped = true
                // A prior name may stand anywhere before, also outside this record's data.
                end = start
                start = target
                cursor = target
                continue
            }
            guard length & 0xc0 == 0 else { throw .badLabel }
            if length == 0 {
                if !jumped { position = cursor + 1 }
                return text.isEmpty ? "." : String(decoding: text, as: UTF8.self)
            }
            wireLength += length + 1
            guard wireLength <= 255 else { throw .nameTooLong }
            guard length < end - cursor else { throw .truncated }
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            for byte in bytes[cursor + 1...cursor + length] { Self.append(byte, to: &text) }
            cursor += length + 1
        }
    }

    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"),
            UInt8(ascii: "/"):
            text.append(DomainName.lowerCase(byte))
        default:
            text += [UInt8(ascii: "\\"), 48 + byte / 100, 48 + byte / 10 % 10, 48 + byte % 10]
        }
    }
}
