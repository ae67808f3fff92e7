import Content
import Model
import Templates

extension PageComposer {
    /// The page of a table that no snapshot can fill yet: what it will show, and which tables have something to show.
    func unmeasured(_ table: TableDefinition) -> Page {
        let address = addresses.table(table.name)
        let links = Links(from: address)
        let title = title(of: table)
        var scope = TemplateContext()
        scope.set(.title, title)
        scope.set(
            .columns, table.columns.map { column in TemplateContext { $0.set(.columnTitle, texts.header(column)) } })
        scope.set(.services, table.services.map(\.label).filter { !$0.isEmpty }.joined(separator: ", "))
        scope.set(.tables, tableEntries(links))
        scope.set(.methodHref, links.page(addresses.method))
        return page(
            address, template: "unmeasured", title: title, description: texts[.unmeasured], source: table.file,
            translated: { $0.addresses.table(table.name) }, scope: scope)
    }
}
