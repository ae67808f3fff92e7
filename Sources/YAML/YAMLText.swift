import Model

/// YAML (1.1, as libyaml reads it) with a place for everything that is wrong with it.
enum YAMLText {
    /// Deeper than any file of ours, far shallower than the stack.
    private static let deepest = 64

    /// The document's tree; `nil` where the text is empty.
    static func tree(_ text: String, file: String, firstLine: Int) throws(Diagnostics) -> YAMLNode? {
        func failure(_ place: Diagnostic.Place, _ message: String, hint: String) -> Diagnostics {
            let place = Diagnostic.Place(line: place.line + firstLine - 1, column: place.column)
            return Diagnostics([
                Diagnostic(file: file, place: place, rule: .brokenYAML, message: message, hint: hint)
            ])
        }
        if let place = placeOfTooDeep(text) {
            throw failure(place, "YAML nested too deeply", hint: "use at most \(deepest) levels")
        }
        // Aliases of aliases grow without bound, and nobody needs them here. Where nothing is named nothing is meant.
        let mayHaveAlias = text.utf8.contains(UInt8(ascii: "&")) && text.utf8.contains(UInt8(ascii: "*"))
        if mayHaveAlias, let alias = YAMLDocument.alias(text) {
            throw failure(alias.place, alias.message, hint: "repeat the value instead")
        }
        do throws(YAMLDocument.Fault) {
            return try YAMLDocument.tree(text)
        } catch {
            throw failure(error.place, error.message, hint: hint(for: error.message))
        }
    }

    private static func hint(for message: String) -> String {
        if message.contains("mapping values are not allowed") {
            return "quote strings that contain ': '"
        }
        if message.contains("cannot start any token") {
            return "indent with spaces, and quote strings that begin with a special character"
        }
        if message.contains("duplicate key") { return "remove one of them" }
        if message.contains("more than one") { return "remove the line '---' and everything after it" }
        if message.contains("did not find expected") || message.contains("could not find expected") {
            return "check for a missing colon, bracket or quotation mark here or on the line above"
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
}
