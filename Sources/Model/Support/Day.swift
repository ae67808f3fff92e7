/// A calendar day without a time zone, written `YYYY-MM-DD` (RFC 3339 §5.6 `full-date`).
///
/// Snapshots, articles and tables are dated by day; the day comes from data or from the
/// command line, never from a clock in here.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Year, 1 to 9999.
    package let year: Int
    /// Month, 1 to 12.
    package let month: Int
    /// Day of the month, 1 to 31, valid in its month.
    package let day: Int

    /// A day that exists in the proleptic Gregorian calendar, else `nil`.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    private init() { (year, month, day) = (1, 1, 1) }

    /// 0001-01-01.
    package static let first = Day()

    /// Reads exactly `YYYY-MM-DD`; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        var numbers = (0, 0, 0)
        var place = 0
        for byte in text.utf8 {
            switch (place, byte) {
            case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): break
            case (0...3, 48...57): numbers.0 = numbers.0 * 10 + Int(byte - 48)
            case (5...6, 48...57): numbers.1 = numbers.1 * 10 + Int(byte - 48)
            case (8...9, 48...57): numbers.2 = numbers.2 * 10 + Int(byte - 48)
            default: return nil
            }
            place += 1
        }
        guard place == 10 else { return nil }
        self.init(year: numbers.0, month: numbers.1, day: numbers.2)
    }

    package var description: String {
        String(unsafeUninitializedCapacity: 10) { bytes in
            (bytes[0], bytes[1]) = (digit(year / 1000), digit(year / 100))
            (bytes[2], bytes[3]) = (digit(year / 10), digit(year))
            bytes[4] = UInt8(ascii: "-")
            (bytes[5], bytes[6]) = (digit(month / 10), digit(month))
            bytes[7] = UInt8(ascii: "-")
            (bytes[8], bytes[9]) = (digit(day / 10), digit(day))
            return 10
        }
    }

    private func digit(_ number: Int) -> UInt8 { UInt8(ascii: "0") + UInt8(number % 10) }

    package static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// How many days this one is after another; negative where it is before.
    package func days(since other: Day) -> Int { Instant.days(of: self) - Instant.days(of: other) }

    /// Every `YYYY-MM-DD` in a text, wherever it stands in it.
    package static func named(in text: [UInt8]) -> Set<Day> {
        var days: Set<Day> = []
        let hyphen = UInt8(ascii: "-")
        for start in text.indices.dropLast(9) where text[start + 4] == hyphen && text[start + 7] == hyphen {
            if let day = Day(String(decoding: text[start..<start + 10], as: UTF8.self)) { days.insert(day) }
        }
        return days
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension Day: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a date (YYYY-MM-DD)")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    let missing = width - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
}
