import FoundationEssentials

/// Raw bytes as they came over the wire; base64 in JSON.
public struct Bytes: Hashable, Sendable {
    public var array: [UInt8]

    public init(_ array: [UInt8]) { self.array = array }

    public var count: Int { array.count }
    public var isEmpty: Bool { array.isEmpty }
}

extension Bytes: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no base64")
        }
        array = Array(data)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(array).base64EncodedString())
    }
}

/// Lower-case hexadecimal of some bytes.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
