/// Data of one kind that templates show: a type of plain data with its schema.
package protocol TemplateData: Sendable {
    /// All names that a template may use for it.
    static var schema: TemplateSchema<Self> { get }
}

/// The names by which templates use a kind of data, and how each gets its value. Contexts are made by it, templates are
/// checked against it, and `templates/README.md` lists it.
package struct TemplateSchema<Data: Sendable>: Sendable {
    /// The same without the values.
    package let names: TemplateNames
    fileprivate let fields: [Field]

    /// - Parameters:
    ///   - title: of a page or of a part of one, the name of its template; of what stands inside, what it is called in
    ///     `templates/README.md`. No two schemas have the same.
    ///   - about: what it is, in one line.
    package init(_ title: String, _ about: String, _ fields: [Field]) {
        names = TemplateNames(title: title, about: about, entries: fields.flatMap(\.entries))
        self.fields = fields
    }

    /// One name; several where the fields of other data are included.
    package struct Field: Sendable {
        fileprivate let entries: [TemplateNames.Entry]
        fileprivate let add: @Sendable (Data, inout TemplateContext) -> Void

        private init(
            _ name: String, _ holds: TemplateNames.Holds, _ about: String,
            _ value: @escaping @Sendable (Data) -> TemplateContext.Value?
        ) {
            let key = TemplateContext.Key(name)
            entries = [TemplateNames.Entry(name: name, holds: holds, about: about)]
            add = { data, context in if let value = value(data) { context.add(key, value) } }
        }

        private init(entries: [TemplateNames.Entry], add: @escaping @Sendable (Data, inout TemplateContext) -> Void) {
            self.entries = entries
            self.add = add
        }

        /// A text; an empty one counts as not set.
        package static func text(
            _ name: String, _ about: String, _ get: @escaping @Sendable (Data) -> String?
        ) -> Field {
            Field(name, .text, about) { data in get(data).flatMap { $0.isEmpty ? nil : .text($0) } }
        }

        /// HTML, with a name that ends in `HTML`; empty HTML counts as not set.
        package static func html(
            _ name: String, _ about: String, _ get: @escaping @Sendable (Data) -> [UInt8]
        ) -> Field {
            Field(name, .html, about) { data in
                let html = get(data)
                return html.isEmpty ? nil : .html(html)
            }
        }

        /// A Boolean; `false` counts as not set.
        package static func truth(
            _ name: String, _ about: String, _ get: @escaping @Sendable (Data) -> Bool
        ) -> Field {
            Field(name, .truth, about) { get($0) ? .truth : nil }
        }

        /// A list of texts; an empty one counts as not set.
        package static func texts(
            _ name: String, _ about: String, _ get: @escaping @Sendable (Data) -> [String]
        ) -> Field {
            Field(name, .texts, about) { data in
                let texts = get(data)
                return texts.isEmpty ? nil : .texts(texts)
            }
        }

        /// A list; an empty one counts as not set.
        package static func list<Item: TemplateData>(
            _ name: String, _ about: String, _ get: @escaping @Sendable (Data) -> [Item]
        ) -> Field {
            Field(name, .list(Item.schema.names), about) { data in
                let items = get(data)
                return items.isEmpty ? nil : .scopes(items.map { TemplateContext($0) })
            }
        }

        /// Data with names of their own, which a section shows.
        package static func one<Item: TemplateData>(
            _ name: String, _ about: String, _ get: @escaping @Sendable (Data) -> Item?
        ) -> Field {
            Field(name, .one(Item.schema.names), about) { data in get(data).map { .scope(TemplateContext($0)) } }
        }

        /// All names of other data, as if they were this one's.
        package static func including<Other: TemplateData>(
            _ get: @escaping @Sendable (Data) -> Other
        ) -> Field {
            Field(entries: Other.schema.names.entries) { data, context in context.add(get(data)) }
        }
    }
}

extension TemplateContext {
    /// What templates see of data.
    package init<Data: TemplateData>(_ data: Data) {
        self.init()
        add(data)
    }

    /// - Parameter words: what every template sees.
    package init<Data: TemplateData>(_ data: Data, words: TemplateContext) {
        self = words
        add(data)
    }

    fileprivate mutating func add<Data: TemplateData>(_ data: Data) {
        let fields = Data.schema.fields
        reserve(fields.count)
        for field in fields { field.add(data, &self) }
    }
}
