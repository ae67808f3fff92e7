import Content
import Model
import Text
import YAML

/// How to cite a table or the site's data, for programs that manage citations.
extension TableDownload {
    var bibTeXPath: String { "\(folder)\(name).bib" }
    var cslPath: String { "\(folder)\(name).csl.json" }

    /// An entry of BibTeX; every bibliography program reads it.
    var bibTeX: [UInt8] {
        let fields = [
            ("author", "{\(Self.braced(author))}"), ("title", "{\(Self.braced(title))}"), ("year", "\(date.year)"),
            ("month", "\(date.month)"), ("url", url), ("note", Self.braced(caption)),
        ]
        let lines = fields.map { "  \($0) = {\($1)},\n" }.joined()
        return Array("@misc{\(name),\n\(lines)}\n".utf8)
    }

    /// What would be a command to TeX.
    private static func braced(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&", "%", "$", "#", "_", "{", "}": result += "\\\(scalar)"
            case "\\": result += "\\textbackslash{}"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// CSL-JSON (citationstyles.org, csl-data schema 1.0), as Zotero and Pandoc read it.
    var csl: JSONValue {
        .list([
            .object([
                "id": .text(name), "type": "dataset", "title": .text(title), "URL": .text(url),
                "abstract": .text(caption),
                "author": .list([.object(["literal": .text(author)])]), "language": .text(texts.language),
                "issued": .object([
                    "date-parts": .list([.list([.number(date.year), .number(date.month), .number(date.day)])])
                ]),
            ])
        ])
    }
}

extension SiteFiles {
    /// `CITATION.cff` (Citation File Format 1.2.0): the site's data as a data set, as of its newest measurement.
    static func citation(_ settings: SiteSettings, _ texts: Localization, newest: Day) -> [UInt8] {
        let title = settings.title[texts.language] ?? ""
        var lines = [
            ("cff-version", "1.2.0"), ("message", quoted(texts[.citationMessage])), ("type", "dataset"),
            ("title", quoted(title)),
        ]
        let description = settings.description[texts.language] ?? ""
        if !description.isEmpty { lines.append(("abstract", quoted(description))) }
        lines.append(("authors", "[{name: \(quoted(settings.author.isEmpty ? title : settings.author))}]"))
        lines.append(("url", quoted(settings.baseURL)))
        if !settings.doi.isEmpty { lines.append(("doi", quoted(settings.doi))) }
        if settings.licenceURL != nil { lines.append(("license", quoted(settings.licence))) }
        lines += [("version", quoted("\(newest)")), ("date-released", "\(newest)")]
        return Array(lines.map { "\($0): \($1)\n" }.joined().utf8)
    }

    private static func quoted(_ text: String) -> String { YAMLScalar.quoted(text) }
}
