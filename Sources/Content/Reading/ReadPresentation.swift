import Model
import Text
import YAML

extension SiteReader {
    /// The keys of `Presentation`, in the front matter of articles and pages.
    static let presentationKeys = ["author", "image", "image-alt", "contents", "layout"]

    func presentation(_ node: YAMLMapping) -> Presentation {
        let authors = node.isList("author") ? node.strings("author") : node.string("author").map { [$0] } ?? []
        return Presentation(
            authors: authors.filter { !$0.allSatisfy(\.isWhitespace) }, image: image(node),
            hasContents: node.bool("contents", default: false), layout: layout(node))
    }

    private func image(_ node: YAMLMapping) -> Presentation.Image? {
        guard let path = node.string("image") else {
            if node.has("image-alt") {
                node.report(
                    "image-alt", .missingKey, "'image-alt' without 'image'", hint: "add 'image: files/…', or remove it")
            }
            return nil
        }
        guard let alternative = node.string("image-alt"), !alternative.allSatisfy(\.isWhitespace) else {
            node.report(
                "image", .missingAlt, "the image has no alternative text",
                hint: "add 'image-alt: …', which says what it shows")
            return nil
        }
        return Presentation.Image(path: path, alternative: alternative, place: node.place(of: "image"))
    }

    /// The template's existence is checked where templates are known.
    private func layout(_ node: YAMLMapping) -> Presentation.Layout? {
        node.string("layout").map { Presentation.Layout(name: $0, place: node.place(of: "layout")) }
    }
}
