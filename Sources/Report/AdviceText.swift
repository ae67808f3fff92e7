import Advice
import Content
import Model

/// A piece of advice in the words of one language.
package struct AdviceText: Codable, Hashable, Sendable {
    /// Lines for one piece of software.
    package struct Configuration: Codable, Hashable, Sendable {
        package var software: Software
        /// The file or the section to write into; empty for commands and records.
        package var place: String
        package var lines: [String]

        /// What stands above the lines: `Postfix, /etc/postfix/main.cf`.
        package var title: String { place.isEmpty ? software.name : "\(software.name), \(place)" }
    }

    package var topic: Topic
    /// Rules of the profile (`tls10`) or columns (`caa`) that it answers, the worst first.
    package var rules: [String]
    /// The best grade that is possible without it; empty where that lowers none.
    package var grade: String
    /// The services concerned; empty where it is about the domain.
    package var services: [Service]
    /// What it means for users, in a sentence.
    package var meaning: String
    /// What to change, in a sentence or two.
    package var change: String
    /// Empty where nothing can be configured for it.
    package var configurations: [Configuration]

    package init(_ advice: Advice, texts: Localization) {
        let name = advice.topic.rawValue
        topic = advice.topic
        rules = advice.rules
        grade = advice.grade
        services = advice.services
        meaning = texts[.advice, name, fallback: name]
        change = texts[.advice, "\(name)-change", fallback: name]
        configurations = advice.snippets.map {
            Configuration(software: $0.software, place: $0.place, lines: $0.lines)
        }
    }
}
