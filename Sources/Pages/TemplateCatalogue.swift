import Templates

/// Every template that the program renders itself, with what it sees. The others are partials of these.
enum TemplateCatalogue {
    /// One kind of page each.
    static let pages: [TemplateNames] = [
        HomePage.schema.names, ArchivePage.schema.names, TagPage.schema.names, ArticlePage.schema.names,
        TablePage.schema.names, ConfirmationPage.schema.names, DatesPage.schema.names, UnmeasuredPage.schema.names,
        ChangesPage.schema.names, MeasurementPage.schema.names, EvidencePage.schema.names, RecordsPage.schema.names,
        ProviderPage.schema.names, ProvidersPage.schema.names, ComparePage.schema.names, SelectionPage.schema.names,
        MethodPage.schema.names, IncidentPage.schema.names, IncidentsPage.schema.names, CorrectionsPage.schema.names,
        ContentTextPage.schema.names, ImprintPage.schema.names, RedirectPage.schema.names, NotFoundPage.schema.names,
    ]

    /// What is rendered by itself and put into pages.
    static let parts: [TemplateNames] = [
        ArticleEntry.schema.names, ComparisonTable.schema.names, HandWrittenTable.schema.names, Drawing.schema.names,
        Navigation.schema.names, Colophon.schema.names,
    ]

    /// What the layout adds to each page.
    static let frame: [TemplateNames] = [FrameOfPage.schema.names, SharedFrame.schema.names]

    static let roots: [TemplateRoot] =
        pages.map { TemplateRoot($0.title, [$0] + frame) } + parts.map { TemplateRoot($0.title, [$0]) }

    /// The layouts that a site has beside the defaults: `article-NAME` and `content-page-NAME` see what `article` and
    /// `content-page` do.
    static func layouts(among templates: some Sequence<String>) -> [TemplateRoot] {
        templates.sorted().flatMap { template in
            [ArticlePage.schema.names, ContentTextPage.schema.names]
                .filter { template.hasPrefix("\($0.title)-") }.map { TemplateRoot(template, [$0] + frame) }
        }
    }
}

extension Templates {
    /// Renders a part of a page by the template that its schema names, without a final newline.
    /// - Parameter words: the texts of a language.
    func part<Data: TemplateData>(_ data: Data, words: TemplateContext) -> [UInt8] {
        part(Data.schema.names.title, TemplateContext(data, words: words))
    }
}
