import Model
import Text

/// What runs when a browser opens a document: scripts and what can bring them in.
enum ActiveContent {
    /// Elements that are, contain or load something active.
    private static let elements: Set<String> = [
        "script", "foreignobject", "handler", "iframe", "frame", "object", "embed", "applet", "portal", "base",
    ]

    /// The start tags of a document that are active or have active attributes, in their order.
    /// - Parameter mayBeXML: what a reader of XML finds counts too: what is text in HTML can be elements to it,
    ///   and so can entities that the document declares (XML 1.0 §4.4.2).
    static func tags(in bytes: [UInt8], mayBeXML: Bool) -> [HTMLTags.Tag] {
        let html = HTMLTags(bytes).tags.filter(isActive)
        guard mayBeXML else { return html }
        // A character reference in an entity's value is markup where the entity is used.
        let pairs = zip(bytes, bytes.dropFirst())
        let hasReferences = pairs.contains { $0 == UInt8(ascii: "&") && $1 == UInt8(ascii: "#") }
        var tags =
            html
            + HTMLTags(bytes, isXML: true).tags.filter { isActive($0) || hasReferences && $0.name == HTMLTags.entity }
        tags.sort { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
        var last: Diagnostic.Place?
        return tags.filter { tag in
            defer { last = tag.place }
            return tag.place != last
        }
    }

    /// As it stands in the document, without its attributes.
    static func shown(_ tag: HTMLTags.Tag) -> String {
        tag.name == HTMLTags.entity ? "<!ENTITY>" : "<\(tag.name)>"
    }

    private static func isActive(_ tag: HTMLTags.Tag) -> Bool {
        let name = tag.name.split(separator: ":").last.map(String.init) ?? tag.name
        if elements.contains(name) { return true }
        return tag.attributes.contains { attribute, value in
            if attribute.hasPrefix("on") || attribute == "srcdoc" { return true }
            // Browsers pass over white space and control characters in a scheme (WHATWG URL §4.4).
            let compact = String(value.lowercased().unicodeScalars.filter { $0.value > 0x20 })
            let isRefresh = attribute == "content" && tag["http-equiv"]?.lowercased() == "refresh"
            return ["javascript:", "vbscript:", "data:text"].contains { compact.hasPrefix($0) }
                || isRefresh && (compact.contains("javascript:") || compact.contains("data:text"))
        }
    }
}
