import Comparison
import Content
import Model
import Templates

/// What is known of a provider now, since when, and what it was before: of the whole provider, or of a service.
struct ProviderHistory: TemplateData {
    var id: String
    var title: String
    /// How many facts were others before; `nil` where none were.
    var changed: String?
    var rows: [Row]

    /// It is about the provider as a whole.
    var isOfDomain: Bool { id == Self.domainID }
    fileprivate static let domainID = "stand-domain"

    static let schema = TemplateSchema<Self>(
        "history", "what is known of a provider or of one of its services",
        [
            .text("part-id", "the anchor of the part") { $0.id },
            .text("part-title", "the service, or that it is the whole provider") { $0.title },
            .text("part-earlier", "how many facts were others before, if some were") { $0.changed },
            .list("rows", "what is known") { $0.rows },
        ])

    /// One fact.
    struct Row: TemplateData {
        var title: String
        var text: String?
        var state: String?
        var href: String?
        var since: String?
        var sinceLong: String?
        var seen: String?
        var unknown: String?
        var unknownHref: String?
        var next: String?
        var earlier: [Earlier]
        var further: String?

        static let schema = TemplateSchema<Self>(
            "fact", "what is known, and what it was before",
            [
                .text("fact-title", "the column's name") { $0.title },
                .text("fact-text", "the value") { $0.text },
                .text("fact-state", "its state, as `line-state` of a table") { $0.state },
                .text("fact-href", "the link to its evidence, if it was ever known") { $0.href },
                .text("fact-since", "since when, `2014-07-29`") { $0.since },
                .text("fact-since-long", "the same in words") { $0.sinceLong },
                .text("fact-seen", "when it was seen last, if that is not the newest snapshot") { $0.seen },
                .text("fact-unknown", "why the newest snapshot does not know it") { $0.unknown },
                .text("fact-unknown-href", "the link to the evidence for that") { $0.unknownHref },
                .text("fact-next", "which grade an announced profile will give, and from when, if it is another one") {
                    $0.next
                },
                .list("earlier", "the values before, newest first; of many the newest") { $0.earlier },
                .text("earlier-further", "how many values more there were before") { $0.further },
            ])
    }

    /// A value before the present one.
    struct Earlier: TemplateData {
        var text: String
        var state: String
        var href: String
        var period: String

        static let schema = TemplateSchema<Self>(
            "earlier value", "a value before the present one",
            [
                .text("earlier-text", "the value") { $0.text },
                .text("earlier-state", "its state, as `line-state` of a table") { $0.state },
                .text("earlier-href", "the link to its evidence") { $0.href },
                .text("earlier-period", "from when to when") { $0.period },
            ])
    }
}

extension PageComposer {
    /// A part for what is said of the whole provider, then one for each service.
    func history(of provider: String, _ links: Links) -> [ProviderHistory] {
        guard let history = chronicle.histories[provider] else { return [] }
        let questions = Set(history.runs.keys).union(history.unknown.keys)
        let services = Dictionary(grouping: questions) { $0.service }
        let sorted = services.sorted { ($0.value.min() ?? CellKey(.notes)) < ($1.value.min() ?? CellKey(.notes)) }
        return sorted.compactMap { service, questions in
            let rows = questions.sorted().compactMap { row($0, provider, history, links) }
            guard !rows.isEmpty else { return nil }
            let changed = rows.count { !$0.earlier.isEmpty }
            return ProviderHistory(
                id: service.map { "stand-\($0.rawValue)" } ?? ProviderHistory.domainID,
                title: service.map { texts[.services, $0.rawValue, fallback: $0.rawValue] } ?? texts[.historyWhole],
                changed: changed == 0 ? nil : texts.filled(.historyChanged, ["count": "\(changed)"]), rows: rows)
        }
    }

