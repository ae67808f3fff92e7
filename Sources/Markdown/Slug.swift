/// Words made fit for an address or an anchor.
public enum Slug {
    /// Lower-case ASCII letters, digits and single hyphens; German umlauts written out. Empty where nothing is left.
    public static func make(_ text: some StringProtocol) -> String {
        if let slug = ofASCII(text.utf8) { return slug }
        var slug = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
            case "ä", "æ": slug += "ae"
            case "ö", "ø", "œ": slug += "oe"
            case "ü": slug += "ue"
            case "ß": slug += "ss"
            case "à", "á", "â", "ã", "å": slug += "a"
            case "ç": slug += "c"
            case "è", "é", "ê", "ë": slug += "e"
            case "ì", "í", "î", "ï": slug += "i"
            case "ñ": slug += "n"
            case "ò", "ó", "ô", "õ": slug += "o"
            case "ù", "ú", "û": slug += "u"
            default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug
    }

    /// Most words have nothing but ASCII in them, and need no Unicode to be written small.
    private static func ofASCII(_ text: some Collection<UInt8>) -> String? {
        var slug: [UInt8] = []
        slug.reserveCapacity(text.count)
        for byte in text {
            switch byte {
            case 97...122, 48...57: slug.append(byte)
            case 65...90: slug.append(byte | 0x20)
            case 128...: return nil
            default: if let last = slug.last, last != 45 { slug.append(45) }
            }
        }
        if slug.last == 45 { slug.removeLast() }
        return String(decoding: slug, as: UTF8.self)
    }

    /// True for what `make` can give.
    public static func isSlug(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.first != "-" && text.last != "-"
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
