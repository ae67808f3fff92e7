/// What a template can see: names and their values. A value is a text, a truth, another scope or a list of them; what
/// is empty is left out, so that a section over it does not appear.
package struct TemplateContext: Sendable {
    package enum Value: Sendable {
        case text(String)
        case html([UInt8])
        case truth
        case scope(TemplateContext)
        case scopes([TemplateContext])
        case texts([String])
    }

    /// A name made ready to be looked for.
    package struct Name: Sendable {
        let text: String
        /// A number out of the name's bytes, by which nearly all names are told apart in one comparison.
        fileprivate let mark: UInt64
        /// A list `NAME` also is there as `has-NAME`, a truth, so that a template can put something around it.
        fileprivate let list: (text: String, mark: UInt64)?

        init(_ text: String) {
            self.text = text
            mark = TemplateContext.mark(text)
            let name = text.hasPrefix("has-") ? String(text.dropFirst(4)) : ""
            list = name.isEmpty ? nil : (name, TemplateContext.mark(name))
        }
    }

    /// FNV-1a.
    private static func mark(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private struct Entry: Sendable {
        var name: String
        var mark: UInt64
        var value: Value
    }

    /// The newest last. Most scopes have a dozen names, and to compare those is quicker than to hash one.
    private var entries: [Entry] = []

    package init() {}

    /// The value of a name.
    package subscript(_ name: Name) -> Value? {
        if let place = place(name.text, name.mark) { return entries[place].value }
        guard let list = name.list, let place = place(list.text, list.mark) else { return nil }
        switch entries[place].value {
        case .scopes, .texts: return .truth
        default: return nil
        }
    }

    private func place(_ name: String, _ mark: UInt64) -> Int? {
        entries.lastIndex { $0.mark == mark && $0.name == name }
    }

    private mutating func add(_ name: String, _ value: Value) {
        if entries.isEmpty { entries.reserveCapacity(8) }
        entries.append(Entry(name: name, mark: Self.mark(name), value: value))
    }

    /// A text; empty ones are left out.
    mutating func set(_ name: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        add(name, .text(text))
    }

    /// A part of a page that is bytes already.
    mutating func set(_ name: String, html: [UInt8]) {
        if !html.isEmpty { add(name, .html(html)) }
    }

    /// A truth; only `true` is there at all.
    mutating func set(_ name: String, _ truth: Bool) {
        if truth { add(name, .truth) }
    }

    mutating func set(_ name: String, _ scope: TemplateContext?) {
        if let scope { add(name, .scope(scope)) }
    }

    mutating func set(_ name: String, _ scopes: [TemplateContext]) {
        if !scopes.isEmpty { add(name, .scopes(scopes)) }
    }

    mutating func set(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { add(name, .texts(texts)) }
    }

    /// The same without room for more, for what is kept.
    package var fitted: TemplateContext {
        var scope = self
        scope.entries = entries.map(\.self)
        return scope
    }

    /// Everything that another scope has.
    package mutating func set(all other: TemplateContext) {
        entries += other.entries
    }
}

extension TemplateContext {
    /// A text; an empty one counts as not set.
    package mutating func set(_ field: TemplateField, _ text: String?) { set(field.rawValue, text) }

    /// A part of a page that is HTML.
    package mutating func set(_ field: TemplateField, html: [UInt8]) { set(field.rawValue, html: html) }

    /// A Boolean; `false` counts as not set.
    package mutating func set(_ field: TemplateField, _ truth: Bool) { set(field.rawValue, truth) }

    package mutating func set(_ field: TemplateField, _ scope: TemplateContext?) { set(field.rawValue, scope) }

    /// A list; an empty one counts as not set.
    package mutating func set(_ list: TemplateList, _ scopes: [TemplateContext]) { set(list.rawValue, scopes) }

    package mutating func set(_ list: TemplateList, _ texts: [String]) { set(list.rawValue, texts) }

    /// A scope of texts.
    package init(_ texts: KeyValuePairs<TemplateField, String>) {
        self.init()
        for (field, text) in texts { set(field, text) }
    }
}

extension TemplateContext {
    /// A scope of texts.
    init(_ texts: [String: String]) {
        self.init()
        for (name, text) in texts { set(name, text) }
    }

    /// A tree out of dotted keys.
    package init(dotted texts: [String: String]) {
        self.init()
        var below: [String: [String: String]] = [:]
        for (key, text) in texts {
            let parts = key.split(separator: ".", maxSplits: 1)
            if parts.count == 2 {
                below[String(parts[0]), default: [:]][String(parts[1])] = text
            } else {
                set(key, text)
            }
        }
        for (name, texts) in below { set(name, TemplateContext(dotted: texts)) }
    }

    /// Built in place: `TemplateContext { $0.set(.title, title) }`
    package init(_ build: (inout TemplateContext) -> Void) {
        self.init()
        build(&self)
    }
}
