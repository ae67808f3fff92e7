/// One value of a document.
package struct JSONNode: Sendable {
    let document: JSONDocument
    let node: Int

    private var found: JSONDocument.Entry { document.entries[node] }

    package var isNull: Bool { found.kind == .null }
    /// `nil` where it is neither `true` nor `false`.
    package var truth: Bool? {
        switch found.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }
    /// Where it begins in the text, in bytes.
    package var offset: Int { Int(found.start) }

    /// The names of an object's members and their values, in the order of the text; `nil` where it is no object.
    package var members: [(name: String, value: JSONNode)]? {
        guard found.kind == .object else { return nil }
        return document.children(of: node).map {
            (document.string($0), JSONNode(document: document, node: $0 + 1))
        }
    }

    /// The elements of an array; `nil` where it is none.
    package var elements: [JSONNode]? {
        guard found.kind == .array else { return nil }
        return document.children(of: node).map { JSONNode(document: document, node: $0) }
    }

    /// The text of a string; `nil` where it is none.
    package var text: String? {
        found.kind == .string || found.kind == .escapedString ? document.string(node) : nil
    }

    /// The value as it is written, a string with its quotation marks.
    package var source: ArraySlice<UInt8> {
        let quotation = found.kind == .string || found.kind == .escapedString ? 1 : 0
        return document.bytes[(Int(found.start) - quotation)..<(Int(found.end) + quotation)]
    }

    // MARK: reading a type

    func string() throws -> String {
        guard let text else { throw mismatch(String.self) }
        return text
    }

    func bool() throws -> Bool {
        switch found.kind {
        case .true: return true
        case .false: return false
        default: throw mismatch(Bool.self)
        }
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
        guard found.kind == .number else { throw mismatch(type) }
        if let small = document.bytes.withUnsafeBufferPointer({ smallInteger($0) }) {
            if let number = Number(exactly: small) { return number }
        } else if let number = Number(String(decoding: source, as: UTF8.self)) {
            return number
        } else if let number = Double(String(decoding: source, as: UTF8.self)).flatMap({ Number(exactly: $0) }) {
            // `1e3` and `1.0` are integers too.
            return number
        }
        throw misfit(type)
    }

    /// A number of at most 18 digits without a fraction or an exponent.
    private func smallInteger(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        var index = Int(found.start)
        let end = Int(found.end)
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        guard end - index <= 18 else { return nil }
        var number: Int64 = 0
        while index < end {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int64(digit)
            index += 1
        }
        return isNegative ? -number : number
    }

    func number<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: Number.Type = Number.self
    ) throws -> Number {
        guard found.kind == .number else { throw mismatch(type) }
        guard let number = Number(String(decoding: source, as: UTF8.self)), number.isFinite else { throw misfit(type) }
        return number
    }

    // MARK: errors

    func mismatch(_ type: Any.Type) -> DecodingError {
        let context = DecodingError.Context(codingPath: document.path(to: node), debugDescription: "is not a \(type)")
        return isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func misfit(_ type: Any.Type) -> DecodingError {
        .dataCorrupted(
            DecodingError.Context(
                codingPath: document.path(to: node),
                debugDescription: "\(String(decoding: source.prefix(40), as: UTF8.self)) does not fit in \(type)"))
    }
}
