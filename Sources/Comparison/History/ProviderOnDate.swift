import Content
import Grading
import Model

/// One provider in one snapshot, as the tables look at it.
package struct ProviderOnDate {
    package let findings: ProviderFindings
    package let manifest: SnapshotManifest
    private let summaries: [ServiceSummary]

    package init(findings: ProviderFindings, manifest: SnapshotManifest) {
        self.findings = findings
        self.manifest = manifest
        summaries = findings.summaries
    }

    /// The service in the words of the tables; `nil` where the snapshot says nothing of it. A provider with several JID
    /// domains is represented by the first of them, the others stand on the evidence page.
    package func summary(of service: Service) -> ServiceSummary? { summaries.first { $0.service == service } }

    /// The services that the snapshot says something of.
    package var services: [Service] { summaries.map(\.service).unique }

    /// The grade: as published where it was transcribed, else by the profile.
    package func verdict(of service: Service, by profile: Profile?) -> Verdict? {
        if findings.transcription != nil {
            return summary(of: service).map { Verdict(grade: $0.grade) }
        }
        guard let profile, let measured = findings.services.first(where: { $0.service == service }) else { return nil }
        return profile.verdict(for: measured)
    }

    /// A table's cell.
    package func cell(
        _ column: TableDefinition.Column, of table: TableDefinition, notes: [String: String], words: CellFormatter
    )
        -> Cell
    {
        guard column.isPerService else {
            return Cell(column: column, lines: [line(column, table: table.name, notes: notes, words: words)])
        }
        let profile = table.profile(on: manifest.date)
        return Cell(
            column: column,
            lines: table.services.map { labelled in
                var line = line(column, of: labelled.service, profile: profile, words: words)
                if column == .grade { line.next = nextGrade(of: labelled.service, in: table, now: line, words: words) }
                // The TLSA lines of 2014 had no label: one line a service, in the table's order. Of more than two nobody
                // keeps count.
                if column != .tlsa || table.services.count > 2 { line.label = labelled.label }
                return line
            })
    }

    /// The grade by the profile that the table announces; `nil` where it is the same as now, or none is announced. What
    /// was taken over from a publication cannot be graded again.
    package func nextGrade(
        of service: Service, in table: TableDefinition, now line: CellLine, words: CellFormatter
    ) -> CellLine.NextGrade? {
        guard let (fact, from) = announcedGrade(of: service, in: table) else { return nil }
        let later = words.line(fact, .grade)
        let isSame = later.text == line.text && later.mixed == line.mixed
        return isSame ? nil : CellLine.NextGrade(text: later.claim(words.texts), from: from)
    }

    /// What the announced profile of a table says, and from when; `nil` where there is none.
    package func announcedGrade(of service: Service, in table: TableDefinition) -> (fact: CellValue, from: Day)? {
        guard findings.transcription == nil, summary(of: service) != nil,
            let next = table.announced(on: manifest.date)
        else { return nil }
        return (fact(CellKey(.grade, of: service, in: table.name), profile: next.profile), next.from)
    }

    /// One line of a column that is told service by service.
    package func line(_ column: TableDefinition.Column, of service: Service, profile: Profile?, words: CellFormatter)
        -> CellLine
    {
        let isKnown = summary(of: service) != nil
        var line = words.line(fact(CellKey(column, of: service), profile: profile), column)
        // The evidence page has no place for what makes no sense, or was not asked for by a publication.
        let isShown =
            column.applies(to: service)
            && (findings.transcription == nil || TableDefinition.Column.ofServicesIn2014.contains(column))
        if isKnown && isShown { line.anchor = "\(service.rawValue)-\(column.rawValue)" }
        return line
    }

    /// The line of a column that says one thing of the whole provider.
    package func line(_ column: TableDefinition.Column, table: String, notes: [String: String], words: CellFormatter)
        -> CellLine
    {
        var line =
            column == .notes
            ? CellLine(text: remark(table: table, notes: notes, words: words), state: .plain)
            : words.line(fact(CellKey(column), profile: nil), column)
        line.anchor = column == .notes || !isKnown(column) ? nil : column.rawValue
        return line
    }

    /// Whether any service is covered by DANE. A proven absence is a no.
    package var dane: Finding<Bool> {
        switch findings.daneServices {
        case .notOffered: .measured(false)
        case let other: other.map { !$0.isEmpty }
        }
    }

    private func remark(table: String, notes: [String: String], words: CellFormatter) -> String {
        if let told = findings.transcription?.remarks { return told[words.texts.language] ?? "" }
        return [notes[table] ?? "", table == "dane" ? words.aliases(findings) : ""].filter { !$0.isEmpty }
            .joined(separator: "; ")
    }

    /// True where the snapshot says anything about a column of the table.
    package func says(anythingOf table: TableDefinition) -> Bool {
        table.columns.contains { column in
            switch column {
            case .dnssec: isAsked(findings.dnssecSummary)
            case .dane, .daneProtocols: isAsked(findings.daneServices)
            case .aliases: isAsked(findings.aliasSummary)
            case .hallOfFame: hasPolicies
            case .certificateKeys: isAsked(findings.certificateKeys)
            case _ where column.isPolicy: isAsked(findings.policySummary(column))
            case .notes: false
            default: table.services.contains { summary(of: $0.service) != nil }
            }
        }
    }

    /// Whether the evidence page has a place for a column that is told of the whole provider. What a publication did
    /// not speak of has none.
    package func isKnown(_ column: TableDefinition.Column) -> Bool {
        switch column {
        case _ where column.isPolicy: isAsked(findings.policySummary(column))
        case .aliases: isAsked(findings.aliasSummary)
        case .hallOfFame: hasPolicies
        case .certificateKeys: findings.transcription == nil && isAsked(findings.certificateKeys)
        case _ where findings.transcription == nil: true
        case .dnssec: isAsked(findings.dnssecSummary)
        default: isAsked(findings.daneServices)
        }
    }

    private var hasPolicies: Bool { findings.transcription == nil && findings.domains.first?.policies != nil }

    private func isAsked<Value>(_ finding: Finding<Value>) -> Bool {
        if case .unmeasured(let why) = finding { why.code != .notAsked } else { true }
    }
}
