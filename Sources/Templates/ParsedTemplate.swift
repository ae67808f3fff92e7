import Model
import Text

/// A template as a tree: the syntactic half of parsing it.
struct ParsedTemplate: Sendable {
    enum Node: Sendable {
        case text([UInt8])
        case value(TemplateScan.Tag, isEscaped: Bool)
        case section(TemplateScan.Tag, [Node])
        case inverted(TemplateScan.Tag, [Node])
        /// What descendants of this template may override, and its default.
        case block(name: String, [Node])
        /// A partial, or the parent of this template with the blocks that it overrides.
        case partial(name: String, indentation: [UInt8], blocks: [String: [Node]])
    }

    private(set) var nodes: [Node] = []
    private(set) var diagnostics: [Diagnostic]
    private let source: SourceText

    /// Sections may be nested so deep. What works on the tree is recursive, and its stack is bounded.
    static let maximumDepth = 64

    init(_ source: SourceText) { self.init(TemplateScan(source), of: source) }

    init(_ scan: TemplateScan, of source: SourceText) {
        self.source = source
        diagnostics = scan.diagnostics
        var parser = Parser(scan: scan)
        parser.run()
        nodes = parser.nodes
        diagnostics += parser.diagnostics
    }

    /// The template with each line that is not empty moved to the right, as the specification has it for a standalone
    /// partial: the template's own lines move, lines inside values do not.
    func indented(by indentation: [UInt8]) -> ParsedTemplate {
        if indentation.isEmpty { return self }
        var bytes: [UInt8] = []
        for line in source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            bytes += line.isEmpty ? [] : indentation + line
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.removeLast()
        return ParsedTemplate(SourceText(file: source.file, text: String(decoding: bytes, as: UTF8.self)))
    }
}

/// Matches closing tags with the tags that they close.
private struct Parser {
    let scan: TemplateScan
    private(set) var diagnostics: [Diagnostic] = []
    /// Finished, on the outermost level.
    private(set) var nodes: [ParsedTemplate.Node] = []
    /// Sections, blocks and parents that are not closed yet, the innermost last.
    private var open: [(tag: TemplateScan.Tag, nodes: [ParsedTemplate.Node])] = []

    init(scan: TemplateScan) { self.scan = scan }

    mutating func run() {
        for token in scan.tokens {
            switch token {
            case .text(let range): add(text: range)
            case .tag(let tag): add(tag)
            }
        }
        for section in open {
            report(
                section.tag.place, "unclosed \(section.tag.description)", "add {{/\(section.tag.name)}} where it ends")
        }
    }

    private mutating func report(_ place: Diagnostic.Place, _ message: String, _ hint: String) {
        diagnostics.append(
            Diagnostic(file: scan.file, place: place, rule: .brokenTemplate, message: message, hint: hint))
    }

    private mutating func add(text range: Range<Int>) {
        let text = scan.bytes[range]
        if open.last?.tag.kind == .parent {
            if let offset = text.firstIndex(where: { $0 != UInt8(ascii: " ") && !(9...13).contains($0) }) {
                reportInsideParent(scan.place(of: offset))
            }
        } else {
            add(.text(Array(text)))
        }
    }

    private mutating func add(_ node: ParsedTemplate.Node) {
        open.isEmpty ? nodes.append(node) : open[open.count - 1].nodes.append(node)
    }

    private mutating func reportInsideParent(_ place: Diagnostic.Place) {
        report(
            place, "only blocks {{$name}}…{{/name}} are allowed inside {{<parent}}…{{/parent}}",
            "move it into one of the blocks")
    }

    private mutating func add(_ tag: TemplateScan.Tag) {
        if open.last?.tag.kind == .parent, tag.kind != .block, tag.kind != .close, tag.kind != .comment {
            reportInsideParent(tag.place)
        }
        switch tag.kind {
        case .comment: break
        case .value: add(.value(tag, isEscaped: true))
        case .unescapedValue: add(.value(tag, isEscaped: false))
        case .partial: add(.partial(name: tag.name, indentation: tag.indentation, blocks: [:]))
        case .section, .inverted, .block, .parent:
            if open.count == ParsedTemplate.maximumDepth {
                report(
                    tag.place, "sections are nested more than \(ParsedTemplate.maximumDepth) levels deep",
                    "move the inner ones into a partial")
            }
            open.append((tag, []))
        case .close: close(tag)
        }
    }

    private mutating func close(_ tag: TemplateScan.Tag) {
        guard let innermost = open.last else {
            report(tag.place, "\(tag.description) closes nothing", "remove it, or add {{#\(tag.name)}} before it")
            return
        }
        if innermost.tag.name != tag.name {
            // Some tag farther out may be meant: those inside it are the ones that are not closed.
            guard open.contains(where: { $0.tag.name == tag.name }) else {
                report(
                    tag.place,
                    "\(tag.description) does not match \(innermost.tag.description) in line \(innermost.tag.place.line)",
                    "write {{/\(innermost.tag.name)}}")
                finish()
                return
            }
            while let inner = open.last, inner.tag.name != tag.name {
                report(
                    inner.tag.place, "unclosed \(inner.tag.description)",
                    "add {{/\(inner.tag.name)}} before \(tag.description) in line \(tag.place.line)")
                finish()
            }
        }
        finish()
    }

    /// Makes a node of the innermost open tag.
    private mutating func finish() {
        guard let (tag, inner) = open.popLast() else { return }
        // Deeper ones are reported, and would be too deep for what works on the tree.
        if open.count >= ParsedTemplate.maximumDepth { return }
        switch tag.kind {
        case .section: add(.section(tag, inner))
        case .inverted: add(.inverted(tag, inner))
        case .block: add(.block(name: tag.name, inner))
        case .parent:
            var blocks: [String: [ParsedTemplate.Node]] = [:]
            for case .block(let name, let nodes) in inner { blocks[name] = nodes }
            add(.partial(name: tag.name, indentation: tag.indentation, blocks: blocks))
        case .value, .unescapedValue, .close, .partial, .comment: break
        }
    }
}
