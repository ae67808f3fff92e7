import Content
import Text

/// What was seen beside a reason or a rule. The evidence has it in English, since it is written before anybody knows who
/// will read it; the texts have the words of their language for what is said often (`details`).
extension CellFormatter {
    /// A detail in the language's words, as far as the texts have them. Where it ends in the code of another reason
    /// (`TLSv1.2: timeout`), in that one's words.
    package func detail(_ text: String) -> String {
        if let words = known(text) { return words }
        if let colon = text.lastIndex(of: ":"), text[colon...].hasPrefix(": "),
            let words = texts.all["reasons.\(text[colon...].dropFirst(2))"]
        {
            return "\(detail(String(text[..<colon]))): \(words)"
        }
        if let colon = text.firstRange(of: ": ") {
            return detail(String(text[..<colon.lowerBound])) + ": " + detail(String(text[colon.upperBound...]))
        }
        let parts = text.split(separator: ", ")
        return parts.count < 2 ? text : parts.map { known($0) ?? String($0) }.joined(separator: ", ")
    }

    /// `nil` where the texts have no words for it. Numbers, hosts and addresses in it are filled in: `more than 16 bytes`
    /// has the key `more-than-n-bytes`.
    private func known(_ text: some StringProtocol) -> String? {
        var values: [String: String] = [:]
        let pattern = text.split(separator: " ").map { word -> String in
            guard let name = Self.placeholder(word, values["n"] == nil ? "n" : "m"), values[name] == nil else {
                return String(word)
            }
            values[name] = String(word)
            return name
        }
        let key = Slug.make(pattern.joined(separator: " "))
        return (texts.all["details.\(key)"] ?? texts.all["problems.\(text)"]).map { Localization.fill($0, values) }
    }

    private static func placeholder(_ word: some StringProtocol, _ number: String) -> String? {
        if word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return number }
        if word.contains("://") { return "u" }
        let isHost = word.contains(".") && !word.hasPrefix("TLSv") && !word.hasSuffix(".")
        return isHost ? "h" : nil
    }
}
