import Findings
import Yams

/// YAML (1.1, as libyaml reads it) with a place for everything that is wrong with it.
enum YAMLText {
    /// Deeper than any file of ours, far shallower than the stack.
    private static let deepest = 64

    /// The document's tree; `nil` where the text is empty.
    static func tree(_ text: String, file: String, firstLine: Int) throws(Diagnostics) -> Node? {
        func failure(_ place: Diagnostic.Place, _ message: String, hint: String) -> Diagnostics {
            let place = Diagnostic.Place(line: place.line + firstLine - 1, column: place.column)
            return Diagnostics([
                Diagnostic(file: file, place: place, rule: "broken-yaml", message: message, hint: hint)
            ])
        }
        if let place = placeOfTooDeep(text) {
            throw failure(place, "the YAML is nested too deeply", hint: "no file needs more than \(deepest) levels")
        }
        if let name = aliasedName(text) {
            throw failure(.start, "the YAML uses the alias '*\(name)'", hint: "write the value out each time")
        }
        do {
            // The encoding is named because the default asks an environment variable. No rules for tags: `KeyedNode`
            // looks at what is written, and guessing types costs a row of regular expressions for each value. No
            // constructor: it would be made anew for each text, and nothing is constructed.
            return try Parser(yaml: text, resolver: .basic, constructor: Constructor([:], [:], [:]), encoding: .utf8)
                .singleRoot()
        } catch let error as YamlError {
            let (place, message) = Self.explain(error, in: text)
            throw failure(place, message, hint: hint(for: message))
        } catch {
            throw failure(.start, "the YAML cannot be read: \(error)", hint: "")
        }
    }

    private static func explain(_ error: YamlError, in text: String) -> (Diagnostic.Place, String) {
        func at(_ mark: Mark) -> Diagnostic.Place { Diagnostic.Place(line: mark.line, column: mark.column) }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return (at(mark), [context?.text, problem].compactMap { $0 }.joined(separator: ", "))
        case .reader(let problem, let offset, _, _):
            var place = Diagnostic.Place.start
            for character in text.prefix(offset ?? 0) {
                place = character == "\n" ? .init(line: place.line + 1, column: 1) : place
                if character != "\n" { place.column += 1 }
            }
            return (place, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.sorted()
            return (
                second(names.first ?? "", in: text) ?? at(context.mark), "the key '\(names.first ?? "")' is there twice"
            )
        default:
            return (.start, "the YAML cannot be read")
        }
    }

    /// Where a key stands for the second time at the beginning of a line, whatever its depth.
    private static func second(_ key: String, in text: String) -> Diagnostic.Place? {
        var seen = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == " " || $0 == "-" }
            guard content.hasPrefix("\(key):") else { continue }
            if seen { return Diagnostic.Place(line: number + 1, column: line.count - content.count + 1) }
            seen = true
        }
        return nil
    }

    private static func hint(for message: String) -> String {
        if message.contains("mapping values are not allowed") {
            return "put a text that contains ': ' in quotation marks"
        }
        if message.contains("cannot start any token") {
            return "indent with spaces, and put a text that begins with a special character in quotation marks"
        }
        if message.contains("twice") { return "keep one of them" }
        if message.contains("did not find expected") || message.contains("could not find expected") {
            return "look for a missing colon, bracket or quotation mark here or in the line above"
        }
        return ""
    }

    /// libyaml and the tree builder recurse; brackets and dashes are counted before they may.
    private static func placeOfTooDeep(_ text: String) -> Diagnostic.Place? {
        var text = text
        return text.withUTF8 { bytes in
            var brackets = 0
            var dashes = 0
            var leading = true
            var line = 1
            var start = 0
            for (index, byte) in bytes.enumerated() {
                switch byte {
                case UInt8(ascii: "\n"): (dashes, leading, line, start) = (0, true, line + 1, index + 1)
                case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
                case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): if leading { dashes += 1 }
                case UInt8(ascii: " "): break
                default: leading = false
                }
                // A line of dashes alone is a line.
                let isList = dashes > deepest && bytes[start...].prefix { $0 != UInt8(ascii: "\n") }.contains(32)
                if brackets > deepest || isList || leading && index - start > 4 * deepest {
                    return Diagnostic.Place(line: line, column: index - start + 1)
                }
            }
            return nil
        }
    }

    /// A name that is both anchored and referred to. Aliases of aliases grow without bound, and nobody needs them here.
    private static func aliasedName(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return nil }
        func names(after sigil: Character) -> Set<Substring> {
            var found: Set<Substring> = []
            var rest = text[...]
            while let index = rest.firstIndex(of: sigil) {
                let startsValue = index == text.startIndex || " \n[{,:-?".contains(text[text.index(before: index)])
                rest = rest[rest.index(after: index)...]
                let name = rest.prefix { !" \n,[]{}:*&".contains($0) }
                if startsValue, !name.isEmpty { found.insert(name) }
            }
            return found
        }
        let anchors = names(after: "&")
        return anchors.isEmpty ? nil : anchors.intersection(names(after: "*")).min().map(String.init)
    }
}
