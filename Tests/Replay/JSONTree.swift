import Foundation

/// A JSON value (RFC 8259), to be compared part by part and written so that a change of it reads well in a diff.
enum JSONTree: Hashable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    /// The JSON that a value encodes to.
    init(encoding value: some Encodable) throws {
        try self.init(bytes: Array(JSONEncoder().encode(value)))
    }

    /// - Throws: where the bytes are not JSON.
    init(bytes: [UInt8]) throws {
        self.init(try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed))
    }

    private init(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let values as [Any]: self = .list(values.map { JSONTree($0) })
        case let members as [String: Any]: self = .object(members.mapValues { JSONTree($0) })
        case let number as NSNumber:
            // Foundation makes a number of `true` as well; its type alone tells it from 1.
            let isTruth = String(cString: number.objCType) == "c"
            self = isTruth ? .truth(number.boolValue) : .number(number.doubleValue)
        default: self = .null
        }
    }
}

extension JSONTree {
    /// A member of an object.
    subscript(_ key: String) -> JSONTree? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The object with another value for a key, or without it.
    func setting(_ key: String, to value: JSONTree?) -> JSONTree {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}

extension JSONTree {
    /// A file of it, in ASCII: keys sorted, and whatever fits into 120 characters on one line.
    var file: [UInt8] { Array((text(indent: 0) + "\n").utf8) }

    private static let width = 120

    private func text(indent: Int) -> String {
        let line = self.line
        if line.utf8.count + indent <= Self.width { return line }
        let inner = String(repeating: " ", count: indent + 1)
        func block(_ open: String, _ parts: [String], _ close: String) -> String {
            "\(open)\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n\(inner.dropLast())\(close)"
        }
        switch self {
        case .list(let values):
            return block("[", values.map { $0.text(indent: indent + 1) }, "]")
        case .object(let members):
            let parts = members.sorted { $0.key < $1.key }.map { key, value in
                let name = "\(Self.quoted(key)): "
                return name + value.text(indent: indent + 1)
            }
            return block("{", parts, "}")
        default: return line
        }
    }

    /// The value on one line.
    var line: String {
        switch self {
        case .null: "null"
        case .truth(let truth): truth ? "true" : "false"
        case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
        case .text(let text): Self.quoted(text)
        case .list(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)): \($0.value.line)" }
                .joined(separator: ", ") + "}"
        }
    }

    /// Everything but printable ASCII is escaped: what a server said must not act on whoever reads the file.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22, 0x5C: quoted += "\\" + String(UnicodeScalar(UInt8(unit)))
            case 0x20...0x7E: quoted.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return quoted + "\""
    }
}
