@testable import Templates

/// Contexts in place, for tests of rendering that need no data of a page's kind. What is empty is left out, as a schema
/// leaves it out.
extension TemplateContext {
    init(_ build: (inout TemplateContext) -> Void) {
        self.init()
        build(&self)
    }

    init(_ texts: [String: String]) {
        self.init()
        for (name, text) in texts { set(name, text) }
    }

    mutating func set(_ name: String, _ text: String) { if !text.isEmpty { add(Key(name), .text(text)) } }

    mutating func set(_ name: String, _ truth: Bool) { if truth { add(Key(name), .truth) } }

    mutating func set(_ name: String, _ context: TemplateContext) { add(Key(name), .scope(context)) }

    mutating func set(_ name: String, _ contexts: [TemplateContext]) {
        if !contexts.isEmpty { add(Key(name), .scopes(contexts)) }
    }

    mutating func set(_ name: String, _ texts: [String]) { if !texts.isEmpty { add(Key(name), .texts(texts)) } }
}
