import Model
import Watch

/// `content/rounds/YYYY-MM.ndjson`: the lines of a month, oldest first.
package struct RoundsFile: Sendable {
    /// `2026-11`
    package var month: String
    package private(set) var lines: [RoundLine] = []
    /// Where each of them stands in the file.
    private var numbers: [Int] = []
    /// What is wrong with the others.
    package var diagnostics: [Diagnostic] = []
    /// Bytes up to the end of the last whole line.
    package var wholeBytes: Int

    /// The largest file that is read: what a month takes at most is far below.
    package static let sizeLimit = 64 << 20

    /// - Parameter file: what diagnostics name.
    package init(month: String, _ bytes: [UInt8], file: String) {
        self.month = month
        wholeBytes = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        var number = 0
        for line in bytes[..<wholeBytes].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if line.isEmpty { continue }
            do throws(Diagnostics) {
                lines.append(try JSONText.decode(RoundLine.self, from: line, file: file, firstLine: number))
                numbers.append(number)
            } catch {
                diagnostics += error.all.map { diagnostic in
                    var diagnostic = diagnostic
                    diagnostic.rule = .brokenRound
                    diagnostic.message = "the line is left out: \(diagnostic.message)"
                    diagnostic.hint = "restore the file from version control; rounds are never edited"
                    return diagnostic
                }
            }
        }
        if wholeBytes < bytes.count {
            diagnostics.append(
                Diagnostic(
                    file: file, place: Diagnostic.Place(line: max(1, number), column: 1), level: .warning,
                    rule: .brokenRound, message: "the last line was cut off and is left out",
                    hint: "the next round of pruefstand watch removes it"))
        }
    }

    /// The month of a file's name; `nil` if it is none of rounds.
    package static func month(ofName name: String) -> String? {
        guard name.hasSuffix(".ndjson") else { return nil }
        let month = String(name.dropLast(7))
        return Day("\(month)-01") == nil ? nil : month
    }

    /// The state after all lines; what a line says that cannot be so is reported.
    package mutating func replay(into replay: inout RoundReplay, file: String) {
        for (number, line) in zip(numbers, lines) {
            do throws(RoundReplay.Fault) {
                try replay.take(line, month: month)
            } catch {
                diagnostics.append(
                    Diagnostic(
                        file: file, place: Diagnostic.Place(line: number, column: 1), rule: .brokenRound,
                        message: "the line is left out: \(error.message)",
                        hint: "restore the file from version control; rounds are never edited"))
            }
        }
    }
}
