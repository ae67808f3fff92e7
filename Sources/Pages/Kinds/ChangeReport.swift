import Comparison
import Content
import Markdown
import Model
import Text
import YAML

/// What changed between two days in the words of one language: for a terminal, and as the draft of an article.
package struct ChangeReport: Sendable {
    package var from: Day
    package var to: Day
    /// In the order of the directions, then of the providers.
    package var groups: [Group]
    private let title: String
    private let intro: String
    private let nothing: String

    /// The changes of one direction.
    package struct Group: Sendable {
        package var direction: Changes.Direction
        /// `besser`
        package var title: String
        package var lines: [Line]
    }

    /// One change.
    package struct Line: Sendable {
        package var change: Changes.Change
        /// `Jabber für Clients: TLSv1 abgeschaltet`
        package var text: String
        /// The claims of what was and what is, as Markdown links; those only that hold as they stand there.
        package var claims: [String]
    }

    /// Compares two snapshots of a site.
    /// - Parameter language: one of the site's; its first where it is `nil`.
    /// - Throws: a diagnostic for each date that has no snapshot, and for a language that the site does not have.
    package init(_ content: SiteContent, from: Day, to: Day, language: String? = nil) throws(Diagnostics) {
        let dates = content.snapshots.map(\.manifest.date)
        var faults: [Diagnostic] = []
        for date in [from, to] where !dates.contains(date) {
            faults.append(
                Diagnostic(
                    file: "content/snapshots/\(date)", rule: .noSuchSnapshot,
                    message: "no snapshot of \(date)",
                    hint: Suggestion.hint(for: "\(date)", among: dates.map(\.description))))
        }
        let composition = Composition(content, RenderOptions())
        let language = language ?? content.settings.defaultLanguage
        guard faults.isEmpty, let composer = composition.composer(language) else {
            if composition.composer(language) == nil {
                faults.append(
                    Diagnostic(
                        file: "content/site.yaml", rule: .unknownLanguage,
                        message: "unknown language '\(language)'",
                        hint: Suggestion.hint(for: language, among: content.settings.languages)))
            }
            throw Diagnostics(faults)
        }
        self.from = min(from, to)
        self.to = max(from, to)
        let changes = Changes(composer.chronicle, from: self.from, to: self.to).changes
        // Where it is told for which services DANE is there, that it is there at all says the same once more.
        let told = Set(changes.filter { $0.question.column == .daneProtocols }.map(\.provider))
        let words = ChangeFormatter(words: composer.words)
        groups = Changes.Direction.allCases.compactMap { direction in
            let lines = changes.filter {
                $0.direction == direction && !($0.question.column == .dane && told.contains($0.provider))
            }.map { Line(change: $0, text: words.sentence($0), claims: composer.claims(of: $0)) }
            return lines.isEmpty ? nil : Group(direction: direction, title: words.direction(direction), lines: lines)
        }
        let span = ["from": composer.texts.longDate(self.from), "to": composer.texts.longDate(self.to)]
        title = composer.texts.filled(.changesArticle, span)
        intro = composer.texts.filled(.changesIntro, span)
        nothing = composer.texts[.changesNone]
    }

    package var isEmpty: Bool { groups.isEmpty }

    /// The draft of an article: front matter, what changed with its claims, and the tables that tell it.
    /// - Parameters:
    ///   - date: the article's.
    ///   - tables: names of tables to show as they are on `to`.
    package func article(date: Day, tables: [String] = []) -> String {
        var lines = [
            "---", "title: \(YAMLScalar.quoted(title))", "date: \(date)", "tags: []", "draft: true", "---", intro, "",
        ]
        if isEmpty { lines += [nothing, ""] }
        for group in groups {
            lines += ["## \(group.title)", ""]
            for line in group.lines {
                let claims = line.claims.isEmpty ? "" : " (\(line.claims.joined(separator: " → ")))"
                lines.append(
                    "- **\(MarkdownText.escaped(line.change.name))**: \(MarkdownText.escaped(line.text))\(claims)")
            }
            lines.append("")
        }
        for table in tables { lines += ["```table", "name: \(table)", "date: \(to)", "```", ""] }
        return lines.joined(separator: "\n")
    }
}

extension PageComposer {
    /// Claims that a change makes: what was seen last and what is seen first. A claim's text is a cell's text, and a
    /// grade may have been another by the rules of its day, so that each is looked up.
    func claims(of change: Changes.Change) -> [String] {
        [(change.before, change.seenBefore), (change.after, change.since)].compactMap { fact, date in
            var path = ClaimPath(subject: change.provider, column: change.question.column.rawValue)
            path.date = date
            path.service = change.question.service?.rawValue
            guard let value = try? values(of: path).last,
                value.text == words.line(fact, change.question.column).claim(texts)
            else { return nil }
            return "[\(MarkdownText.escaped(value.text))](\(path.target))"
        }
    }
}
