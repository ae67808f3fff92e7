import Files
import FoundationEssentials
import Glibc
import Model

/// Prints results to standard output, everything else to standard error, and progress only if that is a terminal. Control
/// characters are replaced, since much of the text comes from outside.
enum Terminal {
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1
    /// Colour is used on a terminal only, unless NO_COLOR is set (no-color.org).
    static let isColourful = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    /// Prints one line.
    static func say(_ text: String) { write(clean(Diagnostic.oneLine(text)) + "\n", to: STDERR_FILENO) }

    /// Prints text that may have several lines; outside data in it must have gone through `Diagnostic.oneLine`.
    static func say(lines text: String) { write(clean(text) + "\n", to: STDERR_FILENO) }

    /// Prints one line.
    static func print(_ text: String) { write(clean(Diagnostic.oneLine(text)) + "\n", to: STDOUT_FILENO) }

    /// See `say(lines:)`.
    static func print(lines text: String) { write(clean(text) + "\n", to: STDOUT_FILENO) }

    static func print(raw bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    /// Prints a line that the next one overwrites; does nothing unless standard error is a terminal.
    static func progress(_ text: String) {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[2K" + String(clean(text).prefix(100)), to: STDERR_FILENO)
    }

    static func endProgress() {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[2K", to: STDERR_FILENO)
    }

    static func say(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics.sorted() { say(lines: "\(diagnostic)") }
    }

    /// `1 file`, `2 files`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    static func count(errors: Int, warnings: Int) -> String {
        "\(count(errors, "error")), \(count(warnings, "warning"))"
    }

    enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case bold = "1"
    }

    /// `text` in a colour if colours are enabled. Outside data in it must have gone through `clean` before.
    static func coloured(_ text: String, _ colour: Colour) -> String {
        isColourful ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Prints text that contains colour sequences; outside data in it must have gone through `clean`.
    static func print(coloured text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Replaces control characters (C0, DEL, C1, bidirectional overrides), which could forge or hide output.
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

    private static func write(_ text: String, to descriptor: CInt) { write(Array(text.utf8), to: descriptor) }

    /// Nobody is left to be told where it cannot be written.
    private static func write(_ bytes: [UInt8], to descriptor: CInt) {
        try? OutputFile.write(bytes, to: descriptor, "the terminal")
    }
}
