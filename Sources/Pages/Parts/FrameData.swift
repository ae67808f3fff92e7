import Templates

/// What the layout shows of a page itself.
struct FrameOfPage: TemplateData {
    var title: String
    var isHome: Bool
    var description: String
    var structured: [UInt8]
    var isArticle: Bool
    var kind: String
    var canonical: String?
    var translations: [Translation]
    var scriptHref: String?
    var markdownHref: String?
    var authors: String
    var image: PageImage?

    /// The page in a language.
    struct Translation: TemplateData {
        var language: String
        var name: String
        var href: String
        var url: String
        var isCurrent: Bool

        static let schema = TemplateSchema<Self>(
            "translation", "the page in a language",
            [
                .text("lang", "the language's code, `de`") { $0.language },
                .text("name", "the language's own name") { $0.name },
                .text("href", "the link to the page") { $0.href },
                .text("url", "the page's address as a whole") { $0.url },
                .truth("current", "whether this page is in that language") { $0.isCurrent },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "every page", "what the layout knows of each page",
        [
            .text("page-title", "the page's title") { $0.title },
            .truth("is-home", "whether it is the home page") { $0.isHome },
            .text("description", "what it is about, if the page or `site.yaml` says so") { $0.description },
            .html("structuredHTML", "JSON-LD, escaped for a `<script type=\"application/ld+json\">` element") {
                $0.structured
            },
            .truth("is-article", "whether it is an article") { $0.isArticle },
            .text("kind", "the name of its template, `article`") { $0.kind },
            .text("canonical", "its address as a whole, unless search engines should not index it") { $0.canonical },
            .list("translations", "the page in each language, if there is more than one") { $0.translations },
            .text("markdown-href", "the link to the page as Markdown, if there is one") { $0.markdownHref },
            .text("authors", "who wrote it, `Anna Adam and Bernd Beier`, if its front matter says so") { $0.authors },
            .text("image-url", "the address of its image, if its front matter names one") { $0.image?.url },
            .text("image-alt", "what the image shows") { $0.image?.alternative },
            .text("image-type", "the image's media type, `image/png`") { $0.image?.mediaType },
            .text("image-width", "the image's width in pixels, if it is known") {
                $0.image?.size.map { "\($0.width)" }
            },
            .text("image-height", "the image's height in pixels, if it is known") {
                $0.image?.size.map { "\($0.height)" }
            },
            .text("script-href", "the link to the script, on pages whose tables it filters, sorts and compares") {
                $0.scriptHref
            },
        ])
}

/// What the layout shows on all pages of a language.
struct SharedFrame: TemplateData {
    var language: String
    var siteTitle: String
    var author: String
    var licence: String
    var licenceHref: String?
    var root: String
    var homeHref: String
    var feeds: [FeedLink]
    var locale: String?
    var stylesheetHref: String?
    var cardURL: String?
    var navigation: [UInt8]
    var colophon: [UInt8]

    static let schema = TemplateSchema<Self>(
        "all pages of a language", "what the layout knows of the site",
        [
            .text("lang", "the language's code, `de`") { $0.language },
            .text("site-title", "the site's title") { $0.siteTitle },
            .text("author", "the site's author, if `site.yaml` names one") { $0.author },
            .text("licence", "the site's licence, if `site.yaml` names one") { $0.licence },
            .text("licence-href", "its address, if it is an SPDX identifier") { $0.licenceHref },
            .text("root", "how links to other pages begin, `../../../`") { $0.root },
            .text("home-href", "the link to the home page") { $0.homeHref },
            .list("feeds", "the feed of the page, if it has one, then that of all articles") { $0.feeds },
            .text("locale", "the locale, `de_DE`") { $0.locale },
            .text("stylesheet-href", "the link to the style sheet") { $0.stylesheetHref },
            .text("card-url", "the address of the image that other sites show beside a link, if a grade is known") {
                $0.cardURL
            },
            .html("navigationHTML", "the navigation, rendered by the template `navigation`") { $0.navigation },
            .html("colophonHTML", "the foot of the page, rendered by the template `colophon`") { $0.colophon },
        ])
}

/// The navigation: links to the home page, the tables, and what else is always at hand.
struct Navigation: TemplateData {
    var data: Colophon
    /// Those that do not stand among the links, because the line would be too long.
    var tables: [FrameLink]

    static let schema = TemplateSchema<Self>(
        "navigation", "the navigation, rendered once for all pages that share it",
        [
            .including { $0.data },
            .list("tables", "the tables, where they are too many for a line; else they are among the links") {
                $0.tables
            },
            .truth("tables-current", "whether this page is one of them") { $0.tables.contains { $0.isCurrent } },
        ])
}

/// The foot of a page. The navigation sees the same names.
struct Colophon: TemplateData {
    var links: [FrameLink]
    var licence: String
    var contact: String
    var contactHref: String?
    var feeds: [FeedLink]
    var root: String

    static let schema = TemplateSchema<Self>(
        "colophon", "the foot of a page, rendered once for all pages that share it",
        [
            .list("links", "the pages that each page leads to there") { $0.links },
            .text("licence", "the site's licence, if `site.yaml` names one") { $0.licence },
            .text("contact", "how to reach the authors, if `site.yaml` says so") { $0.contact },
            .text("contact-href", "the link for that, if it is an address") { $0.contactHref },
            .list("feeds", "the feed of the page, if it has one, then that of all articles") { $0.feeds },
            .text("root", "how links to other pages begin, `../../../`") { $0.root },
        ])
}

/// A link of the navigation or of the foot.
struct FrameLink: TemplateData {
    var href: String
    var text: String
    var isCurrent: Bool

    static let schema = TemplateSchema<Self>(
        "link of the layout", "a link of the navigation or of the foot",
        [
            .text("href", "the link") { $0.href },
            .text("text", "its text") { $0.text },
            .truth("current", "whether it leads to this page") { $0.isCurrent },
        ])
}

/// A feed.
struct FeedLink: TemplateData {
    var title: String
    var atomHref: String
    var jsonHref: String

    static let schema = TemplateSchema<Self>(
        "feed", "a feed",
        [
            .text("feed-title", "its title") { $0.title },
            .text("atom-href", "the link to it in Atom format") { $0.atomHref },
            .text("json-href", "the link to it as JSON Feed") { $0.jsonHref },
        ])
}
