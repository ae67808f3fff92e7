import Comparison
import Content
import Model
import Templates

/// What is known of a provider now, since when, and what it was before.
extension PageComposer {
    /// A part for what is said of the whole provider, then one for each service.
    func history(of provider: String, _ links: Links) -> [TemplateContext] {
        guard let history = chronicle.histories[provider] else { return [] }
        let questions = Set(history.runs.keys).union(history.unknown.keys)
        let services = Dictionary(grouping: questions) { $0.service }
        let sorted = services.sorted { ($0.value.min() ?? CellKey(.notes)) < ($1.value.min() ?? CellKey(.notes)) }
        return sorted.compactMap { service, questions in
            let rows = questions.sorted().compactMap { row($0, provider, history, links) }
            guard !rows.isEmpty else { return nil }
            return TemplateContext {
                $0.set(.partId, service.map { "stand-\($0.rawValue)" } ?? "stand-domain")
                $0.set(
                    .partTitle,
                    service.map { texts[.services, $0.rawValue, fallback: $0.rawValue] } ?? texts[.historyWhole])
                $0.set(.rows, rows)
            }
        }
    }

    private func row(_ question: CellKey, _ provider: String, _ history: ProviderHistories.History, _ links: Links)
        -> TemplateContext?
    {
        let unknown = history.unknown[question]
        guard let newest = history.dates.last else { return nil }
        let runs = history.runs[question] ?? []
        // What was never asked for is no news.
        if runs.isEmpty, case .unmeasured(let why)? = unknown?.finding, why.code == .notAsked { return nil }
        return TemplateContext {
            $0.set(.factTitle, title(of: question))
            if let run = runs.last {
                let seen = history.lastSeen(run, until: newest)
                set(run.fact, question, in: &$0)
                $0.set(.factHref, links.page(addresses.evidence(provider, seen), question.anchor))
                $0.set(.factSince, "\(run.since)")
                $0.set(.factSinceLong, texts.longDate(run.since))
                if seen < newest { $0.set(.factSeen, texts.filled(.historySeen, ["date": texts.longDate(seen)])) }
            } else if let unknown {
                set(unknown, question, in: &$0)
            }
            if let unknown {
                let why = words.line(unknown, question.column).why
                let values = ["date": texts.longDate(newest), "why": why]
                $0.set(.factUnknown, runs.isEmpty ? nil : texts.filled(.historyUnknown, values))
                $0.set(.factUnknownHref, links.page(addresses.evidence(provider, newest), question.anchor))
            }
            $0.set(.earlier, earlier(runs, question, provider, links))
        }
    }

    /// The values before the present one, newest first.
    private func earlier(
        _ runs: [ProviderHistories.Run], _ question: CellKey, _ provider: String, _ links: Links
    ) -> [TemplateContext] {
        zip(runs, runs.dropFirst()).reversed().map { run, next in
            TemplateContext {
                let line = words.line(run.fact, question.column)
                $0.set(.earlierText, ChangeFormatter(words: words).said(run.fact, question))
                $0.set(.earlierState, line.state.rawValue)
                $0.set(.earlierHref, links.page(addresses.evidence(provider, run.since), question.anchor))
                let dates = ["from": texts.longDate(run.since), "to": texts.longDate(next.since)]
                $0.set(.earlierPeriod, texts.filled(.historyPeriod, dates))
            }
        }
    }

    private func set(_ fact: CellValue, _ question: CellKey, in scope: inout TemplateContext) {
        scope.set(.factText, ChangeFormatter(words: words).said(fact, question))
        scope.set(.factState, words.line(fact, question.column).state.rawValue)
    }

    /// The column's name; a grade's names its table where several tables grade.
    func title(of question: CellKey) -> String {
        let header = words.name(of: question.column)
        let grading = edition.tables.filter { $0.definition.columns.contains(.grade) }
        guard question.column == .grade, grading.count > 1,
            let table = grading.first(where: { $0.definition.name == question.table })
        else { return header }
        return texts.filled(.labelled, ["label": header, "value": title(of: table.definition)])
    }

    /// What changed at a provider, newest first: a part for each snapshot that shows something new.
    func changes(of provider: String, _ links: Links) -> [TemplateContext] {
        changes(of: provider).map { changes in
            TemplateContext {
                $0.set(.dateIso, "\(changes.to)")
                $0.set(.dateLong, texts.longDate(changes.to))
                $0.set(.changes, changes.changes.map { change($0, links) })
            }
        }
    }

    /// The same as data.
    func changes(of provider: String) -> [Changes] {
        guard let history = chronicle.histories[provider] else { return [] }
        let changed = Set(history.runs.values.flatMap { $0.dropFirst().map(\.since) })
        return zip(history.dates, history.dates.dropFirst()).reversed().compactMap { from, to in
            guard changed.contains(to) else { return nil }
            let changes = Changes(chronicle, from: from, to: to, providers: [provider]) { $0.column != .dane }
            return changes.isEmpty ? nil : changes
        }
    }
}
