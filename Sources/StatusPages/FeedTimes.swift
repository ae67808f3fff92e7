import Model

/// Times as feeds have them; whatever does not have the form of one is `nil`.
extension Instant {
    /// RFC 3339 §5.6: `2026-11-29T22:45:03.5+01:00`.
    package init?(internetTime text: String) {
        let bytes = Array(text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") })
        guard bytes.count >= 20, let whole = Instant(String(decoding: bytes[..<19], as: UTF8.self) + "Z") else {
            return nil
        }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (48...57).contains($0) } }
        guard let zone = Self.zone(String(decoding: rest, as: UTF8.self).replacing(":", with: "")) else { return nil }
        self.init(milliseconds: whole.milliseconds - zone)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// RFC 5322 §3.3: `Sun, 29 Nov 2026 22:45:03 +0100`; RSS 2.0 has such times.
    package init?(messageTime text: String) {
        var words = text.split { $0 == " " || $0 == "," || $0 == "\n" || $0 == "\t" }
        if words.count > 4, Int(words[0]) == nil { words.removeFirst() }
        guard words.count == 5, let day = Int(words[0]), (1...31).contains(day),
            let month = Self.months.firstIndex(of: words[1].prefix(3).lowercased()), words[2].count == 4,
            let zone = Self.zone(String(words[4]).uppercased())
        else { return nil }
        let clock = words[3].utf8.count == 5 ? "\(words[3]):00" : String(words[3])
        guard let local = Instant("\(words[2])-\(padded(month + 1, 2))-\(padded(day, 2))T\(clock)Z") else { return nil }
        self.init(milliseconds: local.milliseconds - zone)
    }

    /// `Z`, `GMT`, `+0100`: how many milliseconds it is ahead of UTC. Of other names of zones nobody knows for certain
    /// what they mean (RFC 5322 §4.3).
    private static func zone(_ text: String) -> Int64? {
        if ["Z", "GMT", "UT", "UTC"].contains(text) { return 0 }
        guard text.utf8.count == 5, let sign = text.first, sign == "+" || sign == "-",
            text.utf8.dropFirst().allSatisfy({ (48...57).contains($0) }), let hours = Int64(text.dropFirst().prefix(2)),
            let minutes = Int64(text.suffix(2)), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * 60_000 * (sign == "-" ? -1 : 1)
    }
}
