import Comparison
import Content
import Model
import Text

/// `datapackage.json`: the newest state of every table, described for programs (Data Package, specs.frictionlessdata.io).
extension PageComposer {
    /// - Parameter newest: the date of the newest snapshot.
    func dataPackage(newest: Day) -> JSONValue {
        let title = settings.title[edition.language] ?? ""
        return .object([
            "profile": "data-package", "name": .text(packageName(title)), "title": .text(title),
            "id": settings.doi.isEmpty ? nil : .text("https://doi.org/\(settings.doi)"),
            "description": .filled(settings.description[edition.language] ?? ""),
            "homepage": .text(settings.baseURL), "version": .text("\(newest)"),
            "created": .text("\(newest)T00:00:00Z"),
            "contributors": .filled(settings.author).map { .list([.object(["title": $0, "role": "author"])]) },
            "licenses": settings.licenceURL.map { url in
                .list([.object(["name": .text(settings.licence), "path": .text(url)])])
            },
            "resources": .list(edition.tables.compactMap(resource)),
        ])
    }

    /// A name may not be empty, and has letters, digits and hyphens only.
    private func packageName(_ title: String) -> String {
        let name = Slug.make(title)
        return name.isEmpty ? "data" : name
    }

    private func resource(_ table: TableHistory) -> JSONValue? {
        guard let download = newestDownload(table) else { return nil }
        let bytes = download.csv
        return .object([
            "profile": "tabular-data-resource", "name": .text(table.definition.name), "title": .text(download.title),
            "description": .text(download.caption), "path": .text(download.csvPath), "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "bytes": .number(bytes.count),
            "hash": .text("sha256:" + Digest.sha256Text(bytes)),
            "schema": .object([
                "primaryKey": "id",
                "fields": .list(
                    download.header.map { name, title in
                        .object(["name": .text(title), "type": name == "date" ? "date" : "string"])
                    }),
            ]),
        ])
    }
}
