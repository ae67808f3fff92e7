/// The names of one kind of data: a schema without its values.
package struct TemplateNames: Sendable {
    package let title: String
    /// What the data is, in one line.
    package let about: String
    package let entries: [Entry]

    /// A name that templates may use.
    package struct Entry: Sendable {
        package let name: String
        package let holds: Holds
        /// What the value is, in one line.
        package let about: String
    }

    /// What a name stands for.
    package indirect enum Holds: Sendable {
        case text
        case html
        case truth
        case texts
        /// A list of data with names of their own.
        case list(TemplateNames)
        /// Data with names of their own.
        case one(TemplateNames)

        /// The names that a section over this adds.
        package var inner: TemplateNames? {
            switch self {
            case .text, .html, .truth, .texts: nil
            case .list(let names), .one(let names): names
            }
        }

        /// Whether there is a Boolean `has-NAME` beside it.
        var isList: Bool {
            switch self {
            case .list, .texts: true
            case .text, .html, .truth, .one: false
            }
        }
    }

    /// What a name is here; `has-NAME` is a Boolean where `NAME` is a list.
    func entry(_ name: String) -> Entry? {
        if let entry = entries.first(where: { $0.name == name }) { return entry }
        guard name.hasPrefix("has-") else { return nil }
        let list = String(name.dropFirst(4))
        guard entries.contains(where: { $0.name == list && $0.holds.isList }) else { return nil }
        return Entry(name: name, holds: .truth, about: "whether '\(list)' has entries")
    }

    /// These and the names of everything inside.
    package var withInner: [TemplateNames] { [self] + entries.compactMap(\.holds.inner).flatMap(\.withInner) }
}

/// A template that the program renders itself, and what it sees.
package struct TemplateRoot: Sendable {
    /// The template's name.
    package let template: String
    /// From the outermost to the innermost.
    package let contexts: [TemplateNames]

    package init(_ template: String, _ contexts: [TemplateNames]) {
        self.template = template
        self.contexts = contexts
    }
}
