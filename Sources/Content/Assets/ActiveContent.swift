import Model
import Text

/// What runs when a browser opens a document: scripts and what can bring them in.
enum ActiveContent {
    /// Elements that are, contain or load something active.
    private static let elements: Set<String> = [
        "script", "foreignobject", "handler", "iframe", "frame", "object", "embed", "applet", "portal", "base",
    ]

    /// The start tags of a document that are active or have active attributes.
    static func tags(in bytes: [UInt8]) -> [HTMLTags.Tag] { HTMLTags(bytes).tags.filter(isActive) }

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
