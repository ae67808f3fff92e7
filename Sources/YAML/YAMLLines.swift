import CYAML
import Model

/// The lines of a text as editors count them. libyaml also ends lines at U+0085, U+2028 and U+2029 (YAML 1.1 §4.1.4), and
/// has the end of a text on a line of its own where no line end stands before it.
struct YAMLLines {
    /// How many characters stand before each line.
    private let starts: [Int]
    /// Whether there are ends of lines that only libyaml takes for such.
    private let differ: Bool
    private let count: Int
    /// Behind the last character.
    private let end: Diagnostic.Place

    /// - Parameter text: UTF-8 with line ends `\n`.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        var (line, column, characters) = (1, 1, 0)
        var starts = [0]
        var hasOthers = false
        for (index, byte) in text.enumerated() where byte & 0xC0 != 0x80 {
            characters += 1
            column += 1
            switch byte {
            case UInt8(ascii: "\n"):
                (line, column) = (line + 1, 1)
                starts.append(characters)
            case 0xC2: hasOthers = hasOthers || text[index...].starts(with: [0xC2, 0x85])
            case 0xE2:
                let rest = text[index...]
                hasOthers =
                    hasOthers || rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9])
            default: break
            }
        }
        count = characters
        end = Diagnostic.Place(line: line, column: column)
        self.starts = starts
        differ = hasOthers
    }

    func place(_ mark: yaml_mark_t) -> Diagnostic.Place {
        if differ { return place(characters: mark.index) }
        if mark.index >= count { return end }
        return Diagnostic.Place(line: mark.line + 1, column: mark.column + 1)
    }

    /// The place behind so many characters.
    func place(characters: Int) -> Diagnostic.Place {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= characters { low = middle } else { high = middle }
        }
        return Diagnostic.Place(line: low + 1, column: min(characters, count) - starts[low] + 1)
    }
}
