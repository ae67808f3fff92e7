import Model

/// A JSON text (RFC 8259) whose grammar is checked and whose values are found in one pass. Values are read where they stand
/// in the text when somebody asks for them, so that decoding costs little more than what is asked for.
package final class JSONDocument: Sendable {
    /// A value, or the name of a member, and where it stands in the text.
    struct Entry: Sendable {
        enum Kind: UInt8, Sendable {
            case object, array
            case string
            /// A string that has escapes.
            case escapedString
            case number
            case `true`, `false`, null
        }

        var kind: Kind
        /// Of strings what is between the quotation marks.
        var start: UInt32
        var end: UInt32 = 0
        /// The number of the entry behind this one and all that is in it.
        var next: UInt32 = 0
    }

    let bytes: [UInt8]
    /// In the order of the text. After an object stand its members, each a name and a value; after an array its elements.
    let entries: [Entry]

    /// - Parameter bytes: fewer than 4 GiB.
    /// - Throws: where the text stops being JSON in UTF-8.
    package init(_ bytes: [UInt8]) throws(JSONFault) {
        guard bytes.count < UInt32.max else { throw JSONFault(offset: bytes.count) }
        self.bytes = bytes
        entries = try JSONScan.entries(of: bytes)
    }

    /// The value that the text is.
    package var root: JSONNode { JSONNode(document: self, node: 0) }

    // MARK: what is in a node

    /// The text of a string or of a name.
    func string(_ node: Int) -> String {
        let found = entries[node]
        let range = Int(found.start)..<Int(found.end)
        guard found.kind == .escapedString else {
            return bytes.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
        }
        return JSONEscapes.text(bytes[range])
    }

    /// The value of a member; the first where several have that name.
    func member(_ name: String, of object: Int) -> Int? {
        var name = name
        return name.withUTF8 { wanted in
            var index = object + 1
            let end = Int(entries[object].next)
            while index < end {
                if isName(index, wanted) { return index + 1 }
                index = Int(entries[index + 1].next)
            }
            return nil
        }
    }

    private func isName(_ node: Int, _ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        let found = entries[node]
        guard found.kind == .string else { return string(node).utf8.elementsEqual(wanted) }
        let start = Int(found.start)
        guard Int(found.end) - start == wanted.count else { return false }
        return bytes.withUnsafeBufferPointer { text in
            for index in wanted.indices where text[start + index] != wanted[index] { return false }
            return true
        }
    }

    /// The numbers of the names of an object, or of the elements of an array.
    func children(of node: Int) -> [Int] {
        let isObject = entries[node].kind == .object
        var children: [Int] = []
        var index = node + 1
        let end = Int(entries[node].next)
        while index < end {
            children.append(index)
            index = Int(entries[isObject ? index + 1 : index].next)
        }
        return children
    }

    /// The names and numbers that lead from the root to a value. Only errors ask for it, so it is looked for then.
    func path(to node: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var current = 0
        while current != node {
            let isObject = entries[current].kind == .object
            let found = children(of: current).enumerated().first { _, child in
                let value = isObject ? child + 1 : child
                return value <= node && node < entries[value].next
            }
            guard let (number, child) = found else { return path }
            path.append(isObject ? JSONKey(string(child)) : JSONKey(number))
            current = isObject ? child + 1 : child
        }
        return path
    }
}

/// Where a text stops being JSON.
package struct JSONFault: Error, Hashable, Sendable {
    /// Bytes before it.
    package var offset: Int
}

/// A step of a path in a document.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) { (stringValue, intValue) = (name, nil) }
    init(_ number: Int) { (stringValue, intValue) = ("\(number)", number) }
    init(stringValue: String) { self.init(stringValue) }
    init(intValue: Int) { self.init(intValue) }
}
