import Comparison
import Content
import Model

/// A table as files: what the page shows as CSV (RFC 4180), all facts with their states as JSON, and a description of
/// the CSV for machines (W3C CSV on the Web, "Metadata Vocabulary for Tabular Data").
struct TableDownload {
    let comparison: Comparison
    /// The table's title, and where the numbers come from, in a sentence.
    let title: String
    let caption: String
    let texts: Localization
    let addresses: Addresses
    let settings: SiteSettings
    /// What was known of each provider before.
    let chronicle: ProviderHistories
    var definition: TableDefinition { comparison.definition }
    var date: Day { comparison.snapshot.manifest.date }

    var folder: String { addresses.table(definition.name, date) }
    var name: String { "\(definition.name)-\(date)" }
    /// The permanent page.
    var url: String { settings.baseURL + folder }

    var csvPath: String { "\(folder)\(name).csv" }
    var jsonPath: String { "\(folder)\(name).json" }
    /// The name that a reader of CSV on the Web looks for.
    var metadataPath: String { "\(folder)\(name).csv-metadata.json" }

    var files: [String: [UInt8]] {
        [
            csvPath: csv, jsonPath: json.file, metadataPath: metadata.file, bibTeXPath: bibTeX, cslPath: csl.file,
        ]
    }

    /// Who made the table: the site's author, or the site.
    var author: String { settings.author.isEmpty ? settings.title[texts.language] ?? "" : settings.author }

    /// `Redaktion: Jabber-Server, Stand vom 29. Juli 2014. https://…`
    var citation: String {
        texts.filled(
            .citation,
            ["author": author, "title": title, "date": texts.longDate(date), "url": url])
    }

    // MARK: CSV

    /// A column of the file: one of the table's, for one of its services where it is told service by service.
    private struct Column {
        var column: TableDefinition.Column
        var place: Int
        var name: String
        var title: String
    }

    private var columns: [Column] {
        let isTranscribed = comparison.snapshot.manifest.origin == .transcribed
        let headers = comparison.columns.map { texts.header($0, transcribed: isTranscribed) }
        return comparison.columns.flatMap { column -> [Column] in
            var header = texts.header(column, transcribed: isTranscribed)
            // Readers find a column by its title.
            if headers.count(where: { $0 == header }) > 1 { header = CellFormatter(texts: texts).name(of: column) }
            guard column.isPerService else {
                return [Column(column: column, place: 0, name: column.rawValue, title: header)]
            }
            return definition.services.enumerated().map { place, labelled in
                Column(
                    column: column, place: place, name: "\(labelled.service.rawValue)-\(column.rawValue)",
                    title: texts.filled(.csvColumn, ["column": header, "label": labelled.name]))
            }
        }
    }

