import Comparison
import Content
import Model
import Templates

/// One change as a row.
struct ChangeEntry: TemplateData {
    var provider: String
    var providerHref: String?
    var service: String?
    var text: String
    var direction: String
    var directionText: String
    var before: String
    var beforeHref: String
    var after: String
    var afterHref: String
    var date: String
    var dateLong: String

    static let schema = TemplateSchema<Self>(
        "change", "one change between two snapshots",
        [
            .text("change-provider", "the provider's name") { $0.provider },
            .text("change-provider-href", "the link to its page, if it has one") { $0.providerHref },
            .text("change-service", "the service, if the change is about one") { $0.service },
            .text("change-text", "what changed, `TLSv1 abgeschaltet`") { $0.text },
            .text("change-direction", "`better`, `worse`, `other`, `rule` or `definition`") { $0.direction },
            .text("change-direction-text", "the same in words") { $0.directionText },
            .text("change-before", "the value before") { $0.before },
            .text("change-before-href", "the link to its evidence") { $0.beforeHref },
            .text("change-after", "the value since") { $0.after },
            .text("change-after-href", "the link to its evidence") { $0.afterHref },
            .text("change-date", "the date of the snapshot that shows it first, `2014-07-29`") { $0.date },
            .text("change-date-long", "the same in words") { $0.dateLong },
        ])
}

extension PageComposer {
    /// One change as a row.
    func change(_ change: Changes.Change, _ links: Links) -> ChangeEntry {
        let words = ChangeFormatter(words: self.words)
        let anchor = change.question.anchor
        return ChangeEntry(
            provider: change.name,
            providerHref: content.providers[change.provider] == nil
                ? nil : links.page(addresses.provider(change.provider)),
            service: words.service(change.question), text: words.steps(change).joined(separator: ", "),
            direction: change.direction.rawValue, directionText: words.direction(change.direction),
            before: words.said(change.before, change.question),
            beforeHref: links.page(evidenceAddress(change.provider, change.seenBefore), anchor),
            after: words.said(change.after, change.question),
            afterHref: links.page(evidenceAddress(change.provider, change.since), anchor),
            date: "\(change.since)", dateLong: texts.longDate(change.since))
    }
}
