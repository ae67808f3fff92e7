import Content
import Model

/// Changes in the words of one language: `TLSv1 abgeschaltet`, `DANE verloren`, `Tests: A → B`.
package struct ChangeFormatter {
    package let words: CellFormatter

    package init(
        words: CellFormatter
    ) {
        self.words = words
    }
    private var texts: Localization { words.texts }

    /// What happened, each step by itself: a change of versions can have several.
    package func steps(_ change: Changes.Change) -> [String] {
        let what = words.name(of: change.question.column)
        let steps = change.events.map { event in
            switch event {
            case .versionOn(let version): texts.filled(.changeVersionOn, ["version": version.rawValue])
            case .versionOff(let version): texts.filled(.changeVersionOff, ["version": version.rawValue])
            case .gained: texts.filled(.changeGained, ["what": what])
            case .lost: texts.filled(.changeLost, ["what": what])
            case .serviceGained(let service): texts.filled(.changeServiceGained, ["service": daneName(service)])
            case .serviceLost(let service): texts.filled(.changeServiceLost, ["service": daneName(service)])
            case .serviceBegan: texts[.changeServiceBegan]
            case .serviceEnded: texts[.changeServiceEnded]
            }
        }
        guard steps.isEmpty else { return steps.unique }
        let values = [
            "what": what, "before": said(change.before, change.question), "after": said(change.after, change.question),
        ]
        return [texts.filled(.changeFromTo, values)]
    }

    /// The same in one line, with the service where there is one.
    package func sentence(_ change: Changes.Change) -> String {
        let event = steps(change).joined(separator: ", ")
        guard let service = service(change.question) else { return event }
        return texts.filled(.changeService, ["service": service, "event": event])
    }

    /// A fact in the words of its cell; a sign in the words that are said for it.
    package func said(_ fact: CellValue, _ question: CellKey) -> String {
        let line = words.line(fact, question.column)
        if fact.differing != nil { return texts.filled(.csvReason, ["value": line.text, "why": line.why]) }
        return line.mixed || line.spoken.isEmpty ? line.text + (line.mixed ? texts[.mixedMark] : "") : line.spoken
    }

    package func service(_ question: CellKey) -> String? {
        question.service.map { texts[.services, $0.rawValue, fallback: $0.rawValue] }
    }

    package func direction(_ direction: Changes.Direction) -> String {
        switch direction {
        case .better: texts[.changeBetter]
        case .worse: texts[.changeWorse]
        case .other: texts[.changeOther]
        case .rule: texts[.changeRule]
        case .definition: texts[.changeDefinition]
        }
    }

    private func daneName(_ service: String) -> String { texts[.daneProtocols, service, fallback: service] }
}
