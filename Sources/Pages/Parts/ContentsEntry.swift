import Markdown
import Templates

/// A heading in a table of contents.
struct ContentsEntry: TemplateData {
    var heading: Heading
    var below: [Heading] = []

    /// The link to a heading.
    struct Heading: TemplateData {
        var href: String
        var text: String

        static let schema = TemplateSchema<Self>(
            "heading", "a heading of the text",
            [
                .text("contents-href", "the link to it") { $0.href },
                .text("contents-text", "its text") { $0.text },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "entry of the contents", "a heading of the text, with those below it",
        [
            .including { $0.heading },
            .list("contents-below", "the headings one level below it") { $0.below },
        ])

    /// The headings of the highest level in a text, each with those of the next one; deeper ones are left out.
    static func entries(_ headings: [RenderedMarkdown.Heading]) -> [ContentsEntry] {
        guard let top = headings.map(\.level).min() else { return [] }
        let second = headings.map(\.level).filter { $0 > top }.min()
        var entries: [ContentsEntry] = []
        for found in headings {
            let heading = Heading(href: "#\(found.id)", text: found.text)
            if found.level == top {
                entries.append(ContentsEntry(heading: heading))
            } else if found.level == second {
                // One that stands before the first of the highest level stands for itself.
                if entries.isEmpty {
                    entries.append(ContentsEntry(heading: heading))
                } else {
                    entries[entries.count - 1].below.append(heading)
                }
            }
        }
        return entries
    }
}
