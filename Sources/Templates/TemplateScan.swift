import Model
import Mustache
import Text

/// What a template's tags say, read before the Mustache library parses them: what it includes, and what is not allowed.
package struct TemplateScan {
    /// One tag.
    package struct Tag: Hashable {
        /// `#`, `^`, `/`, `>`, `<`, `$`, `{`, `&`, `!`, `=`, `%`; a space for a plain variable.
        package var sigil: Character
        package var name: String
        package var place: Diagnostic.Place
    }

    private(set) var tags: [Tag] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// Values that the program made as HTML and escaped itself have names with this ending; no other may be put into a
    /// page unescaped.
    static let htmlEnding = "HTML"

    init(_ source: SourceText) {
        for (number, line) in source.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line[...]
            while let open = rest.firstRange(of: "{{") {
                let column = line.distance(from: line.startIndex, to: open.lowerBound) + 1
                let place = Diagnostic.Place(line: number + 1, column: column)
                let content = rest[open.upperBound...]
                guard let close = content.firstRange(of: "}}") else { break }
                read(content[..<close.lowerBound], at: place, file: source.file)
                rest = content[close.upperBound...]
            }
        }
    }

    private mutating func read(_ content: Substring, at place: Diagnostic.Place, file: String) {
        let sigil = content.first.flatMap { "#^/><${&!=%".contains($0) ? $0 : nil }
        let name = content.dropFirst(sigil == nil ? 0 : 1).filter { !$0.isWhitespace && $0 != "}" }
        tags.append(Tag(sigil: sigil ?? " ", name: name, place: place))
        func report(_ rule: Diagnostic.Rule, _ message: String, _ hint: String) {
            diagnostics.append(Diagnostic(file: file, place: place, rule: rule, message: message, hint: hint))
        }
        switch sigil {
        case "{", "&":
            if !name.hasSuffix(Self.htmlEnding) {
                report(
                    .unescapedVariable, "'\(name)' would be inserted without escaping",
                    "write {{\(name)}}; only names that end in \(Self.htmlEnding) contain HTML")
            }
        case "=": report(.unsupportedTag, "custom delimiters are not supported", "use {{ and }}")
        case "%": report(.unsupportedTag, "pragmas are not supported", "remove the tag")
        case ">", "<":
            if name.hasPrefix("*") {
                report(.unsupportedTag, "dynamic partial names are not supported", "write {{>name}}")
            }
        default: break
        }
    }

    /// Names of the templates that this one pulls in, each with the place of the first tag that does.
    var includes: [(name: String, place: Diagnostic.Place)] {
        var seen: Set<String> = []
        return tags.filter { ($0.sigil == ">" || $0.sigil == "<") && seen.insert($0.name).inserted }
            .map { ($0.name, $0.place) }
    }

    /// Partials that do not exist, templates that include themselves (also by way of others), and required templates
    /// that are missing.
    static func includeFaults(_ sources: [String: SourceText]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        let includes = sources.mapValues { TemplateScan($0).includes }
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            for include in includes[name] ?? [] {
                if sources[include.name] == nil {
                    diagnostics.append(
                        Diagnostic(
                            file: source.file, place: include.place, rule: .noSuchTemplate,
                            message: "unknown template '\(include.name)'",
                            hint: Suggestion.hint(for: include.name, among: sources.keys)))
                } else if let way = way(from: include.name, to: name, includes) {
                    diagnostics.append(
                        Diagnostic(
                            file: source.file, place: include.place, rule: .templateIncludesItself,
                            message: "the template includes itself: \(([name] + way).joined(separator: " → "))",
                            hint: "remove one of the includes; use a section to repeat something"))
                }
            }
        }
        return diagnostics
    }

    /// The templates on the way from one to another, both included.
    private static func way(
        from start: String, to end: String, _ includes: [String: [(name: String, place: Diagnostic.Place)]]
    ) -> [String]? {
        var ways = [[start]]
        var seen: Set<String> = [start]
        while let way = ways.popLast() {
            guard let last = way.last else { continue }
            if last == end { return way }
            for next in includes[last] ?? [] where seen.insert(next.name).inserted { ways.append(way + [next.name]) }
        }
        return nil
    }

    /// A fault of the library's parser as a diagnostic.
    static func diagnostic(_ error: MustacheTemplate.ParserError, file: String, linesBefore: Int) -> Diagnostic {
        let (message, hint) = explain(error.error)
        return Diagnostic(
            file: file,
            place: .init(line: max(1, error.context.lineNumber - linesBefore), column: error.context.columnNumber),
            rule: .brokenTemplate, message: message, hint: hint)
    }

    private static func explain(_ error: any Error) -> (message: String, hint: String) {
        guard let error = error as? MustacheTemplate.Error else {
            return ("unterminated tag", "close it with }}")
        }
        switch error {
        case .sectionCloseNameIncorrect:
            return (
                "the closing tag does not match the open section",
                "close sections in reverse order of opening"
            )
        case .unfinishedName:
            return ("unterminated tag, or invalid character in its name", "close it with }}")
        case .expectedSectionEnd: return ("unclosed section at the end of the file", "add {{/name}}")
        case .illegalTokenInsideInheritSection, .textInsideInheritSection:
            return (
                "only blocks {{$name}}…{{/name}} are allowed inside {{<parent}}…{{/parent}}",
                "move it into one of the blocks"
            )
        default: return ("invalid tag: \(error)", "see templates/README.md for the tags that are supported")
        }
    }
}
