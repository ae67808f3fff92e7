/// Words made fit for an address or an anchor.
public enum Slug {
    /// Lower-case ASCII letters, digits and single hyphens; German umlauts written out. Empty where nothing is left.
    public static func make(_ text: some StringProtocol) -> String {
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

    /// True for what `make` can give.
    public static func isSlug(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.first != "-" && text.last != "-"
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
