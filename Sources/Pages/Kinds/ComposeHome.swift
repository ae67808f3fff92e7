import Content
import Model
import Templates

extension PageComposer {
    /// The home page and those that go on where it ends: every post with its day and month beside it, its tags under it.
    func home() -> [DeferredPage] {
        let size = max(1, settings.pageSize)
        let count = homePages(of: edition)
        return (1...count).map { number in
            { homePage(number, of: count, edition.articles.dropFirst((number - 1) * size).prefix(size)) }
        }
    }

    private func homePages(of edition: LocalizedSite) -> Int {
        let size = max(1, settings.pageSize)
        return max(1, (edition.articles.count + size - 1) / size)
    }

    private func homePage(_ number: Int, of count: Int, _ articles: ArraySlice<Article>) -> Page {
        let address = addresses.home(page: number)
        let links = Links(from: address)
        let name = settings.title[edition.language] ?? ""
        let title = number == 1 ? name : texts.filled(.homePageTitle, ["number": "\(number)", "count": "\(count)"])
        var scope = TemplateContext()
        scope.set(.isFirst, number == 1)
        scope.set(.title, title)
        scope.set(.articles, entries(articles, links))
        scope.set(.tables, tableEntries(links))
        scope.set(.years, years(links))
        if number > 1 { scope.set(.newerHref, links.page(addresses.home(page: number - 1))) }
        if number < count { scope.set(.olderHref, links.page(addresses.home(page: number + 1))) }
        return page(
            address, template: "home", title: title,
            description: number == 1 ? settings.description[edition.language] ?? "" : "",
            source: "content/site.yaml", modified: articles.map(\.modified).max(),
            translated: { other in
                number <= homePages(of: other) ? other.addresses.home(page: number) : nil
            }, scope: scope)
    }

    /// The years that have posts, with how many.
    func years(_ links: Links) -> [TemplateContext] {
        edition.index.years.map { year in
            TemplateContext {
                $0.set(.yearHref, links.page(addresses.year(year.year)))
                $0.set(.yearText, "\(year.year)")
                $0.set(.yearCount, "\(year.months.reduce(0) { $0 + $1.articles.count })")
            }
        }
    }

    /// A page for each year and one for each month that has posts.
    func archives() -> [DeferredPage] {
        edition.index.years.flatMap { year -> [DeferredPage] in
            [{ yearPage(year) }] + year.months.map { month -> DeferredPage in { monthPage(month) } }
        }
    }

    private func yearPage(_ year: ArticleIndex.Year) -> Page {
        let address = addresses.year(year.year)
        let links = Links(from: address)
        let title = texts.filled(.archiveTitle, ["period": "\(year.year)"])
        var scope = TemplateContext()
        scope.set(.title, title)
        scope.set(
            .months,
            year.months.map { month in
                TemplateContext {
                    $0.set(.monthHref, links.page(addresses.month(month.year, month.month)))
                    $0.set(.monthText, texts.month(month.month))
                    $0.set(.monthId, "\(month.month)")
                    $0.set(.articles, month.articles.map { entry($0, links) })
                }
            })
        return page(
            address, template: "archive", title: title, source: "content/articles",
            modified: year.months.flatMap(\.articles).map(\.modified).max(),
            translated: { $0.index.year(year.year) == nil ? nil : $0.addresses.year(year.year) }, scope: scope)
    }

    private func monthPage(_ month: ArticleIndex.Month) -> Page {
        let address = addresses.month(month.year, month.month)
        let links = Links(from: address)
        let period = texts.filled(.monthOfYear, ["month": texts.month(month.month), "year": "\(month.year)"])
        let title = texts.filled(.archiveTitle, ["period": period])
        var scope = TemplateContext()
        scope.set(.title, title)
        scope.set(.articles, entries(month.articles, links))
        scope.set(.yearHref, links.page(addresses.year(month.year)))
        scope.set(.yearText, "\(month.year)")
        return page(
            address, template: "archive", title: title, source: "content/articles",
            modified: month.articles.map(\.modified).max(),
            translated: { other in
                other.index.year(month.year)?.months.contains { $0.month == month.month } == true
                    ? other.addresses.month(month.year, month.month) : nil
            }, scope: scope)
    }
}
