import Content
import Grading
import Model

/// The snapshots that a table can be made of, and on which of them its rows were new.
package struct TableHistory: Sendable {
    package let definition: TableDefinition
    /// Oldest first.
    package let entries: [Entry]
    private let places: [Day: Int]

    /// A table on a date.
    package struct Entry: Sendable {
        package let snapshot: Snapshot
        /// Providers that the snapshot lacks and an earlier one of the table has → the newest of those.
        package let staying: [String: Snapshot]
        /// Some row is another than on the date before; true on the first date.
        package let isChanged: Bool
        /// The first date on which all rows were the same as on this one; `nil` where that is this one.
        package let sameAs: Day?

        package var date: Day { snapshot.manifest.date }
    }

    /// - Parameter snapshots: of the whole site, oldest first.
    package init(_ definition: TableDefinition, _ snapshots: [Snapshot], _ chronicle: ProviderHistories) {
        self.definition = definition
        var rows = TableRows(definition: definition, chronicle: chronicle)
        var newest: [String: Snapshot] = [:]
        var known: [TableRows.Look: Day] = [:]
        var before: TableRows.Look?
        var entries: [Entry] = []
        for snapshot in snapshots where definition.isMeant(for: snapshot.manifest.date) {
            guard rows.hasAny(in: snapshot) else { continue }
            let isTranscribed = snapshot.manifest.origin == .transcribed
            // A publication that leaves somebody out had its reasons; a measurement may have been one of a few.
            let staying = isTranscribed ? [:] : newest.filter { snapshot.providers[$0.key] == nil }
            let look = rows.look(of: snapshot, staying: staying)
            // Pages of snapshots from before states were told apart were published whole, and stay so.
            let isWhole = isTranscribed || snapshot.manifest.schema < Self.firstFormatWithStates
            entries.append(
                Entry(
                    snapshot: snapshot, staying: staying, isChanged: look != before,
                    sameAs: isWhole ? nil : known[look]))
            if known[look] == nil { known[look] = snapshot.manifest.date }
            before = look
            for id in snapshot.providers.keys { newest[id] = snapshot }
        }
        self.entries = entries
        places = Dictionary(entries.indices.map { (entries[$0].date, $0) }) { first, _ in first }
    }

    /// The place of a date among the entries; `nil` where the table cannot be made of a snapshot of that date.
    package func place(of date: Day) -> Int? { places[date] }

    /// The table on a date.
    package func entry(on date: Day) -> Entry? { places[date].map { entries[$0] } }

    /// The format of snapshots in which one refers to the findings of another.
    private static let firstFormatWithStates = 2
}

/// Tells whether the rows of a table are the same on two dates. Equal rows have equal numbers.
private struct TableRows {
    let definition: TableDefinition
    let chronicle: ProviderHistories
    private var numbers: [Row: Int] = [:]
    /// What a provider's findings say in the columns: findings that are kept once are looked at once.
    private var facts: [Source: Facts?] = [:]
    private var ages: [Holder: CertificateAges] = [:]

    init(definition: TableDefinition, chronicle: ProviderHistories) {
        self.definition = definition
        self.chronicle = chronicle
    }

    /// All that a table shows but its date.
    struct Look: Hashable {
        var vantage: String
        var profile: String
        var rows: [Int]
    }

    private struct Holder: Hashable {
        var provider: String
        var date: Day
    }

    private struct Source: Hashable {
        var holder: Holder
        var profile: String
        /// See `CertificateAges`.
        var phase: Int
    }

    private struct Facts: Hashable {
        var name: String
        var cells: [CellValue]
        /// Grades by the profile that is announced.
        var announced: [CellValue]
        var aliases: Finding<AliasSummary>
        /// Of the cells that are not known.
        var unknown: [CellKey]
    }

    private struct Row: Hashable {
        var provider: String
        var facts: Facts
        var staleSince: Day?
        var last: [LastKnown?]
    }

    private struct LastKnown: Hashable {
        var fact: CellValue
        var date: Day
    }

    /// Whether one row at least says something in a snapshot.
    mutating func hasAny(in snapshot: Snapshot) -> Bool {
        for id in definition.ids(of: snapshot, staying: [:]) where facts(of: id, snapshot) != nil { return true }
        return false
    }

    mutating func look(of snapshot: Snapshot, staying: [String: Snapshot]) -> Look {
        let present = definition.ids(of: snapshot, staying: staying)
        return Look(
            vantage: snapshot.manifest.vantage, profile: definition.profileName(on: snapshot.manifest.date),
            rows: present.compactMap { id in
                let source = snapshot.providers[id] == nil ? staying[id] : snapshot
                return source.flatMap { row(id, $0, isStale: snapshot.providers[id] == nil) }
            })
    }

    private mutating func row(_ id: String, _ snapshot: Snapshot, isStale: Bool) -> Int? {
        let date = snapshot.manifest.date
        guard let facts = facts(of: id, snapshot) else { return nil }
        let history = chronicle.histories[id]
        let last = facts.unknown.map { question in
            history?.run(question, on: date).map {
                LastKnown(fact: $0.fact, date: history?.lastSeen($0, until: date) ?? date)
            }
        }
        let row = Row(provider: id, facts: facts, staleSince: isStale ? date : nil, last: last)
        if let number = numbers[row] { return number }
        let number = numbers.count
        numbers[row] = number
        return number
    }

    private mutating func facts(of id: String, _ snapshot: Snapshot) -> Facts? {
        let manifest = snapshot.manifest
        let profile = definition.profileName(on: manifest.date)
        let holder = Holder(provider: id, date: manifest.holder(ofFindings: id))
        if ages[holder] == nil { ages[holder] = snapshot.providers[id].map(CertificateAges.init) }
        let next = definition.announced(on: manifest.date)?.profile.name ?? ""
        let source = Source(
            holder: holder, profile: "\(profile) \(next)", phase: ages[holder]?.phase(on: manifest.date) ?? 0)
        if let known = facts[source] { return known }
        let made = snapshot.providers[id].flatMap { findings -> Facts? in
            let view = ProviderOnDate(findings: findings, manifest: manifest)
            guard view.says(anythingOf: definition) else { return nil }
            let questions = definition.questions
            let cells = questions.map { view.fact($0, profile: Profile.named(profile)) }
            let graded = definition.columns.contains(.grade) ? definition.services : []
            return Facts(
                name: findings.name, cells: cells,
                announced: graded.compactMap { view.announcedGrade(of: $0.service, in: definition)?.fact },
                aliases: findings.aliasSummary,
                unknown: zip(questions, cells).filter { $0.1.finding.isUnknown }.map(\.0))
        }
        facts[source] = made
        return made
    }
}

extension TableDefinition {
    /// What its cells ask, column by column.
    fileprivate var questions: [CellKey] {
        columns.filter { $0 != .notes }.flatMap { column in
            column.isPerService ? services.map { CellKey(column, of: $0.service, in: name) } : [CellKey(column)]
        }
    }

    /// The providers that may have a row, in the order of the definition.
    func ids(of snapshot: Snapshot, staying: [String: Snapshot]) -> [String] {
        switch rows {
        case .all: (Array(snapshot.providers.keys) + staying.keys).sorted()
        case .listed(let ids): ids.filter { snapshot.providers[$0] != nil || staying[$0] != nil }
        }
    }
}
