import Model

/// A time as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 §5.6.7).
enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// 9999-12-31T23:59:59Z; the format has four digits for the year.
    private static let last = 253_402_300_799

    /// - Parameter seconds: seconds since 1970-01-01T00:00:00Z; what is outside 1970 to 9999 counts as the nearer end.
    static func text(seconds: Int) -> String {
        let time = min(max(0, seconds), last)
        let (days, second) = time.quotientAndRemainder(dividingBy: 86_400)
        let day = Instant(milliseconds: Int64(time) * 1_000).day ?? .first
        return "\(weekdays[days % 7]), \(padded(day.day, 2)) \(months[day.month - 1]) \(day.year) "
            + "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)) GMT"
    }
}
