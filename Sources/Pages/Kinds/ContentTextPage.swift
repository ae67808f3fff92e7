import Content
import Markdown
import Model
import Templates

/// A page of an editor without a date.
struct ContentTextPage: TemplateData {
    var title: String
    var summary: String
    var body: [UInt8]
    var isDraft: Bool
    var contents: [ContentsEntry]

    static let schema = TemplateSchema<Self>(
        "content-page", "a page of `content/pages`",
        [
            .text("title", "the page's title") { $0.title },
            .text("summary", "its summary, if it has one") { $0.summary },
            .html("bodyHTML", "its text") { $0.body },
            .truth("draft", "whether it is a draft") { $0.isDraft },
            .list("contents", "its headings, if its front matter asks for a table of contents") { $0.contents },
        ])
}

extension PageComposer {
    func contentPage(_ text: ContentPage) -> Page {
        let address = addresses.page(text)
        let prose = ProseHandlers(composer: self, file: text.file, links: Links(from: address))
        let rendered = prose.render(text.body, firstLine: text.bodyLine)
        let contents = text.presentation.hasContents ? ContentsEntry.entries(rendered.markdown.headings) : []
        let data = ContentTextPage(
            title: text.title, summary: text.summary, body: rendered.markdown.bytes, isDraft: text.draft,
            contents: contents)
        var page = page(
            address, data, title: text.title, description: text.summary, source: text.file,
            translated: { other in other.page(named: text.name).map { other.addresses.page($0) } })
        present(&page, text.presentation, file: text.file)
        page.sourcePlace = text.slugPlace
        page.isListed = !text.draft
        page.diagnostics += rendered.markdown.diagnostics
        page.links = rendered.links
        return page
    }
}
