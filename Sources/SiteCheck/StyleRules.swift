/// The rules of a style sheet with their lines, as far as colours need them: blocks within `@media` are those of a
/// theme, custom properties of `:root` are filled in, print is left out.
struct StyleRules {
    enum Theme: String, CaseIterable { case light, dark }

    struct Rule {
        var selector: String
        var declarations: [(property: String, value: String)]
        /// `nil`: in both.
        var theme: Theme?
        var line: Int

        func applies(in theme: Theme) -> Bool { self.theme == nil || self.theme == theme }
    }

    private(set) var rules: [Rule] = []

    init(_ css: String) {
        var scanner = Scanner(bytes: Array(css.utf8))
        scanner.blocks(theme: nil, isLeftOut: false) { rules.append($0) }
    }

    /// Whether the sheet says anything for a theme alone.
    func has(_ theme: Theme) -> Bool { rules.contains { $0.theme == theme } }

    /// The colour of a rule's text.
    func ink(of rule: Rule, _ theme: Theme) -> RGB? {
        rule.declarations.last { $0.property == "color" }.flatMap { RGB(css: filled($0.value, theme)) }
    }

    /// The colour behind it.
    func paper(of rule: Rule, _ theme: Theme) -> RGB? {
        rule.declarations.last { $0.property == "background" || $0.property == "background-color" }.flatMap {
            let value = filled($0.value, theme)
            return RGB(css: value) ?? value.split(separator: " ").compactMap { RGB(css: String($0)) }.first
        }
    }

    /// A value with its custom properties filled in.
    private func filled(_ value: String, _ theme: Theme, depth: Int = 0) -> String {
        guard depth < 8, let start = value.firstRange(of: "var("),
            let end = value[start.upperBound...].firstIndex(of: ")")
        else { return value }
        let parts = value[start.upperBound..<end].split(separator: ",", maxSplits: 1)
        let name = parts.first.map { $0.filter { $0 != " " } } ?? ""
        let fallback = parts.count == 2 ? String(parts[1]) : ""
        let root = rules.filter { $0.selector == ":root" && $0.applies(in: theme) }
        let found = root.compactMap { $0.declarations.last { $0.property == name }?.value }.last ?? fallback
        let rest = value[..<start.lowerBound] + found + value[value.index(after: end)...]
        return filled(String(rest), theme, depth: depth + 1)
    }
}

extension StyleRules {
    private struct Scanner {
        let bytes: [UInt8]
        var offset = 0
        var line = 1

        /// Reads rules up to the end of the block around them.
        mutating func blocks(theme: Theme?, isLeftOut: Bool, _ take: (Rule) -> Void) {
            while true {
                let (head, line, end) = text(until: "{;}")
                guard end == UInt8(ascii: "{") else {
                    if end == UInt8(ascii: ";") { continue }
                    return
                }
                if head.hasPrefix("@") {
                    let isDark = head.contains("prefers-color-scheme") && head.contains("dark")
                    let isLight = head.contains("prefers-color-scheme") && head.contains("light")
                    let isOther = !(head.hasPrefix("@media") || head.hasPrefix("@supports") || head.hasPrefix("@layer"))
                    blocks(
                        theme: isDark ? .dark : isLight ? .light : theme,
                        isLeftOut: isLeftOut || isOther || head.contains("print"), take)
                } else {
                    let declarations = declarations()
                    if !isLeftOut {
                        take(Rule(selector: head, declarations: declarations, theme: theme, line: line))
                    }
                }
            }
        }

        private mutating func declarations() -> [(property: String, value: String)] {
            var found: [(property: String, value: String)] = []
            while true {
                let (text, _, end) = text(until: ";}{")
                if let colon = text.firstIndex(of: ":") {
                    let value = text[text.index(after: colon)...].drop { $0 == " " }
                    found.append((String(text[..<colon]), String(value)))
                }
                if end != UInt8(ascii: ";") { return found }
            }
        }

        /// The text up to one of some characters, without comments and with single spaces; its line; the character.
        private mutating func text(until ends: String) -> (text: String, line: Int, end: UInt8?) {
            var found: [UInt8] = []
            var start: Int?
            while offset < bytes.count {
                let byte = bytes[offset]
                if byte == UInt8(ascii: "/"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "*") {
                    skipComment()
                    continue
                }
                offset += 1
                if ends.utf8.contains(byte) {
                    if found.last == 0x20 { found.removeLast() }
                    return (String(decoding: found, as: UTF8.self), start ?? line, byte)
                }
                if byte == UInt8(ascii: "\n") { line += 1 }
                if byte <= 0x20 {
                    if start != nil, found.last != 0x20 { found.append(0x20) }
                } else {
                    if start == nil { start = line }
                    found.append(byte)
                }
            }
            return (String(decoding: found, as: UTF8.self), start ?? line, nil)
        }

        private mutating func skipComment() {
            offset += 2
            while offset < bytes.count {
                if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
                if bytes[offset] == UInt8(ascii: "/"), bytes[offset - 1] == UInt8(ascii: "*") {
                    offset += 1
                    return
                }
                offset += 1
            }
        }
    }
}
