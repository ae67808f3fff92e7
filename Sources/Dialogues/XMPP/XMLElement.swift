/// A name and the namespace it is in (Namespaces in XML 1.0 §2).
struct XMLName: Hashable, Sendable, CustomStringConvertible {
    /// Empty where the name is in no namespace.
    var namespace: String
    var local: String

    init(_ namespace: String, _ local: String) {
        self.namespace = namespace
        self.local = local
    }

    /// `namespace name`, or the name alone.
    var description: String { namespace.isEmpty ? local : "\(namespace) \(local)" }
}

/// An element and what is in it. `XMLStream` bounds its size and depth.
struct XMLElement: Hashable, Sendable {
    var name: XMLName
    var attributes: [XMLName: String]
    var children: [XMLElement] = []
    /// All character data directly in it, joined.
    var text = ""

    /// The value of an attribute without a namespace.
    func attribute(_ name: String) -> String? { attributes[XMLName("", name)] }

    /// The first child of that name.
    func child(_ name: XMLName) -> XMLElement? { children.first { $0.name == name } }

    func children(_ name: XMLName) -> [XMLElement] { children.filter { $0.name == name } }
}
