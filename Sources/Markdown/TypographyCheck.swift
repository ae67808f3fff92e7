/// What a text has instead of its language's quotation marks, dashes and ellipses (for German: DIN 5008, Duden). Plain
/// words only: code, addresses and what libcmark took for markup are not looked at.
package struct TypographyCheck: Sendable {
    private let isGerman: Bool
    /// Whether quotation marks, dashes and ellipses are set when the text is rendered.
    private let isSet: Bool

    /// - Parameters:
    ///   - language: ISO 639-1.
    ///   - isSet: see `MarkdownRenderer.quotes`.
    package init(language: String, isSet: Bool) {
        isGerman = language == "de"
        self.isSet = isSet
    }

    package struct Finding: Hashable, Sendable {
        /// In characters from the beginning of the text.
        package var offset: Int
        /// What stands there.
        package var text: String
        package var hint: String
    }

    /// The first of each kind; of several, one says enough.
    package func findings(_ text: String) -> [Finding] {
        let characters = Array(text)
        var found: [Finding] = []
        var seen: Set<String> = []
        func add(_ offset: Int, _ text: String, _ hint: String) {
            if seen.insert(hint).inserted { found.append(Finding(offset: offset, text: text, hint: hint)) }
        }
        for (index, character) in characters.enumerated() {
            let before = index > 0 ? characters[index - 1] : nil
            let after = index + 1 < characters.count ? characters[index + 1] : nil
            switch character {
            case "\"" where !isSet:
                add(index, "\"", "write \(isGerman ? "„…“" : "“…”")")
            case "“" where isGerman && after?.isLetter == true && before?.isLetter != true:
                add(index, "“", "a German quotation begins with „")
            case "”" where isGerman: add(index, "”", "a German quotation ends with “")
            case "'" where !isSet && (before?.isLetter == true || after?.isLetter == true):
                add(index, "'", "write ’")
            case "-" where before == " " && after == " ": add(index, " - ", "write a dash, –")
            case "-" where !isSet && before == " " && after == "-": add(index, "--", "write a dash, –")
            case "." where !isSet && before != "." && after == "." && characters[index...].starts(with: "..."):
                add(index, "...", "write an ellipsis, …")
            case "." where isGerman:
                if let short = Self.abbreviation(characters, at: index) {
                    add(index - 1, short, "write a no-break space between the letters of an abbreviation")
                }
            case "%" where isGerman && before?.isNumber == true:
                add(index, "%", "write a no-break space between a number and %")
            default: break
            }
        }
        return found
    }

    /// `z.B.`: a single letter, a full stop, a letter and a full stop, without anything between.
    private static func abbreviation(_ text: [Character], at stop: Int) -> String? {
        guard stop > 0, stop + 2 < text.count, text[stop - 1].isLetter, text[stop + 1].isLetter, text[stop + 2] == ".",
            stop == 1 || !text[stop - 2].isLetter && text[stop - 2] != "."
        else { return nil }
        return String(text[(stop - 1)...(stop + 2)])
    }
}
