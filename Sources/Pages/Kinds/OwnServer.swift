import Advice
import Content
import Grading
import Model
import Templates

/// For whoever runs a provider's servers: what to change, how to check it, and whom to write to.
struct OwnServer: TemplateData {
    /// Measured servers or a measured domain are known, so that no advice means that there is nothing to change.
    var isMeasured: Bool
    /// How much there is to change; `nil` where nothing is.
    var count: String?
    var advice: [Entry]
    var command: String
    var contact: String
    var contactHref: String?

    static let schema = TemplateSchema<Self>(
        "own server", "what the provider itself can do",
        [
            .truth("advice-known", "whether there are measurements to advise on") { $0.isMeasured },
            .text("advice-count", "how much there is to change, if anything is") { $0.count },
            .list("advice", "what to change by the newest measurement, the worst first") { $0.advice },
            .text("test-command", "the command that tests the provider's domain") { $0.command },
            .text("reply-contact", "how to reach the authors, if `site.yaml` says so") { $0.contact },
            .text("reply-contact-href", "the link for that, if it is an address") { $0.contactHref },
        ])

    /// A piece of advice.
    struct Entry: TemplateData {
        var services: String
        var change: String
        var meaning: String
        var configurations: [Configuration]

        static let schema = TemplateSchema<Self>(
            "advice", "what a provider can change",
            [
                .text("advice-services", "the services concerned; empty for the domain") { $0.services },
                .text("advice-change", "what to change") { $0.change },
                .text("advice-meaning", "what it means for users") { $0.meaning },
                .list("configurations", "lines to copy, if there are any") { $0.configurations },
            ])
    }

    /// Lines for one piece of software.
    struct Configuration: TemplateData {
        var title: String
        var lines: String

        static let schema = TemplateSchema<Self>(
            "configuration", "lines for one piece of software",
            [
                .text("configuration-title", "the software and the file") { $0.title },
                .text("configuration-lines", "the lines") { $0.lines },
            ])
    }
}

extension PageComposer {
    /// `nil` for a provider that is not to be measured, or that has no domain.
    func ownServer(_ provider: Provider) -> OwnServer? {
        guard !provider.optOut, let domain = provider.domains.first else { return nil }
        let newest = content.snapshots.last { $0.providers[provider.id] != nil && $0.manifest.origin == .measured }
        let findings = newest?.providers[provider.id]
        let day = newest.flatMap { Instant("\($0.manifest.date)T00:00:00Z") }
        let advice = findings.map { Adviser($0, by: .current, at: day).advice() } ?? []
        return OwnServer(
            isMeasured: findings != nil,
            count: advice.isEmpty ? nil : texts.filled(.adviceCount, ["count": "\(advice.count)"]),
            advice: advice.map(entry), command: "pruefstand test \(domain)",
            contact: settings.contact, contactHref: settings.contactHref)
    }

    private func entry(_ advice: Advice) -> OwnServer.Entry {
        let name = advice.topic.rawValue
        return OwnServer.Entry(
            services: advice.services.map { texts[.services, $0.rawValue, fallback: $0.rawValue] }
                .joined(separator: ", "),
            change: texts[.advice, "\(name)-change", fallback: name], meaning: texts[.advice, name, fallback: name],
            configurations: advice.snippets.map {
                OwnServer.Configuration(title: $0.title, lines: $0.lines.joined(separator: "\n"))
            })
    }
}
