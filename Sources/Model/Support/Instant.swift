/// A point in time in UTC with a precision of one millisecond, written as RFC 3339
/// (`2026-11-23T04:00:00.125Z`).
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads `YYYY-MM-DDTHH:MM:SS[.fff]Z`; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = 0
        if bytes.count == 24 {
            guard bytes[19] == UInt8(ascii: "."), let value = number(bytes[20..<23]) else { return nil }
            fraction = value
        }
        let seconds = Instant.days(of: day) * 86_400 + hour * 3_600 + minute * 60 + second
        milliseconds = Int64(seconds) * 1_000 + Int64(fraction)
    }

    /// The UTC day it falls on, or `nil` outside the years 1 to 9999.
    package var day: Day? { civil.day }

    package var description: String {
        let (day, rest) = civil
        guard let day else { return "\(milliseconds)ms" }
        let seconds = rest / 1_000
        let clock = "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return "\(day)T\(clock).\(padded(rest % 1_000, 3))Z"
    }

    /// `2026-11-29T22:45:03Z`, with milliseconds only where there are some.
    package var short: String {
        let text = description
        return text.hasSuffix(".000Z") ? text.dropLast(5) + "Z" : text
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    private var civil: (day: Day?, millisecondsOfDay: Int) {
        let perDay: Int64 = 86_400_000
        var days = milliseconds / perDay
        var rest = milliseconds % perDay
        // Before 1970 the remainder is negative; a day begins at its start all the same.
        if rest < 0 {
            days -= 1
            rest += perDay
        }
        return (Instant.day(ofDays: Int(days)), Int(rest))
    }

    /// Days since 1970-01-01 of a civil date ("chrono-compatible low-level date algorithms", H. Hinnant, 2014).
    static func days(of day: Day) -> Int {
        let year = day.month <= 2 ? day.year - 1 : day.year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The inverse of `days(of:)`; `nil` outside the years 1 to 9999.
    static func day(ofDays days: Int) -> Day? {
        let shifted = days + 719_468
        guard shifted >= 0, shifted < 3_652_425 + 366 else { return nil }
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return Day(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        try self.init(decoding: try container.decode(String.self), at: container.codingPath)
    }

    /// For containers that read the text themselves, which spares a decoder for each time.
    init(decoding text: String, at codingPath: @autoclosure () -> [any CodingKey]) throws {
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: codingPath(), debugDescription: "'\(text)' is not an RFC 3339 time in UTC"))
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
        guard (48...57).contains(digit) else { return nil }
        value = value * 10 + Int(digit - 48)
    }
    return value
}
