import Comparison
import Content
import Model
import Templates

/// Providers and their services with grades, the best first: on the home page, and in the list of all providers.
struct GradeMatrix: TemplateData {
    var caption: String
    var columns: [HeaderCell]
    /// With what only the list of all providers tells.
    var isWhole: Bool
    var rows: [Row]

    static let schema = TemplateSchema<Self>(
        "matrix of grades", "providers and their services with grades",
        [
            .text("matrix-caption", "when it was measured, and by which rules the grades are given") { $0.caption },
            .list("headers", "the services") { $0.columns },
            .truth("matrix-whole", "whether it tells the country, DANE and the date as well") { $0.isWhole },
            .list("matrix-rows", "the providers, the best first") { $0.rows },
        ])

    /// A provider.
    struct Row: TemplateData {
        var name: String
        var href: String
        var seen: String?
        var country: String
        var dane: GradeBadge?
        var date: String
        var grades: [GradeBadge]

        static let schema = TemplateSchema<Self>(
            "provider in a matrix", "a provider with its grades",
            [
                .text("provider-name", "the provider's name") { $0.name },
                .text("provider-href", "the link to its page") { $0.href },
                .text("provider-seen", "of which date its grades are, if not of the newest") { $0.seen },
                .text("provider-country", "its country") { $0.country },
                .one("provider-dane", "whether DANE protects one of its services") { $0.dane },
                .text("provider-date", "since which date it is in this state, or that nothing is known") { $0.date },
                .list("provider-grades", "its grades, in the order of the services") { $0.grades },
            ])
    }
}

extension PageComposer {
    /// The providers that were measured; `nil` where no grade is known of any.
    func matrixOfMeasured(_ links: Links) -> GradeMatrix? {
        let rows = content.standings.measured.filter { content.providers[$0.id] != nil && !$0.present.isEmpty }
        let services = graded(rows)
        guard let newest = rows.map(\.date).max(), !services.isEmpty else { return nil }
        return GradeMatrix(
            caption: texts.filled(.gradesCaption, ["date": texts.longDate(newest)]) + " " + caption(rows),
            columns: services.map { HeaderCell(text: shortName($0, among: services)) },
            isWhole: false,
            rows: rows.map { standing in
                row(
                    standing, services, links, to: nil,
                    seen: standing.date == newest
                        ? nil : texts.filled(.standingOf, ["date": texts.longDate(standing.date)]))
            })
    }

    /// All providers: those that were measured, those that publications tell of, and those of which nothing is known.
    func matrixOfAll(_ links: Links) -> GradeMatrix {
        let standings = (content.standings.measured + content.standings.transcribed).filter {
            content.providers[$0.id] != nil
        }
        let services = graded(standings)
        let rest = content.providers.keys.filter { content.standings.all[$0] == nil }.sorted()
        return GradeMatrix(
            caption: standings.isEmpty ? "" : caption(standings),
            columns: services.map { HeaderCell(text: shortName($0, among: services)) }, isWhole: true,
            rows: standings.map { row($0, services, links, to: links, seen: nil) }
                + rest.compactMap { id in
                    content.providers[id].map { file in
                        GradeMatrix.Row(
                            name: file.provider.name, href: links.page(addresses.provider(id)),
                            country: country(of: id), date: texts[.notYetMeasured],
                            grades: services.map { _ in unasked })
                    }
                })
    }

    private func row(
        _ standing: Standing, _ services: [Service], _ links: Links, to evidence: Links?, seen: String?
    ) -> GradeMatrix.Row {
        let date = texts.longDate(stateDate(of: standing))
        return GradeMatrix.Row(
            name: content.providers[standing.id]?.provider.name ?? standing.name,
            href: links.page(addresses.provider(standing.id)), seen: seen, country: country(of: standing.id),
            dane: dane(standing, evidence),
            date: standing.isTranscribed ? texts.filled(.standingTranscribed, ["date": date]) : date,
            grades: services.map { service in
                standing.grades.first { $0.service == service }.map { badge($0, of: standing, evidence) } ?? unasked
            })
    }

    /// Where nothing was asked, nothing is said.
    private var unasked: GradeBadge {
        GradeBadge(text: texts[.unasked], state: CellLine.State.notApplicable.rawValue, spoken: texts[.spokenUnasked])
    }

    private func dane(_ standing: Standing, _ links: Links?) -> GradeBadge {
        let question = CellKey(.dane)
        guard let history = chronicle.histories[standing.id], let newest = history.dates.last else { return unasked }
        let run = history.run(question, on: newest)
        guard let fact = history.unknown[question] ?? run?.fact else { return unasked }
        let date = history.unknown[question] == nil ? run.map { history.lastSeen($0, until: newest) } : nil
        let line = words.line(fact, .dane)
        return GradeBadge(
            text: line.text, state: line.state.rawValue, spoken: line.spoken.isEmpty ? line.why : line.spoken,
            href: links.map { $0.page(evidenceAddress(standing.id, date ?? newest), question.anchor) })
    }

    /// The country's name; its code where the texts have no name for it.
    func country(of id: String) -> String {
        let code = content.providers[id]?.provider.country ?? ""
        return code.isEmpty ? "" : texts[.countries, code, fallback: code]
    }

    /// The services of which one provider at least has a grade.
    private func graded(_ standings: [Standing]) -> [Service] {
        let known = Set(standings.flatMap { $0.present.filter { $0.rank != nil }.map(\.service) })
        return Service.allCases.filter(known.contains)
    }

    /// `IMAP`; with the table's label where two services share a name.
    private func shortName(_ service: Service, among services: [Service]) -> String {
        func name(_ service: Service) -> String {
            texts[.daneProtocols, service.rawValue, fallback: service.rawValue]
        }
        guard services.count(where: { name($0) == name(service) }) > 1 else { return name(service) }
        let label = grading(service)?.services.first { $0.service == service }?.label ?? ""
        return label.isEmpty
            ? texts[.services, service.rawValue, fallback: service.rawValue] : "\(name(service)) \(label)"
    }

    /// The order of the rows, and by which rules they are graded.
    private func caption(_ standings: [Standing]) -> String {
        let measured = standings.filter { !$0.isTranscribed }
        let profiles = measured.flatMap(\.grades).compactMap(\.profile?.name).unique.sorted()
        guard !profiles.isEmpty else { return texts[.gradesOrder] }
        return texts[.gradesOrder] + " "
            + texts.filled(.captionProfiles, ["profiles": profiles.joined(separator: ", ")])
    }
}