    var csv: [UInt8] {
        let columns = columns
        var lines = [header.map { Self.field($0.title) }]
        for row in comparison.rows {
            let cells = Dictionary(row.cells.map { ($0.column, $0) }) { first, _ in first }
            lines.append(
                [Self.field(row.provider), Self.guarded(row.name), "\(row.staleSince ?? date)"]
                    + columns.map { column in
                        guard let cell = cells[column.column], cell.lines.indices.contains(column.place) else {
                            return ""
                        }
                        return field(cell.lines[column.place], of: column.column)
                    })
        }
        return Array(lines.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    /// A cell's field. What begins with a word of the texts has no guard: readers would take it for a part of the word.
    private func field(_ line: CellLine, of column: TableDefinition.Column) -> String {
        let isOurs = column != .notes && (!Self.isFormula(said(line)) || texts.all.values.contains(line.text))
        return isOurs ? Self.field(said(line)) : Self.guarded(said(line))
    }

    /// A cell in words; no sign, and the reason where something is not known.
    private func said(_ line: CellLine) -> String {
        if line.mixed { return line.state == .absent ? line.spoken : line.text + texts[.mixedMark] }
        let text = line.spoken.isEmpty ? line.text : line.spoken
        return line.why.isEmpty ? text : texts.filled(.csvReason, ["value": text, "why": line.why])
    }

    /// RFC 4180 §2.
    static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A field with a text that others wrote: what a spreadsheet would take for a formula gets an apostrophe before it.
    /// The metadata says so.
    static func guarded(_ text: String) -> String { field(isFormula(text) ? "'" + text : text) }

    private static func isFormula(_ text: String) -> Bool {
        text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
    }

    // MARK: JSON

    private var json: JSONValue {
        let snapshot = comparison.snapshot.manifest
        return .object([
            "schema": .number(1), "table": .text(definition.name), "title": .text(title),
            "date": .text("\(date)"), "url": .text(url), "origin": .text(snapshot.origin.rawValue),
            "source": snapshot.source.map { .text($0.title) },
            "vantage": .filled(settings.vantage(snapshot.vantage, in: texts.language)),
            "tool": .filled(snapshot.tool), "profile": .filled(definition.profileName(on: date)),
            "method": .text(settings.baseURL + addresses.method),
            "licence": .filled(settings.licence), "citation": .text(citation),
            "rows": .list(comparison.rows.map(row)), "counts": counts.isEmpty ? nil : .list(counts),
        ])
    }

    /// How many rows say yes in each column, and to what.
    private var counts: [JSONValue] {
        comparison.columns.flatMap { column -> [JSONValue] in
            comparison.counts(column).enumerated().map { place, count in
                .object([
                    "service": column.isPerService ? .text(definition.services[place].service.rawValue) : nil,
                    "column": .text(column.rawValue),
                    "atLeast": column == .grade ? .text(definition.lowestGoodGrade(on: date)) : nil,
                    "yes": .number(count.yes), "known": .number(count.known), "unknown": .number(count.unknown),
                ])
            }
        }
    }

    /// Whether others write what a column of the file holds.
    private static func isForeign(_ name: String) -> Bool {
        name == "provider" || name == TableDefinition.Column.notes.rawValue
    }

    private func row(_ row: Comparison.Row) -> JSONValue {
        let profile = definition.profile(on: row.view.manifest.date)
        let questions = comparison.columns.filter { $0 != .notes }.flatMap { column -> [CellKey] in
            column.isPerService
                ? definition.services.map { CellKey(column, of: $0.service, in: definition.name) }
                : [CellKey(column)]
        }
        let history = chronicle.histories[row.provider]
        return .object([
            "provider": .text(row.provider), "name": .text(row.name),
            "date": .text("\(row.staleSince ?? date)"), "stale": row.staleSince == nil ? nil : .truth(true),
            "facts": .list(
                questions.map { question in
                    let fact = row.view.fact(question, profile: profile)
                    var announced: JSONValue?
                    if question.column == .grade, let service = question.service {
                        announced = next(fact, row.view, service)
                    }
                    return fact.json(question, history?.run(question, on: row.view.manifest.date), announced: announced)
                }),
        ])
    }

    /// The grade that the announced profile will give, where it is another one.
    private func next(_ now: CellValue, _ view: ProviderOnDate, _ service: Service) -> JSONValue? {
        guard let later = view.announcedGrade(of: service, in: definition), later.fact != now,
            !(later.fact.finding.isUnknown && now.finding.isUnknown),
            let profile = definition.announced(on: view.manifest.date)?.profile
        else { return nil }
        return .object([
            "profile": .text(profile.name), "from": .text("\(later.from)"),
            "fact": later.fact.json(CellKey(.grade, of: service, in: definition.name), nil),
        ])
    }

    // MARK: Metadata

    /// The columns of the file: their keys, and how the file's first line has them.
    var header: [(name: String, title: String)] {
        [("id", "id"), ("provider", texts.all["columns.provider"] ?? ""), ("date", texts[.csvDate])]
            + columns.map { ($0.name, $0.title) }
    }

    private var metadata: JSONValue {
        let snapshot = comparison.snapshot.manifest
        return .object([
            "@context": ["http://www.w3.org/ns/csvw", .object(["@language": .text(texts.language)])],
            "url": .text("\(name).csv"), "dc:title": .text(title),
            "dc:description": .text(caption), "dc:date": .text("\(date)"),
            "dc:creator": .filled(settings.author), "dc:identifier": .text(url),
            "dc:license": .filled(settings.licenceURL ?? settings.licence),
            "dc:source": snapshot.source.map { .text($0.title) },
            "dc:bibliographicCitation": .text(citation),
            "dc:conformsTo": .text(settings.baseURL + addresses.method),
            "dialect": .object(["header": .truth(true), "encoding": "utf-8", "lineTerminators": "\r\n"]),
            "tableSchema": .object([
                "primaryKey": "id",
                "columns": .list(
                    header.map { name, title in
                        .object([
                            "name": .text(name.replacing("-", with: "_")), "titles": .text(title),
                            "datatype": name == "date" ? "date" : "string",
                            "dc:description": Self.isForeign(name) ? .text(texts[.csvGuard]) : nil,
                        ])
                    }),
            ]),
        ])
    }

    /// The page as a data set for search engines (schema.org).
    var structured: JSONValue {
        let base = settings.baseURL
        func download(_ path: String, _ type: String) -> JSONValue {
            .object(["@type": "DataDownload", "encodingFormat": .text(type), "contentUrl": .text(base + path)])
        }
        return .object([
            "@context": "https://schema.org", "@type": "Dataset", "name": .text(title),
            "description": .text(caption), "url": .text(url), "identifier": .text(url),
            "datePublished": .text("\(date)"), "temporalCoverage": .text("\(date)"),
            "inLanguage": .text(texts.language),
            "license": .filled(settings.licenceURL ?? settings.licence),
            "creator": .filled(settings.author).map { .object(["@type": "Organization", "name": $0]) },
            "measurementTechnique": .text(base + addresses.method), "citation": .text(citation),
            "distribution": [
                download(csvPath, "text/csv"), download(jsonPath, "application/json"),
            ],
        ])
    }
}

extension SiteSettings {
    /// The licence's own address where it is an SPDX identifier.
    var licenceURL: String? {
        let isIdentifier = licence.utf8.allSatisfy {
            (97...122).contains($0 | 0x20) || (48...57).contains($0) || $0 == 45 || $0 == 46
        }
        return isIdentifier && !licence.isEmpty ? "https://spdx.org/licenses/\(licence)" : nil
    }
}

extension CellValue {
    /// As the downloads have it: the state's name and, by state, the value or the reason.
    /// - Parameter run: what was known last; says since when a value holds, or stands beside what is not known.
    /// - Parameter announced: what an announced profile will make of it.
    func json(_ question: CellKey, _ run: ProviderHistories.Run?, announced: JSONValue? = nil) -> JSONValue {
        var values: JSONValue.Members = [
            "service": question.service.map { .text($0.rawValue) }, "column": .text(question.column.rawValue),
            "mixed": mixed ? .truth(true) : nil, "differing": differing.map { .text($0.detail) },
            "noService": hasNoService ? .truth(true) : nil, "announced": announced,
        ]
        switch finding {
        case .measured(let value):
            values["state"] = "measured"
            values["value"] = value.json
        case .notOffered: values["state"] = "notOffered"
        case .notApplicable: values["state"] = "notApplicable"
        case .refused(let by, let why):
            values["state"] = "refused"
            values["by"] = .filled(by)
            values["why"] = .text(why.code.rawValue)
            values["detail"] = .filled(why.detail)
        case .unmeasured(let why):
            values["state"] = "unmeasured"
            values["why"] = .text(why.code.rawValue)
            values["detail"] = .filled(why.detail)
        }
        if let run {
            values["since"] = .text("\(run.since)")
            if finding.isUnknown { values["lastKnown"] = run.fact.json(question, nil) }
        }
        return .object(values)
    }
}

extension CellValue.Value {
    /// In the codes of the snapshots.
    var json: JSONValue {
        switch self {
        case .certificate(let validity): .text(validity.rawValue)
        case .protocols(let versions): .list(versions.map { .text($0.rawValue) })
        case .suites(let quality):
            .object([
                "strength": .text(quality.strength.rawValue), "forwardSecrecy": .truth(quality.forwardSecrecy),
            ])
        case .startTLS(let offer): .text(offer.rawValue)
        case .truth(let truth): .truth(truth)
        case .services(let services): .list(services.map { .text($0) })
        case .grade(let letter): .text(letter)
        case .policy(let word, _): .text(word)
        case .share(let count, let total): .text("\(count)/\(total)")
        case .criteria(let met, let unknown, let total):
            .object(["met": .number(met), "unknown": .number(unknown), "of": .number(total)])
        case .chain(let chain):
            .object([
                "issuers": .list(chain.issuers.map { .text($0) }),
                "lifetimeHours": .list(chain.lifetimes.map { .number($0) }),
                "condition": .text(chain.condition.rawValue),
            ])
        case .keys(let keys):
            .object([
                "keys": .number(keys.count), "shared": .list(keys.shared.map { .list($0.map { .text($0) }) }),
                "issuers": .list(keys.issuers.map { .text($0) }), "unknown": .list(keys.unknown.map { .text($0) }),
            ])
        case .names(let names), .traits(let names): .list(names.map { .text($0) })
        case .strictTransport(let days, let includesSubdomains):
            .object(["days": .number(days), "includesSubdomains": .truth(includesSubdomains)])
        }
    }
}
