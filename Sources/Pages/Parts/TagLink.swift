import Templates

/// A tag with the link to its page.
struct TagLink: TemplateData {
    var name: String
    var href: String

    static let schema = TemplateSchema<Self>(
        "tag of an article", "a tag with the link to its page",
        [
            .text("tag-name", "the tag") { $0.name },
            .text("tag-href", "the link to its page") { $0.href },
        ])
}

extension PageComposer {
    func tagLinks(_ tags: [String], _ links: Links) -> [TagLink] {
        tags.map { tag in
            edition.tagLinks.value(LocalizedSite.TagFromDepth(tag: tag, root: links.root)) {
                TagLink(name: tag, href: links.page(addresses.tag(slug: edition.index.slug(ofTag: tag))))
            }
        }
    }
}
