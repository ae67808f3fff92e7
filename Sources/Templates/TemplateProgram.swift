import Text

/// A template as the steps that rendering it takes, compiled once: partials and blocks are inserted, names are split,
/// and the text between two tags is one piece.
package struct TemplateProgram: Sendable {
    private enum Step: Sendable {
        case text([UInt8])
        case value(path: [TemplateContext.Name], isEscaped: Bool)
        case section(path: [TemplateContext.Name], steps: [Step])
        case inverted(path: [TemplateContext.Name], steps: [Step])
    }

    private var steps: [Step]

    /// Sections, blocks and included templates may be nested so deep, all of them together.
    static let maximumDepth = ParsedTemplate.maximumDepth

    /// - Parameters:
    ///   - name: of the template.
    ///   - templates: all of them by name. A partial that is not among them renders nothing.
    /// - Returns: `nil` where there is no such template, or it is nested too deep, as one is that includes itself.
    init?(_ name: String, of templates: [String: ParsedTemplate]) {
        guard let template = templates[name], let steps = Self.link(template.nodes, [:], templates, depth: 0) else {
            return nil
        }
        self.steps = steps
    }

    /// - Parameter blocks: the overrides of this template's blocks; those of the outermost descendant count.
    private static func link(
        _ nodes: [ParsedTemplate.Node], _ blocks: [String: [ParsedTemplate.Node]],
        _ templates: [String: ParsedTemplate], depth: Int
    ) -> [Step]? {
        guard depth <= maximumDepth else { return nil }
        var steps: [Step] = []
        for node in nodes {
            switch node {
            case .text(let text): append([.text(text)], to: &steps)
            case .value(let tag, let isEscaped):
                append([.value(path: path(tag.name), isEscaped: isEscaped)], to: &steps)
            case .section(let tag, let inner):
                guard let inner = link(inner, blocks, templates, depth: depth + 1) else { return nil }
                append([.section(path: path(tag.name), steps: inner)], to: &steps)
            case .inverted(let tag, let inner):
                guard let inner = link(inner, blocks, templates, depth: depth + 1) else { return nil }
                append([.inverted(path: path(tag.name), steps: inner)], to: &steps)
            case .block(let name, let fallback):
                // A block of the same name inside its override is not overridden again, for ever.
                var others = blocks
                let override = others.removeValue(forKey: name)
                guard let inner = link(override ?? fallback, others, templates, depth: depth + 1) else { return nil }
                append(inner, to: &steps)
            case .partial(let name, let indentation, let own):
                guard let partial = templates[name] else { continue }
                let blocks = blocks.merging(own) { outer, _ in outer }
                let nodes = partial.indented(by: indentation).nodes
                guard let inner = link(nodes, blocks, templates, depth: depth + 1) else { return nil }
                append(inner, to: &steps)
            }
        }
        return steps
    }

    private static func append(_ more: [Step], to steps: inout [Step]) {
        for step in more {
            if case .text(let bytes) = step, case .text(let before)? = steps.last {
                steps[steps.count - 1] = .text(before + bytes)
            } else {
                steps.append(step)
            }
        }
    }

    /// `.` alone is the value of the innermost section.
    private static func path(_ name: String) -> [TemplateContext.Name] {
        name == "." ? [] : name.split(separator: ".").map { TemplateContext.Name(String($0)) }
    }

    /// - Parameters:
    ///   - scopes: the innermost last.
    ///   - expected: how many bytes there will be about.
    package func render(_ scopes: [TemplateContext], expected: Int) -> [UInt8] {
        var bytes = HTMLBytes(capacity: expected)
        var stack = scopes.map { Level(scope: $0) }
        Self.run(steps, &stack, &bytes)
        bytes.replaceNoncharacters()
        return bytes.array
    }

    /// This program for many pages that all have the same innermost scope: what that scope alone decides is rendered.
    package func knowing(_ scope: TemplateContext) -> TemplateProgram {
        var program = self
        program.steps = Self.knowing(scope, steps)
        return program
    }

    private static func knowing(_ scope: TemplateContext, _ steps: [Step]) -> [Step] {
        var known: [Step] = []
        for step in steps {
            var stack = [Level(scope: scope)]
            switch step {
            case .inverted(let path, let inner):
                // No level comes between its steps and the scope, so those can be known too.
                if !has(stack, path) {
                    append([.inverted(path: path, steps: knowing(scope, inner))], to: &known)
                } else if value(path, stack) == nil {
                    append(knowing(scope, inner), to: &known)
                }
            case .section(let path, let inner):
                if has(stack, path), case .truth? = value(path, stack) {
                    append(knowing(scope, inner), to: &known)
                    continue
                }
                fallthrough
            case .text, .value:
                guard isDecided(step, by: &stack) else {
                    append([step], to: &known)
                    continue
                }
                var bytes = HTMLBytes()
                run([step], &stack, &bytes)
                append([.text(bytes.array)], to: &known)
            }
        }
        return known
    }

    /// Whether some level has a path's first name; what is farther out has no say then.
    private static func has(_ stack: [Level], _ path: [TemplateContext.Name]) -> Bool {
        path.isEmpty || stack.contains { $0.scope[path[0]] != nil }
    }

    /// Whether these levels alone say what a step renders to, whatever scopes may stand around them.
    private static func isDecided(_ step: Step, by stack: inout [Level]) -> Bool {
        switch step {
        case .text: return true
        case .value(let path, _): return has(stack, path)
        case .inverted(let path, let steps):
            return has(stack, path)
                && (value(path, stack) != nil || steps.allSatisfy { isDecided($0, by: &stack) })
        case .section(let path, let steps):
            var isDecided = has(stack, path)
            within(value(path, stack), &stack) { stack in
                isDecided = isDecided && steps.allSatisfy { Self.isDecided($0, by: &stack) }
            }
            return isDecided
        }
    }

    /// What a section put around its steps: a scope to look names up in, or a single value.
    private struct Level {
        var scope = TemplateContext()
        var value: TemplateContext.Value?
    }

    private static func run(_ steps: [Step], _ stack: inout [Level], _ bytes: inout HTMLBytes) {
        for step in steps {
            switch step {
            case .text(let text): bytes.append(text)
            case .value(let path, let isEscaped):
                switch value(path, stack) {
                case .text(let text):
                    isEscaped ? bytes.append(escaped: text) : bytes.append(html: text)
                case .html(let html):
                    isEscaped ? html.withUnsafeBytes { bytes.append(escaped: $0) } : bytes.append(html)
                case .truth: bytes.append(html: "true")
                case .scope, .scopes, .texts, nil: break
                }
            case .section(let path, let steps):
                within(value(path, stack), &stack) { run(steps, &$0, &bytes) }
            case .inverted(let path, let steps):
                if value(path, stack) == nil { run(steps, &stack, &bytes) }
            }
        }
    }

    /// Calls for a section as often as its value says, with what it puts around its steps.
    private static func within(_ value: TemplateContext.Value?, _ stack: inout [Level], _ body: (inout [Level]) -> Void)
    {
        func within(_ level: Level) {
            stack.append(level)
            body(&stack)
            stack.removeLast()
        }
        switch value {
        case .truth: body(&stack)
        case .text, .html: within(Level(value: value))
        case .scope(let scope): within(Level(scope: scope))
        case .scopes(let scopes): for scope in scopes { within(Level(scope: scope)) }
        case .texts(let texts): for text in texts { within(Level(value: .text(text))) }
        case nil: break
        }
    }

    /// The innermost value of the path's first name, and from there on only downwards.
    private static func value(_ path: [TemplateContext.Name], _ stack: [Level]) -> TemplateContext.Value? {
        if path.isEmpty { return stack.last.map { $0.value ?? .scope($0.scope) } }
        // By place: a level or a name taken out of its list would have its references counted up and down each time.
        for place in stack.indices.reversed() {
            guard var found = stack[place].scope[path[0]] else { continue }
            for name in path.indices.dropFirst() {
                guard case .scope(let scope) = found, let next = scope[path[name]] else { return nil }
                found = next
            }
            return found
        }
        return nil
    }
}
