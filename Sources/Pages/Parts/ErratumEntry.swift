import Content
import Model
import Templates

/// What is known to be wrong in a snapshot.
struct ErratumEntry: TemplateData {
    var date: String
    var dateLong: String
    var text: String?
    var snapshot: String
    var snapshotLong: String
    var provider: String?
    var href: String?

    static let schema = TemplateSchema<Self>(
        "erratum", "what is known to be wrong in a snapshot",
        [
            .text("erratum-date", "when it was noticed, `2014-07-29`") { $0.date },
            .text("erratum-date-long", "the same in words") { $0.dateLong },
            .text("erratum-text", "what is wrong") { $0.text },
            .text("erratum-snapshot", "the snapshot's date, `2014-07-29`") { $0.snapshot },
            .text("erratum-snapshot-long", "the same in words") { $0.snapshotLong },
            .text("erratum-provider", "the provider's name, if it is about one") { $0.provider },
            .text("erratum-href", "the link to that provider's evidence") { $0.href },
        ])
}

extension PageComposer {
    /// Errata, newest first as they come.
    func errata(_ errata: [Erratum], _ links: Links) -> [ErratumEntry] {
        errata.map { erratum in
            var entry = ErratumEntry(
                date: "\(erratum.date)", dateLong: texts.longDate(erratum.date), text: erratum.text[edition.language],
                snapshot: "\(erratum.snapshot)", snapshotLong: texts.longDate(erratum.snapshot))
            if let provider = erratum.provider {
                let name = content.providers[provider]?.provider.name ?? chronicle.histories[provider]?.name
                entry.provider = name ?? provider
                entry.href = links.page(evidenceAddress(provider, erratum.snapshot))
            }
            return entry
        }
    }
}
