extension DNSMessage {
    /// The most CNAME records in a row that are followed.
    package static let aliasLimit = 16

    /// The answer to a question after its aliases (RFC 1034 §3.6.2).
    package struct Resolved: Hashable, Sendable {
        /// The names on the way, the one asked for first and the one whose records these are last.
        package let names: [String]
        /// The records of the type asked for, in an order of their own: a set has none (RFC 2181 §5), and servers and
        /// resolvers rotate it.
        package let records: [ResourceRecord]
        /// The chain goes in a circle, or on for more than `aliasLimit` names.
        package let isEndless: Bool

        /// The name whose records these are.
        package var canonicalName: String { names.last ?? "." }
    }

    /// Follows CNAME records in the answer section from the question's name. A question for CNAME itself follows none.
    package func resolve(_ question: Question) -> Resolved {
        var aliases: [String: String] = [:]
        if question.type != .cname {
            for record in answers where record.recordClass == 1 {
                if case .cname(let target) = record.data, aliases[record.name] == nil { aliases[record.name] = target }
            }
        }
        var names = [question.name]
        var isEndless = false
        while let last = names.last, let next = aliases[last] {
            guard names.count <= Self.aliasLimit, !names.contains(next) else {
                isEndless = true
                break
            }
            names.append(next)
        }
        let owner = names.last
        let records =
            isEndless ? [] : answers.filter { $0.name == owner && $0.type == question.type && $0.recordClass == 1 }
        return Resolved(names: names, records: Self.ordered(records), isEndless: isEndless)
    }

    private static func ordered(_ records: [ResourceRecord]) -> [ResourceRecord] {
        guard records.count > 1 else { return records }
        return records.map { (key: $0.data.position, record: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.record)
    }
}

extension RecordData {
    /// Orders the records of a set. A server's preference comes first, where the data begins with one.
    fileprivate var position: [UInt8] {
        func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
        switch self {
        case .address(let address): return address.bytes
        case .mx(let record): return bytes(record.preference) + record.exchange.utf8
        case .srv(let record):
            return bytes(record.priority) + bytes(UInt16.max - record.weight) + record.target.utf8 + bytes(record.port)
        case .tlsa(let record): return [record.usage, record.selector, record.matching] + record.data
        case .txt(let strings): return Array(strings.joined())
        case .https(let data): return data
        default: return Array("\(self)".utf8)
        }
    }
}
