import Glibc
import Model

/// Colours of text and paper that are too close (WCAG 2.2 §1.4.3, level AA: 4.5 to 1), in light and in dark. Looked at
/// is every rule that names both, or one of them beside the page's other; what the cascade makes of rules that meet on
/// one element only a browser can tell. Tests/Pages asks one, about the program's own pages; editors who change a style
/// sheet have only `pruefstand check`, and this is for them.
enum CheckContrast {
    static let least = 4.5

    static func diagnostics(_ css: String, file: String) -> [Diagnostic] {
        let style = StyleRules(css)
        var found: [Diagnostic] = []
        for theme in StyleRules.Theme.allCases {
            guard theme == .light || style.has(theme) else { continue }
            let page = style.rules.filter { $0.selector == "body" && $0.applies(in: theme) }
            let paper = page.compactMap { style.paper(of: $0, theme) }.last ?? RGB(red: 255, green: 255, blue: 255)
            let ink = page.compactMap { style.ink(of: $0, theme) }.last ?? RGB(red: 0, green: 0, blue: 0)
            for rule in style.rules where rule.applies(in: theme) {
                let text = style.ink(of: rule, theme)
                let background = style.paper(of: rule, theme)
                guard text != nil || background != nil else { continue }
                let ratio = (text ?? ink).contrast(to: background ?? paper)
                guard ratio < least else { continue }
                let shown = (ratio * 100).rounded(.down) / 100
                found.append(
                    Diagnostic(
                        file: file, place: .init(line: rule.line, column: 1), level: .warning, rule: .lowContrast,
                        message: "'\(rule.selector)' has a contrast ratio of \(shown):1 in the \(theme.rawValue) theme",
                        hint: "use at least 4.5:1 (WCAG 2.2, success criterion 1.4.3)"))
            }
        }
        return found
    }
}

/// A colour of eight bits a channel, without transparency.
struct RGB: Hashable {
    var red: Int
    var green: Int
    var blue: Int

    /// `#fff`, `#fbfaf7`, `rgb(35 39 43)`, `rgb(35, 39, 43)`, `white`, `black`; `nil` for the rest, see-through ones too.
    init?(css text: String) {
        let text = text.lowercased()
        switch text {
        case "white": self.init(red: 255, green: 255, blue: 255)
        case "black": self.init(red: 0, green: 0, blue: 0)
        case _ where text.hasPrefix("#"):
            var digits = Array(text.dropFirst())
            if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
            guard digits.count == 6, let number = Int(String(digits), radix: 16) else { return nil }
            self.init(red: number >> 16, green: number >> 8 & 255, blue: number & 255)
        case _ where text.hasPrefix("rgb(") && text.hasSuffix(")"):
            let parts = text.dropFirst(4).dropLast().split { $0 == " " || $0 == "," }.map { Int($0) }
            guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2] else { return nil }
            self.init(red: red, green: green, blue: blue)
        default: return nil
        }
    }

    init(red: Int, green: Int, blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// WCAG 2.2, "contrast ratio": 1 to 21.
    func contrast(to other: RGB) -> Double {
        let (high, low) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (high + 0.05) / (low + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ channel: Int) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
