extension DNSMessage {
    /// The most CNAME records in a row that are followed.
    package static let aliasLimit = 16

    /// The answer to a question after its aliases (RFC 1034 §3.6.2).
    package struct Resolved: Hashable, Sendable {
        /// The names on the way, the one asked for first and the one whose records these are last.
        package let names: [String]
        /// The records of the type asked for.
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
        return Resolved(names: names, records: records, isEndless: isEndless)
    }
}
