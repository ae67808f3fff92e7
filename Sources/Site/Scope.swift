import Mustache

/// What a template can see: names and their values. A value is a text, a truth, another scope or a list of them; what
/// is empty is left out, so that a section over it does not appear.
struct Scope: MustacheParent, Sendable {
    enum Value: Sendable {
        case text(Text)
        case truth
        case scope(Scope)
        case scopes([Scope])
        case texts([Text])
    }

    /// A text that says what it is. A plain `String` costs the library a row of failed casts wherever it is shown, and
    /// a look by reflection for every name inside its section.
    struct Text: MustacheCustomRenderable, MustacheParent, Sendable {
        var renderText: String
        var isNull: Bool { false }

        func child(named name: String) -> Any? { nil }
    }

    private(set) var values: [String: Value] = [:]

    init() {}

    /// A text; empty ones are left out.
    mutating func set(_ name: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        values[name] = .text(Text(renderText: text))
    }

    /// A truth; only `true` is there at all.
    mutating func set(_ name: String, _ truth: Bool) {
        if truth { values[name] = .truth }
    }

    mutating func set(_ name: String, _ scope: Scope?) {
        if let scope { values[name] = .scope(scope) }
    }

    /// A list; where it is not empty, `has-NAME` is true, so that a template can put something around it.
    mutating func set(_ name: String, _ scopes: [Scope]) {
        guard !scopes.isEmpty else { return }
        values[name] = .scopes(scopes)
        values["has-\(name)"] = .truth
    }

    /// A list of texts, with `has-NAME` like a list of scopes.
    mutating func set(_ name: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        values[name] = .texts(texts.map { Text(renderText: $0) })
        values["has-\(name)"] = .truth
    }

    /// Both in one, as if the other stood inside this one.
    func covered(by other: Scope) -> Scope {
        var scope = self
        scope.values.merge(other.values) { _, inner in inner }
        return scope
    }

    func child(named name: String) -> Any? {
        switch values[name] {
        case .text(let text): text
        case .truth: true
        case .scope(let scope): scope
        case .scopes(let scopes): scopes
        case .texts(let texts): texts
        case nil: nil
        }
    }
}

extension Scope {
    /// A scope of texts.
    init(_ texts: [String: String]) {
        self.init()
        for (name, text) in texts { set(name, text) }
    }

    /// A tree out of dotted keys.
    init(dotted texts: [String: String]) {
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
        for (name, texts) in below { set(name, Scope(dotted: texts)) }
    }

    /// Built in place: `Scope { $0.set("title", title) }`
    init(_ build: (inout Scope) -> Void) {
        self.init()
        build(&self)
    }
}
