import Model

extension StatusPage.Format {
    /// Reads what a status page says. How things are now is one statement without a time; entries of a feed have their
    /// own, oldest first.
    /// - Parameter bytes: what the page's server sent; untrusted input.
    package func statements(in bytes: [UInt8]) throws(StatusPageFault) -> [StatusStatement] {
        switch self {
        case .statuspage: [StatusStatement(at: nil, text: try StatuspageSummary(bytes).statement)]
        case .cstate: [StatusStatement(at: nil, text: try CStateIndex(bytes).statement)]
        case .feed: try StatusFeed(bytes).statements
        }
    }
}

/// The most incidents or entries that are taken of a page.
let statementLimit = 20
/// The most characters that are taken of a statement.
private let textLimit = 500

/// Parts of a statement, joined; each is untrusted input, which may be HTML.
func statement(_ parts: [String]) -> String {
    let texts = parts.map { Diagnostic.oneLine(plainText($0)) }.filter { !$0.isEmpty }
    return String(texts.joined(separator: " – ").prefix(textLimit))
}

/// What is left of HTML without its tags; what a browser shows of it may differ, which is why nothing else is taken for
/// markup later.
func plainText(_ html: String) -> String {
    var text = ""
    var isTag = false
    // More is never shown, and markup is not most of a text.
    for character in html.prefix(textLimit * 10) {
        switch character {
        case "<": isTag = true
        case ">" where isTag:
            isTag = false
            text.append(" ")
        default: if !isTag { text.append(character) }
        }
    }
    for (entity, character) in [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&"),
    ] {
        text = text.replacing(entity, with: character)
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
