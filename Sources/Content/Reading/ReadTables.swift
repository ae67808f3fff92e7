import Grading
import Model
import Text
import YAML

extension SiteReader {
    private static let keys = [
        "title", "short-title", "profile", "services", "columns", "rows", "order", "snapshots", "since",
    ]

    func readTables(into content: inout SiteContent) {
        for fileName in self.names(in: "content/tables", ending: ".yaml", into: &content) {
            let file = "content/tables/\(fileName)"
            let name = String(fileName.dropLast(5))
            let settings = content.settings
            var table: TableDefinition?
            collect(file, into: &content) { () throws(Diagnostics) in
                let source = try folder.text(file)
                let reader = YAMLValidator(file: file)
                if !Slug.isSlug(name) {
                    reader.report(
                        at: .start, .badFileName, "invalid table name '\(name)'",
                        hint: "name the file with lower-case letters, digits and hyphens")
                }
                guard let node = reader.mapping(source.bytes[...], keys: Self.keys) else { return reader.diagnostics }
                table = self.table(name, file: file, node, languages: settings.languages)
                return reader.diagnostics
            }
            if let table, !content.broken.contains(file) { content.tables[name] = table }
        }
    }

    private func table(_ name: String, file: String, _ node: YAMLMapping, languages: [String]) -> TableDefinition {
        node.require("title")
        node.require("columns")
        let columns = SiteReader.columns(node)
        let services = services(node)
        if columns.contains(where: \.isPerService), services.isEmpty {
            node.report(
                "services", .missingKey, "the table has columns per service, but no services",
                hint: "add services, as in services: [{service: xmpp-client, label: C2S}]")
        }
        let profiles = profiles(node)
        if columns.contains(.grade), !node.has("profile") {
            node.report(
                "profile", .missingKey, "the table has a grade column, but no profile",
                hint: "add a profile, one of: \(Profile.all.map(\.name).joined(separator: ", "))")
        }
        return TableDefinition(
            name: name, file: file, title: node.localizedInAll("title", languages: languages),
            shortTitle: node.localizedInAll("short-title", languages: languages), profiles: profiles,
            services: services, columns: columns, rows: rows(node),
            order: node.word("order", of: TableDefinition.Order.allCases.map(\.rawValue))
                .flatMap(TableDefinition.Order.init(rawValue:)) ?? .listed,
            snapshots: node.days("snapshots"), since: node.day("since"),
            places: Dictionary(places(node)) { first, _ in first })
    }

    /// The name of a profile, or a list of profiles, each with the first day that it applies to.
    private func profiles(_ node: YAMLMapping) -> [TableDefinition.DatedProfile] {
        let names = Profile.all.map(\.name)
        guard node.isList("profile") else {
            return node.word("profile", of: names).map { [TableDefinition.DatedProfile(name: $0, from: nil)] } ?? []
        }
        var profiles: [TableDefinition.DatedProfile] = []
        for entry in node.nodes("profile", keys: ["name", "from"]) {
            entry.require("name")
            guard let name = entry.word("name", of: names) else { continue }
            let from = entry.day("from")
            if let last = profiles.last, from.map({ $0 <= last.from ?? .first }) ?? true {
                entry.report(
                    entry.has("from") ? "from" : "name", .badOrder,
                    "profiles must be listed in ascending order of 'from'",
                    hint: "list the oldest profile first, and add 'from: YYYY-MM-DD' to all others")
                continue
            }
            profiles.append(TableDefinition.DatedProfile(name: name, from: from))
        }
        return profiles
    }

    /// Known columns without duplicates.
    package static func columns(_ node: YAMLMapping) -> [TableDefinition.Column] {
        let known = TableDefinition.Column.allCases.map(\.rawValue)
        var columns: [TableDefinition.Column] = []
        for (text, place) in node.placedStrings("columns") {
            guard let column = TableDefinition.Column(rawValue: text) else {
                node.reader.report(
                    at: place, .unknownColumn, "unknown column '\(node.reader.excerpt(text))'",
                    hint: Suggestion.hint(for: text, among: known))
                continue
            }
            if columns.contains(column) {
                node.reader.report(
                    at: place, .duplicateColumn, "duplicate column '\(text)'", hint: "remove one of them")
            } else {
                columns.append(column)
            }
        }
        return columns
    }

    private func services(_ node: YAMLMapping) -> [TableDefinition.ServiceLabel] {
        var services: [TableDefinition.ServiceLabel] = []
        for entry in node.nodes("services", keys: ["service", "label"]) {
            entry.require("service")
            guard
                let service = entry.word("service", of: Service.allCases.map(\.rawValue))
                    .flatMap(Service.init(rawValue:))
            else { continue }
            let labelled = TableDefinition.ServiceLabel(service: service, label: entry.string("label") ?? "")
            if services.contains(where: { $0.service == service }) {
                entry.report(
                    "service", .duplicateService, "duplicate service '\(service.rawValue)'",
                    hint: "remove one of them")
            } else if let other = services.first(where: { $0.name == labelled.name }) {
                // The lines of a cell, and the columns of the CSV, could not be told apart.
                entry.report(
                    entry.has("label") ? "label" : "service", .duplicateLabel,
                    "'\(other.service.rawValue)' has the same label '\(entry.reader.excerpt(labelled.name))'",
                    hint: "give each service a label of its own")
            }
            services.append(labelled)
        }
        return services
    }

    private func places(_ node: YAMLMapping) -> [(String, Diagnostic.Place)] {
        let rows = node.isList("rows") ? node.placedStrings("rows") : []
        return (rows + (node.isList("snapshots") ? node.placedStrings("snapshots") : [])).map { ($0.text, $0.place) }
    }

    private func rows(_ node: YAMLMapping) -> TableDefinition.Rows {
        guard node.has("rows"), !node.isList("rows") else {
            return node.has("rows") ? .listed(node.strings("rows")) : .all
        }
        if node.string("rows") != "all" {
            node.report(
                "rows", .wrongType, "'rows' must be 'all' or a list of provider ids",
                hint: "write 'rows: all' or 'rows: [ID, …]'")
        }
        return .all
    }
}
