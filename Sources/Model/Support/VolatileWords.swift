/// A server's text without the words that differ from one connection to the next though the server is the same: dates,
/// times, addresses of the client, identifiers of the connection. An ellipsis stands in the place of each run of them.
///
/// Names of protocols and mechanisms (`IMAP4rev1`, `SCRAM-SHA-256`), reply codes and versions of programs stay.
package func withoutVolatileWords(_ text: String) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(VolatileWord.init)
    var isVolatile = words.map(\.isVolatile)
    for index in words.indices where !isVolatile[index] && words[index].isDatePart {
        let near = words[max(0, index - 2)...min(words.count - 1, index + 2)]
        // "Sat, 28 Nov 2026": the name of a month or weekday with the number that makes a date of it, or the reverse.
        isVolatile[index] = near.contains { words[index].isName ? $0.isNumber : $0.isMonth }
    }
    var kept: [Substring] = []
    for (word, isVolatile) in zip(words, isVolatile) {
        if !isVolatile { kept.append(word.text) } else if kept.last != "…" { kept.append("…") }
    }
    return kept.joined(separator: " ")
}

private struct VolatileWord {
    let text: Substring
    /// Without brackets, quotation marks and punctuation around it.
    private let core: Substring

    init(_ text: Substring) {
        self.text = text
        let edges: Set<Character> = ["(", ")", "[", "]", "<", ">", ",", ";", ".", ":", "\"", "'"]
        let start = text.drop { edges.contains($0) }
        core = start[..<(start.lastIndex { !edges.contains($0) }.map { start.index(after: $0) } ?? start.startIndex)]
    }

    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "january", "february",
        "march", "april", "june", "july", "august", "september", "october", "november", "december",
    ]
    private static let weekdays: Set<String> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday",
    ]

    private func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    var isMonth: Bool { Self.months.contains(core.lowercased()) }
    var isName: Bool { isMonth || Self.weekdays.contains(core.lowercased()) }
    /// A day of a month or a year; a reply code is neither.
    var isNumber: Bool {
        guard core.count <= 4, core.allSatisfy(isDigit), let number = Int(core) else { return false }
        return (1...31).contains(number) || (1900...2199).contains(number)
    }
    /// Belongs to a date where the rest of one is beside it.
    var isDatePart: Bool { isName || isNumber }

    var isVolatile: Bool {
        let digits = core.count(where: isDigit)
        guard digits > 0 else { return false }
        // 20261128, 1764365426: no code and no version is that long.
        if digits == core.count { return digits > 4 }
        return isTime || isZone || isAddress || (core.count >= 10 && digits >= 5 && !isVersion)
    }

    /// `4.96`, `3.6.1-4+deb12u3`: short numbers between dots, and what a distributor adds.
    private var isVersion: Bool {
        let numbers = core.prefix { isDigit($0) || $0 == "." }.split(separator: ".", omittingEmptySubsequences: false)
        let rest = core.drop { isDigit($0) || $0 == "." }.first
        return (2...4).contains(numbers.count) && numbers.allSatisfy { (1...3).contains($0.count) }
            && (rest.map { "-+~_".contains($0) } ?? true)
    }

    /// `21:30:26`, alone or within a longer form (RFC 3339).
    private var isTime: Bool {
        let fields = core.split(separator: ":", omittingEmptySubsequences: false)
        return zip(fields, fields.dropFirst()).contains { one, two in
            (one.last.map(isDigit) ?? false) && (two.first.map(isDigit) ?? false)
        }
    }

    /// `+0100`
    private var isZone: Bool {
        core.count == 5 && (core.hasPrefix("+") || core.hasPrefix("-")) && core.dropFirst().allSatisfy(isDigit)
    }

    /// IPv4 in dotted form; IPv6 with at least two colons.
    private var isAddress: Bool {
        let parts = core.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) { return true }
        return core.count(where: { $0 == ":" }) >= 2 && core.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
}
