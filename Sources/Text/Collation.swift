/// The order of names in a dictionary: accents and case count only between names that are otherwise the same, and German
/// umlauts stand with their vowels, ß with ss (DIN 5007-1). English and German names sort alike by it.
package enum Collation {
    /// What comparing by bytes puts into that order.
    package static func key(_ text: String) -> String {
        var key = ""
        key.reserveCapacity(text.utf8.count)
        for scalar in text.lowercased().unicodeScalars {
            // Marks of a decomposed letter (é as e and U+0301).
            if (0x300...0x36F).contains(scalar.value) { continue }
            if scalar.value < 0xC0 {
                key.unicodeScalars.append(scalar)
            } else {
                key += bases[scalar] ?? String(scalar)
            }
        }
        return key
    }

    /// Whether a name stands before another.
    package static func isBefore(_ left: String, _ right: String) -> Bool {
        let (first, second) = (key(left), key(right))
        return first == second ? left < right : first < second
    }

    /// Lower-case letters of Latin-1 and Latin Extended-A → what they are sorted as.
    private static let bases: [Unicode.Scalar: String] = {
        let groups = [
            "a": "àáâãäåāăą", "ae": "æ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ",
            "i": "ìíîïĩīĭįı", "ij": "ĳ", "j": "ĵ", "k": "ķĸ", "l": "ĺļľŀł", "n": "ñńņňŉŋ", "o": "òóôõöøōŏő", "oe": "œ",
            "r": "ŕŗř", "s": "śŝşšſ", "ss": "ß", "t": "ţťŧ", "th": "þ", "u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ",
            "z": "źżž",
        ]
        var bases: [Unicode.Scalar: String] = [:]
        for (base, letters) in groups { for scalar in letters.unicodeScalars { bases[scalar] = base } }
        return bases
    }()
}
