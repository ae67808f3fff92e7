import Content
import Model
import Text
import YAML

extension ArticleDraft {
    /// A post about an incident, in the form that the blog had in 2014: since when, what is reported, updates, and how it
    /// ended. Everything is taken from the incident's file.
    /// - Parameters:
    ///   - id: the file's name without its ending.
    ///   - title: instead of the incident's.
    ///   - language: one of the site's; its first where it is `nil`.
    /// - Throws: a diagnostic where there is no such incident or language.
    package init(
        incident id: String, title: String? = nil, language: String? = nil, in content: SiteContent
    ) throws(Diagnostics) {
        let language = language ?? content.settings.defaultLanguage
        guard let incident = content.incidents.map(\.incident).first(where: { $0.id == id }) else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/incidents", rule: .noSuchIncident, message: "unknown incident '\(id)'",
                    hint: Suggestion.hint(for: id, among: content.incidents.map(\.incident.id)))
            ])
        }
        guard let texts = content.texts[language] else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/site.yaml", rule: .unknownLanguage, message: "unknown language '\(language)'",
                    hint: Suggestion.hint(for: language, among: content.settings.languages))
            ])
        }
        let words = IncidentFormatter(texts: texts)
        let provider = content.providers[incident.provider]?.provider.name ?? incident.provider
        let title = title ?? words.title(incident, provider)
        let day = incident.began.by.day ?? .first
        let stages = incident.updates.map { (at: $0.at, text: words.text($0, of: incident, provider)) }
        let first = stages.first?.text ?? ""
        var lines = [
            "---", "title: \(YAMLScalar.quoted(title))", "date: \(day)",
            "tags: [\(YAMLScalar.quoted(texts[.incidentTag])), \(YAMLScalar.quoted(provider))]",
            "summary: \(YAMLScalar.quoted(first))", stages.count > 1 ? "updates:" : "updates: []",
        ]
        for stage in stages.dropFirst() {
            lines.append(
                "  - {date: \(stage.at.day ?? day), text: \(YAMLScalar.quoted("\(words.time(stage.at)): \(stage.text)"))}"
            )
        }
        lines += ["# Not published until this is false; the preview and build --drafts show it.", "draft: true", "---"]
        lines += [Self.plain(first), ""]
        for report in incident.reports {
            let when = report.at.map { " (\(words.time($0)))" } ?? ""
            lines += ["\(Self.plain(report.source))\(when): „\(Self.plain(report.text))“", ""]
        }
        lines += ["```chart", "kind: incident", "incident: \(id)", "```", ""]
        path =
            "content/articles/\(day)-\(Slug.make(title).prefix(80))"
            + (language == content.settings.defaultLanguage ? ".md" : ".\(language).md")
        text = lines.joined(separator: "\n")
    }

    /// Untrusted input in Markdown: what could be markup stands for itself (CommonMark §2.4).
    private static func plain(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "&": result += "\\\(scalar)"
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
