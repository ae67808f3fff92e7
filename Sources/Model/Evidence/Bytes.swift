import FoundationEssentials

/// Raw bytes as they came over the wire; base64 in JSON.
package struct Bytes: Hashable, Sendable {
    package var array: [UInt8]

    package init(_ array: [UInt8]) { self.array = array }

    /// `nil` where the text is not base64 (RFC 4648 §4).
    package init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        array = Array(data)
    }

    /// In one piece: an array feeds the hasher byte by byte.
    package func hash(into hasher: inout Hasher) {
        array.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    package var count: Int { array.count }
    package var isEmpty: Bool { array.isEmpty }
}

extension Bytes: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Bytes(base64: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not valid base64")
        }
        self = bytes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(array).base64EncodedString())
    }
}

/// Lower-case hexadecimal of some bytes.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
