import Comparison
import Content
import Model
import Names
import Templates

/// The answers of servers that the cells of an evidence page rest on, with the beginning of their bytes.
struct RecordsPage: TemplateData {
    var title: String
    var evidenceHref: String
    var evidenceTitle: String
    var sections: [Section]
    /// What no cell rests on.
    var others: [EvidenceRecordEntry]
    var certificates: [EvidenceRecordEntry]

    static let schema = TemplateSchema<Self>(
        "records", "the answers of servers that an evidence page rests on, and raw data",
        [
            .text("title", "the page's heading") { $0.title },
            .text("evidence-href", "the link to the evidence page") { $0.evidenceHref },
            .text("evidence-title", "the evidence page's heading") { $0.evidenceTitle },
            .list("record-sections", "the domains, then a section for each service") { $0.sections },
            .list("other-records", "the records that no cell rests on") { $0.others },
            .list("certificates", "the certificates") { $0.certificates },
        ])

    /// The provider's domains, or a service.
    struct Section: TemplateData {
        var id: String
        var title: String
        var domain: String?
        var href: String
        var places: [Place]

        static let schema = TemplateSchema<Self>(
            "section of records", "what the cells of a service, or of the domains, rest on",
            [
                .text("section-id", "the anchor of the section") { $0.id },
                .text("section-title", "the service") { $0.title },
                .text("section-domain", "the domain") { $0.domain },
                .text("section-href", "the link to the same on the evidence page") { $0.href },
                .list("places", "the servers or domains") { $0.places },
            ])
    }

    /// A server or a domain.
    struct Place: TemplateData {
        var id: String
        var title: String
        var parts: [Part]

        static let schema = TemplateSchema<Self>(
            "place", "what was seen at a server or of a domain",
            [
                .text("place-id", "its anchor") { $0.id },
                .text("place-title", "the server with port and address, or the domain") { $0.title },
                .list("parts", "what was seen, by the cells that rest on it") { $0.parts },
            ])
    }

    /// What the same cells rest on.
    struct Part: TemplateData {
        var cells: String
        var observations: [ObservationEntry]

        static let schema = TemplateSchema<Self>(
            "part of a place", "what the same cells rest on",
            [
                .text("part-cells", "the names of the cells") { $0.cells },
                .list("observations", "what was asked and answered") { $0.observations },
            ])
    }
}

/// A question with its answer.
struct ObservationEntry: TemplateData {
    var asked: String
    var answered: String
    /// The record, where the page shows it and has not shown it above.
    var record: EvidenceRecordEntry?
    /// The number of the record where it is shown above.
    var above: Int?

    static let schema = TemplateSchema<Self>(
        "observation", "a question to a server with its answer",
        [
            .text("asked", "the question") { $0.asked },
            .text("answered", "the answer") { $0.answered },
            .one("record", "its record, if the page shows it here") { $0.record },
            .text("record-above", "the number of its record, if the page shows it further up") {
                $0.above.map { "\($0)" }
            },
        ])
}

extension PageComposer {
    /// The page beside an evidence page, with what that rests on.
    func recordsPage(_ id: String, _ findings: ProviderFindings, _ content: Snapshot) -> Page {
        let date = content.manifest.date
        let address = addresses.records(id, date)
        let evidenceHref = Links(from: address).page(addresses.evidence(id, date))
        let evidence = self.content.evidence.evidence(of: id, in: content)
        let records = EvidenceRecords(words: words, excerpts: evidence.excerpts)
        let proofs = evidence.proofs
        let sources = EvidenceSources(words: words, findings: findings, proofs: proofs)
        let cells = EvidenceCells(
            words: words, view: ProviderOnDate(findings: findings, manifest: content.manifest), proofs: proofs)
        var shown: Set<Int> = []
        func places(_ places: [EvidenceSources.Place]) -> [RecordsPage.Place] {
            places.map { place in
                RecordsPage.Place(
                    id: place.id, title: place.title,
                    parts: place.parts.map { part in
                        RecordsPage.Part(
                            cells: part.cells.joined(separator: ", "),
                            observations: part.observations.map { observation in
                                let isNew = shown.insert(observation.record).inserted
                                let record = records.entry(observation.record)
                                return ObservationEntry(
                                    asked: observation.asked, answered: observation.answered,
                                    record: isNew ? record : nil,
                                    above: isNew || record == nil ? nil : observation.record)
                            })
                    })
            }
        }
        let domains = RecordsPage.Section(
            id: EvidencePage.domainsAnchor, title: texts.all["evidence.domain"] ?? "",
            href: "\(evidenceHref)#\(EvidencePage.domainsAnchor)", places: places(sources.domains))
        let services = findings.identified.map { entry in
            RecordsPage.Section(
                id: entry.id, title: cells.title(entry.service.service),
                domain: DomainName.displayed(entry.service.domain), href: "\(evidenceHref)#\(entry.id)",
                places: places(sources.places(entry)))
        }
        let title = texts.filled(.recordsTitle, ["provider": findings.name, "date": texts.longDate(date)])
        let data = RecordsPage(
            title: title, evidenceHref: evidenceHref,
            evidenceTitle: texts.filled(
                .evidenceTitle, ["provider": findings.name, "date": texts.longDate(date)]),
            sections: (domains.places.isEmpty ? [] : [domains]) + services,
            others: records.numbers.filter { !shown.contains($0) }.compactMap(records.entry),
            certificates: records.certificates)
        var page = page(
            address, data, title: title, source: source(of: id, content.manifest), modified: date,
            translated: { $0.addresses.records(id, date) })
        // Once, and not for each language.
        if edition.language == settings.defaultLanguage { page.diagnostics = evidence.faults }
        return page
    }
}
