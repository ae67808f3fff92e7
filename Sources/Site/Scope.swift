import Mustache

/// What a template can see: names and their values. A value is a text, a truth, another scope or a list of them; what
/// is empty is left out, so that a section over it does not appear.
struct Scope: MustacheParent, Sendable {
    enum Value: Sendable {
        case text(Text)
        case html([UInt8])
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

    private struct Entry: Sendable {
        var name: String
        var value: Value
    }

    /// The newest last. Most scopes have a dozen names, and to compare those is quicker than to hash one.
    private var entries: [Entry] = []
    /// Where there are more: the newest entry of each name.
    private var places: [String: Int] = [:]
    private static let few = 24

    init() {}

    /// The value of a name. A list `NAME` also is there as `has-NAME`, a truth, so that a template can put something
    /// around it.
    subscript(_ name: String) -> Value? {
        if let value = own(name) { return value }
        guard name.utf8.count > 4, name.hasPrefix("has-") else { return nil }
        switch own(String(name.dropFirst(4))) {
        case .scopes, .texts: return .truth
        default: return nil
        }
    }

    private func own(_ name: String) -> Value? {
        if !places.isEmpty { return places[name].map { entries[$0].value } }
        // Most names differ in length already, and to see that needs no call.
        let count = name.utf8.count
        return entries.last { $0.name.utf8.count == count && $0.name == name }?.value
    }

    private mutating func add(_ name: String, _ value: Value) {
        if entries.isEmpty { entries.reserveCapacity(8) }
        entries.append(Entry(name: name, value: value))
        if !places.isEmpty {
            places[name] = entries.count - 1
        } else if entries.count > Self.few {
            for (place, entry) in entries.enumerated() { places[entry.name] = place }
        }
    }

    /// A text; empty ones are left out.
    mutating func set(_ name: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        add(name, .text(Text(renderText: text)))
    }

    /// A part of a page that is bytes already.
    mutating func set(_ name: String, html: [UInt8]) {
        if !html.isEmpty { add(name, .html(html)) }
    }

    /// A truth; only `true` is there at all.
    mutating func set(_ name: String, _ truth: Bool) {
        if truth { add(name, .truth) }
    }

    mutating func set(_ name: String, _ scope: Scope?) {
        if let scope { add(name, .scope(scope)) }
    }

    mutating func set(_ name: String, _ scopes: [Scope]) {
        if !scopes.isEmpty { add(name, .scopes(scopes)) }
    }

    mutating func set(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { add(name, .texts(texts.map { Text(renderText: $0) })) }
    }

    /// Both in one, as if the other stood inside this one.
    func covered(by other: Scope) -> Scope {
        var scope = self
        scope.set(all: other)
        return scope
    }

    /// Everything that another scope has.
    mutating func set(all other: Scope) {
        for entry in other.entries { add(entry.name, entry.value) }
    }

    func child(named name: String) -> Any? {
        switch self[name] {
        case .text(let text): text
        case .html(let bytes): Text(renderText: String(decoding: bytes, as: UTF8.self))
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
