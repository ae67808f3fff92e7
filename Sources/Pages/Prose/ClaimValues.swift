import Comparison
import Content
import Model
import Text

extension PageComposer {
    /// What a claim's text must be, by day, oldest first: one day where the claim is dated, else every day that says
    /// anything of it.
    func values(of claim: ClaimPath) throws(ClaimFault) -> [ClaimValue] {
        let column = try column(claim)
        let service = try service(claim)
        guard let date = claim.date else {
            let known = try known(claim)
            return known.compactMap { snapshot in
                try? value(claim, column, service, in: snapshot)
            }
        }
        guard let snapshot = content.snapshots.first(where: { $0.manifest.date == date }) else {
            throw ClaimFault(
                message: "no snapshot of \(date)",
                hint: Suggestion.hint(for: "\(date)", among: content.snapshots.map(\.manifest.date.description)))
        }
        return [try value(claim, column, service, in: snapshot)]
    }

    /// The snapshots that an undated claim can be about.
    private func known(_ claim: ClaimPath) throws(ClaimFault) -> [Snapshot] {
        if counts(claim) { return try table(claim).entries.map(\.snapshot) }
        let snapshots = content.snapshots.filter { $0.providers[claim.subject] != nil }
        if snapshots.isEmpty {
            throw ClaimFault(
                message: "no snapshot contains the provider '\(claim.subject)'",
                hint: Suggestion.hint(for: claim.subject, among: Set(content.snapshots.flatMap(\.providers.keys))),
                isAboutFindings: true)
        }
        return snapshots
    }

    private func column(_ claim: ClaimPath) throws(ClaimFault) -> TableDefinition.Column {
        let columns = TableDefinition.Column.allCases.filter {
            $0.isPerService == (claim.service != nil) && $0 != .notes
        }
        if let column = columns.first(where: { $0.rawValue == claim.column }) { return column }
        throw ClaimFault(
            message: "unknown column '\(claim.column)'",
            hint: Suggestion.hint(for: claim.column, among: columns.map(\.rawValue)))
    }

    private func service(_ claim: ClaimPath) throws(ClaimFault) -> Service? {
        guard let name = claim.service else { return nil }
        if let service = Service(rawValue: name) { return service }
        throw ClaimFault(
            message: "unknown service '\(name)'",
            hint: Suggestion.hint(for: name, among: Service.allCases.map(\.rawValue)))
    }

    private func value(
        _ claim: ClaimPath, _ column: TableDefinition.Column, _ service: Service?, in snapshot: Snapshot
    ) throws(ClaimFault) -> ClaimValue {
        if counts(claim) { return try count(claim, claim.value, column, service, in: snapshot) }
        let date = snapshot.manifest.date
        guard let findings = snapshot.providers[claim.subject] else {
            throw ClaimFault(
                message: "the snapshot of \(date) does not contain the provider '\(claim.subject)'",
                hint: Suggestion.hint(for: claim.subject, among: snapshot.providers.keys), isAboutFindings: true)
        }
        let view = ProviderOnDate(findings: findings, manifest: snapshot.manifest)
        var line = view.line(column, table: "", notes: [:], words: words)
        if let service {
            guard view.summary(of: service) != nil else {
                throw ClaimFault(
                    message:
                        "the snapshot of \(date) does not contain the service '\(service.rawValue)' of \(claim.subject)",
                    hint: Suggestion.hint(for: service.rawValue, among: view.services.map(\.rawValue)))
            }
            line = view.line(column, of: service, profile: profile(for: service, on: date), words: words)
        }
        return ClaimValue(
            text: line.claim(texts), date: date, address: evidenceAddress(claim.subject, date), anchor: line.anchor,
            isKnown: line.isKnown)
    }

    private func table(_ claim: ClaimPath) throws(ClaimFault) -> TableHistory {
        if let table = edition.tables.first(where: { $0.definition.name == claim.subject }) { return table }
        throw ClaimFault(
            message: "unknown table '\(claim.subject)'",
            hint: Suggestion.hint(for: claim.subject, among: content.tables.keys))
    }

    /// Whether rows of a table are counted. A provider of the same name comes first.
    private func counts(_ claim: ClaimPath) -> Bool {
        claim.value != nil
            || (content.tables[claim.subject] != nil
                && !content.snapshots.contains { $0.providers[claim.subject] != nil })
    }

    /// `47 von 50`: how many rows of a table say a thing, out of those of which it is known what they say; without a
    /// thing, how many say yes.
    private func count(
        _ claim: ClaimPath, _ value: String?, _ column: TableDefinition.Column, _ service: Service?,
        in snapshot: Snapshot
    ) throws(ClaimFault) -> ClaimValue {
        let table = try table(claim)
        let date = snapshot.manifest.date
        guard table.entry(on: date) != nil else {
            throw ClaimFault(
                message: "the table has no snapshot of \(date)",
                hint: Suggestion.hint(for: "\(date)", among: table.entries.map(\.date.description)),
                isAboutFindings: true)
        }
        let position = service.map { service in table.definition.services.firstIndex { $0.service == service } } ?? 0
        guard let position, table.definition.columns.contains(column) else {
            throw ClaimFault(
                message:
                    "the table '\(claim.subject)' has no cells for '\(claim.service.map { "\($0)/" } ?? "")\(claim.column)'",
                hint:
                    "its columns: \(table.definition.columns.map(\.rawValue).joined(separator: ", ")); its services: \(table.definition.services.map(\.service.rawValue).joined(separator: ", "))"
            )
        }
        let comparison = Comparison(
            table.definition, snapshot: snapshot, providers: content.providers, texts: texts, chronicle: chronicle,
            columns: [column])
        guard let value else {
            let counts = comparison.counts(column)
            guard counts.indices.contains(position) else {
                throw ClaimFault(
                    message: "nothing is counted in the column '\(column.rawValue)' on \(date)",
                    hint: "write which value is meant, as in \(claim.target)=VALUE")
            }
            let count = counts[position]
            return ClaimValue(
                text: texts.filled(.claimCount, ["count": "\(count.yes)", "total": "\(count.known)"]), date: date,
                address: addresses.table(claim.subject, date), anchor: nil, isKnown: count.known > 0)
        }
        let lines = comparison.rows.compactMap { $0.cells.first }.compactMap { cell in
            cell.lines.indices.contains(position) ? cell.lines[position] : nil
        }.filter { $0.isKnown && $0.state != .notApplicable }
        let matching = lines.count { $0.says(value) }
        let said = Set(lines.flatMap(\.said))
        if matching == 0, !said.contains(CellLine.written(value)), claim.date != nil {
            throw ClaimFault(
                message: "no cell of '\(claim.subject)' has the value '\(value)' on \(date)",
                hint: Suggestion.hint(for: value, among: said), isAboutFindings: true)
        }
        let text = texts.filled(.claimCount, ["count": "\(matching)", "total": "\(lines.count)"])
        return ClaimValue(
            text: text, date: date, address: tableAddress(table, date), anchor: nil,
            isKnown: !lines.isEmpty)
    }
}

extension CellLine {
    /// Whether it was measured what stands there, be it an absence.
    var isKnown: Bool { state != .unknown && state != .refused }

    /// What is counted as said: the whole text, and each of its parts between commas. Lower case, hyphens for spaces.
    var said: [String] {
        ([text] + text.split(separator: ",").map(String.init)).map(Self.written)
    }

    func says(_ value: String) -> Bool { said.contains(Self.written(value)) }

    static func written(_ text: String) -> String {
        text.lowercased().split(separator: " ").joined(separator: "-")
    }
}