    private func row(_ question: CellKey, _ provider: String, _ history: ProviderHistories.History, _ links: Links)
        -> ProviderHistory.Row?
    {
        let unknown = history.unknown[question]
        guard let newest = history.dates.last else { return nil }
        let runs = history.runs[question] ?? []
        // What was never asked for is no news.
        if runs.isEmpty, case .unmeasured(let why)? = unknown?.finding, why.code == .notAsked { return nil }
        var row = ProviderHistory.Row(
            title: title(of: question), earlier: earlier(runs, question, provider, links),
            further: further(runs.count - 1 - Self.earlierAtMost))
        if let fact = runs.last?.fact ?? unknown {
            row.text = ChangeFormatter(words: words).said(fact, question)
            row.state = words.line(fact, question.column).state.rawValue
        }
        if let run = runs.last {
            let seen = history.lastSeen(run, until: newest)
            row.href = links.page(evidenceAddress(provider, seen), question.anchor)
            row.next = announcedGrade(question, of: provider, on: seen)
            row.since = "\(run.since)"
            row.sinceLong = texts.longDate(run.since)
            if seen < newest { row.seen = texts.filled(.historySeen, ["date": texts.longDate(seen)]) }
        }
        if let unknown {
            let why = words.line(unknown, question.column).why
            let values = ["date": texts.longDate(newest), "why": why]
            row.unknown = runs.isEmpty ? nil : texts.filled(.historyUnknown, values)
            row.unknownHref = links.page(evidenceAddress(provider, newest), question.anchor)
        }
        return row
    }

    /// `ab 1. Dezember 2026: C`; `nil` where no profile is announced, or it changes nothing.
    private func announcedGrade(_ question: CellKey, of provider: String, on date: Day) -> String? {
        guard question.column == .grade, let service = question.service, let table = content.tables[question.table],
            let snapshot = content.snapshots.last(where: { $0.manifest.date == date }),
            let newest = content.snapshots.last?.manifest.date, let next = table.announced(on: newest),
            next.from == table.announced(on: date)?.from, let findings = snapshot.providers[provider]
        else { return nil }
        let view = ProviderOnDate(findings: findings, manifest: snapshot.manifest)
        let now = view.line(.grade, of: service, profile: table.profile(on: date), words: words)
        return view.nextGrade(of: service, in: table, now: now, words: words).map {
            texts.filled(.nextGrade, ["date": texts.longDate($0.from), "grade": $0.text])
        }
    }

    /// The most values that are shown before the present one, and the most dates with changes.
    private static let earlierAtMost = 5
    private static let datesAtMost = 10
    /// The most changes of the newest date that are shown without being asked for.
    private static let openAtMost = 6

    /// How many more there are; `nil` where there are none.
    private func further(_ count: Int) -> String? {
        count > 0 ? texts.filled(.historyFurther, ["count": "\(count)"]) : nil
    }

    /// The values before the present one, newest first.
    private func earlier(
        _ runs: [ProviderHistories.Run], _ question: CellKey, _ provider: String, _ links: Links
    ) -> [ProviderHistory.Earlier] {
        zip(runs, runs.dropFirst()).suffix(Self.earlierAtMost).reversed().map { run, next in
            let dates = ["from": texts.longDate(run.since), "to": texts.longDate(next.since)]
            return ProviderHistory.Earlier(
                text: ChangeFormatter(words: words).said(run.fact, question),
                state: words.line(run.fact, question.column).state.rawValue,
                href: links.page(evidenceAddress(provider, run.since), question.anchor),
                period: texts.filled(.historyPeriod, dates))
        }
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

    /// What changed at a provider, newest first: a part for each snapshot that shows something new, of many for the
    /// newest, and how many more there are.
    func changes(
        of provider: String, _ links: Links
    ) -> (newest: [ProviderPage.DatedChanges], further: String?) {
        let all = changes(of: provider)
        let newest = all.prefix(Self.datesAtMost).enumerated().map { place, changes in
            ProviderPage.DatedChanges(
                iso: "\(changes.to)", long: texts.longDate(changes.to), count: changeCount(changes),
                isOpen: place == 0 && changes.changes.count <= Self.openAtMost,
                changes: changes.changes.map { change($0, links) })
        }
        return (newest, further(all.count - newest.count))
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
