import Names

/// A service binding (RFC 9460 §2), as the HTTPS record has it.
package struct ServiceBinding: Hashable, Sendable {
    /// 0: the name is an alias.
    package let priority: UInt16
    /// `.` stands for the owner itself, or in an alias for "not available".
    package let target: String
    /// ALPN identifiers of the parameter `alpn`, as a zone file has them (``RecordText/alpn(_:)``); at most 20.
    package let alpn: [String]
    package let port: UInt16?
    /// Encrypted ClientHello is on offer.
    package let hasECH: Bool
    package let addressHints: [IPAddress]
    /// Keys of all parameters, in order.
    package let keys: [UInt16]

    /// Reads a record's data; `nil` where it breaks §2.2: a compressed name, keys out of order or twice, a length that
    /// does not fit, an alias with parameters.
    package init?(_ bytes: [UInt8]) {
        var reader = MessageReader(bytes)
        do throws(DNSMessage.Fault) {
            priority = try reader.number16()
            target = try Self.uncompressedName(&reader)
            var keys: [UInt16] = []
            var alpn: [String] = []
            var port: UInt16?
            var hints: [IPAddress] = []
            var hasECH = false
            while !reader.isAtEnd {
                let key = try reader.number16()
                let length = Int(try reader.number16())
                var value = try reader.part(length)
                if let last = keys.last, key <= last { throw .badLabel }
                keys.append(key)
                switch key {
                case 1: while !value.isAtEnd { alpn.append(RecordText.alpn(try value.characterString())) }
                case 3: port = try value.number16()
                case 4, 6:
                    while !value.isAtEnd {
                        if let hint = IPAddress(bytes: try value.bytes(key == 4 ? 4 : 16)) { hints.append(hint) }
                    }
                // RFC 9848 §3: a list of configurations, which is for clients to read.
                case 5: hasECH = !(try value.bytes(length)).isEmpty
                default: continue
                }
                guard value.isAtEnd else { throw .trailingBytes }
            }
            self.keys = keys
            self.alpn = Array(alpn.prefix(20))
            self.port = port
            self.hasECH = hasECH
            addressHints = Array(hints.prefix(20))
        } catch {
            return nil
        }
    }

    private static func uncompressedName(_ reader: inout MessageReader) throws(DNSMessage.Fault) -> String {
        var copy = reader
        // A pointer would be followed by `name()`, which must not be here.
        while true {
            let length = try copy.byte()
            guard length & 0xc0 == 0 else { throw .badPointer }
            if length == 0 { break }
            _ = try copy.bytes(Int(length))
        }
        return try reader.name()
    }
}
