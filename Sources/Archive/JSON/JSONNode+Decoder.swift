/// Reads types out of a value. A path is only made for an error, and a value only read where it is asked for: that is
/// what makes it several times as fast as Foundation's decoder, and reading evidence most of what deriving costs.
extension JSONNode: Decoder, SingleValueDecodingContainer {
    package var codingPath: [any CodingKey] { document.path(to: node) }
    package var userInfo: [CodingUserInfoKey: Any] { [:] }

    package func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try JSONMembers<Key>(of: self))
    }

    package func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try JSONElements(of: self) }
    package func singleValueContainer() -> any SingleValueDecodingContainer { self }

    package func decodeNil() -> Bool { isNull }
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
    package func decode(_ type: Bool.Type) throws -> Bool { try bool() }
    package func decode(_ type: String.Type) throws -> String { try string() }
    package func decode(_ type: Double.Type) throws -> Double { try number() }
    package func decode(_ type: Float.Type) throws -> Float { try number() }
    package func decode(_ type: Int.Type) throws -> Int { try integer() }
    package func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    package func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    package func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    package func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    package func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    package func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    package func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    package func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    package func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
}

/// The members of an object.
struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let object: JSONNode
    /// The values by their names, where looking through them each time would take long.
    private let values: [String: Int]?

    /// Members up to which looking through them is fast.
    private static var fewMembers: Int { 32 }

    init(of value: JSONNode) throws {
        guard value.isObject else { throw value.mismatch([String: Any].self) }
        object = value
        let names = value.hasMoreMembers(than: Self.fewMembers) ? value.document.children(of: value.node) : nil
        values = names.map { names in
            Dictionary(names.map { (value.document.string($0), $0 + 1) }, uniquingKeysWith: { first, _ in first })
        }
    }

    var codingPath: [any CodingKey] { object.codingPath }

    var allKeys: [Key] {
        object.document.children(of: object.node).compactMap { Key(stringValue: object.document.string($0)) }
    }

    private func find(_ key: Key) -> JSONNode? {
        let node = values.map { $0[key.stringValue] } ?? object.document.member(key.stringValue, of: object.node)
        return node.map { JSONNode(document: object.document, node: $0) }
    }

    private func value(_ key: Key) throws -> JSONNode {
        guard let value = find(key) else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: codingPath, debugDescription: "no member of that name"))
        }
        return value
    }

    /// The value of a member that is there and not `null`.
    private func present(_ key: Key) -> JSONNode? { find(key).flatMap { $0.isNull ? nil : $0 } }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: try value(key))
    }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).bool() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).string() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).number() }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).number() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).integer() }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).integer() }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).integer() }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).integer() }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).integer() }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).integer() }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).integer() }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).integer() }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).integer() }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).integer() }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try present(key).map { try Value(from: $0) }
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.bool() }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.string() }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.integer() }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try value(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try value(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { object }
    func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
}

/// The elements of an array, one after the other.
struct JSONElements: UnkeyedDecodingContainer {
    private let array: JSONNode
    private var node: Int
    private let end: Int
    private(set) var currentIndex = 0

    init(of value: JSONNode) throws {
        guard value.isArray else { throw value.mismatch([Any].self) }
        array = value
        (node, end) = (value.node + 1, value.end)
    }

    var codingPath: [any CodingKey] { array.codingPath }
    var count: Int? { array.document.children(of: array.node).count }
    var isAtEnd: Bool { node >= end }

    /// Reads the next element; one that cannot be read stays the next one.
    private mutating func next<Value>(_ read: (JSONNode) throws -> Value) throws -> Value {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Value.self,
                DecodingError.Context(
                    codingPath: codingPath + [JSONKey(currentIndex)], debugDescription: "no element is left"))
        }
        let element = JSONNode(document: array.document, node: node)
        let value = try read(element)
        node = element.end
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, JSONNode(document: array.document, node: node).isNull else { return false }
        return try next { _ in true }
    }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try Value(from: $0) } }
    mutating func decode(_ type: Bool.Type) throws -> Bool { try next { try $0.bool() } }
    mutating func decode(_ type: String.Type) throws -> String { try next { try $0.string() } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.number() } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next { try $0.number() } }
    mutating func decode(_ type: Int.Type) throws -> Int { try next { try $0.integer() } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next { try $0.integer() } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next { try $0.integer() } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next { try $0.integer() } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next { try $0.integer() } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next { try $0.integer() } }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next { try $0.container(keyedBy: type) }
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }
    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}

extension JSONNode {
    fileprivate var isObject: Bool { document.entries[node].kind == .object }
    fileprivate var isArray: Bool { document.entries[node].kind == .array }
    /// The node behind the value.
    fileprivate var end: Int { Int(document.entries[node].next) }

    fileprivate func hasMoreMembers(than count: Int) -> Bool {
        // Each has a name and a value.
        guard end - node > 2 * count else { return false }
        return document.children(of: node).count > count
    }
}
