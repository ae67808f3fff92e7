import Foundation
import Model

/// Where people's text goes: results to standard output, everything else to standard error, progress only where that is
/// a terminal. Control characters never get through: much of what is printed came from outside.
enum Terminal {
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1
    /// Colour only on a terminal, and not where NO_COLOR asks for none (no-color.org).
    static let isColourful = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    static func say(_ text: String) { write(clean(text) + "\n", to: .standardError) }

    static func print(_ text: String) { write(clean(text) + "\n", to: .standardOutput) }

    static func print(raw bytes: [UInt8]) { try? FileHandle.standardOutput.write(contentsOf: Data(bytes)) }

    /// A line that the next one overwrites; nothing at all where nobody watches.
    static func progress(_ text: String) {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[2K" + String(clean(text).prefix(100)), to: .standardError)
    }

    static func endProgress() {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[2K", to: .standardError)
    }

    /// `file:line:column: level: message [rule]`, and the hint below it.
    static func say(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics.sorted() {
            say(
                "\(diagnostic.file):\(diagnostic.place.line):\(diagnostic.place.column): \(diagnostic.level.rawValue): "
                    + "\(diagnostic.message) [\(diagnostic.rule)]")
            if !diagnostic.hint.isEmpty { say("    \(diagnostic.hint)") }
        }
    }

    enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case dim = "2"
        case bold = "1"
    }

    /// `text` in a colour where colours are shown. The text is cleaned here, since the colour is a control sequence.
    static func coloured(_ text: String, _ colour: Colour) -> String {
        isColourful ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Prints text that holds our own colours; every part of outside data in it must have gone through `clean`.
    static func print(coloured text: String) { write(text + "\n", to: .standardOutput) }

    /// Without control characters (C0, DEL, C1 and the bidirectional overrides), which could forge or hide lines.
    static func clean(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x0A, 0x09: scalar
                    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    private static func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
