/// Texts as parts of URLs and fragments.
package enum Slug {
    /// Lower-case ASCII letters, digits and single hyphens; German umlauts are transliterated (ä to ae). May be empty.
    package static func make(_ text: some StringProtocol) -> String {
        var text = String(text)
        if let slug = text.withUTF8({ slug($0, isLowercase: false) }) { return slug }
        var lowercase = text.lowercased()
        return lowercase.withUTF8 { slug($0, isLowercase: true) } ?? ""
    }

    /// The same for a tag: `+` and `#` are written out, so that C, C++ and C# have addresses of their own.
    package static func make(tag: String) -> String {
        guard tag.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }) else { return make(tag) }
        return make(tag.replacing("+", with: " plus ").replacing("#", with: " sharp "))
    }

    /// Whether `make` can return this text.
    package static func isSlug(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.first != "-" && text.last != "-"
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == hyphen }
    }

    private static let hyphen = UInt8(ascii: "-")

    /// - Parameter isLowercase: whether the text is in lower case. Western European text needs no Unicode tables for that.
    /// - Returns: `nil` if the text must be converted to lower case first.
    private static func slug(_ text: UnsafeBufferPointer<UInt8>, isLowercase: Bool) -> String? {
        // The result is not longer: letters that become two are two bytes in UTF-8.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { slug -> String? in
            var count = 0
            func append(_ letter: UInt8) {
                slug[count] = letter
                count += 1
            }
            func appendHyphen() {
                if count > 0, slug[count - 1] != hyphen { append(hyphen) }
            }
            var place = 0
            while place < text.count {
                let byte = text[place]
                place += 1
                switch byte {
                case 97...122, 48...57: append(byte)
                case 65...90: append(byte | 0x20)
                case ..<128: appendHyphen()
                default:
                    let second = place < text.count ? text[place] : 0
                    while place < text.count, text[place] & 0xC0 == 0x80 { place += 1 }
                    if let letters = letters(byte, second) {
                        append(letters.0)
                        if let more = letters.1 { append(more) }
                    } else if isLowercase || hasNoCase(byte, second) {
                        appendHyphen()
                    } else {
                        return nil
                    }
                }
            }
            if count > 0, slug[count - 1] == hyphen { count -= 1 }
            return String(decoding: slug[..<count], as: UTF8.self)
        }
    }

    /// The transliteration of a non-ASCII letter, by the first two bytes of its UTF-8.
    private static func letters(_ first: UInt8, _ second: UInt8) -> (UInt8, UInt8?)? {
        func written(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil) -> (UInt8, UInt8?) {
            (UInt8(ascii: first), second.map { UInt8(ascii: $0) })
        }
        if first == 0xC5 { return second | 1 == 0x93 ? written("o", "e") : nil }  // œ
        guard first == 0xC3 else { return nil }
        if second == 0x9F { return written("s", "s") }  // ß
        // À to Þ are 32 before à to þ.
        switch second | 0x20 {
        case 0xA4, 0xA6: return written("a", "e")  // ä æ
        case 0xB6, 0xB8: return written("o", "e")  // ö ø
        case 0xBC: return written("u", "e")  // ü
        case 0xA0...0xA5: return written("a")  // à á â ã å
        case 0xA7: return written("c")  // ç
        case 0xA8...0xAB: return written("e")  // è é ê ë
        case 0xAC...0xAF: return written("i")  // ì í î ï
        case 0xB1: return written("n")  // ñ
        case 0xB2...0xB5: return written("o")  // ò ó ô õ
        case 0xB9...0xBB: return written("u")  // ù ú û
        default: return nil
        }
    }

    /// Whether a character that begins with these bytes certainly has no case: U+0080 to U+00BF, what is left of U+00C0 to
    /// U+00FF (none of them is written out in either), and U+2000 to U+203F, quotation marks and dashes.
    private static func hasNoCase(_ first: UInt8, _ second: UInt8) -> Bool {
        first == 0xC2 || first == 0xC3 || first == 0xE2 && second == 0x80
    }
}
