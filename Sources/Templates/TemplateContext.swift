/// What a template can see: names and their values, made of data by its schema (`TemplateSchema`). A value is a text, a
/// Boolean, another context or a list of them; what is empty is left out, so that a section over it does not appear.
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

    /// A name that a value is set under, with its number made ready.
    struct Key: Sendable {
        let name: String
        fileprivate let mark: UInt64

        init(_ name: String) {
            self.name = name
            mark = TemplateContext.mark(name)
        }
    }

    private struct Entry: Sendable {
        var key: Key
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
        entries.lastIndex { $0.key.mark == mark && $0.key.name == name }
    }

    /// Sets a name; the last value counts.
    mutating func add(_ key: Key, _ value: Value) { entries.append(Entry(key: key, value: value)) }

    /// Makes room for so many more names.
    mutating func reserve(_ count: Int) { entries.reserveCapacity(entries.count + count) }
}

extension TemplateContext {
    private static let (textsKey, dataKey) = (Key("t"), Key("data"))

    /// What every template sees.
    /// - Parameters:
    ///   - texts: of a language, as `t`.
    ///   - data: an editor's own, as `data`; empty where there are none.
    package init(texts: TemplateContext, data: TemplateContext) {
        self.init()
        add(Self.textsKey, .scope(texts))
        if !data.entries.isEmpty { add(Self.dataKey, .scope(data)) }
    }

    /// Names that are data themselves.
    package init(values: [String: Value]) {
        self.init()
        reserve(values.count)
        for (name, value) in values { add(Key(name), value) }
    }

    /// A tree out of dotted keys.
    package init(dotted texts: [String: String]) {
        self.init()
        var below: [String: [String: String]] = [:]
        for (key, text) in texts where !text.isEmpty {
            let parts = key.split(separator: ".", maxSplits: 1)
            if parts.count == 2 {
                below[String(parts[0]), default: [:]][String(parts[1])] = text
            } else {
                add(Key(key), .text(text))
            }
        }
        for (name, texts) in below { add(Key(name), .scope(TemplateContext(dotted: texts))) }
    }
}
