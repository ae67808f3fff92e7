import Content

/// Replaces what an evidence page says a second time by a link to where it says it first: services of one provider often
/// share their servers.
struct EvidenceRepetitions {
    let texts: Localization
    private var values: [[String]: EvidenceReference] = [:]
    private var groups: [[EvidenceFact]: EvidenceReference] = [:]
    private var reasons: [[EvidenceCell.Reason]: EvidenceReference] = [:]
    private var otherVerdicts: [[EvidenceCell.Verdict]: EvidenceReference] = [:]
    private var commands: [String: EvidenceReference] = [:]

    /// What is shorter is repeated: following the link would take longer than reading it (bytes).
    static let limit = 60

    init(texts: Localization) { self.texts = texts }

    /// The next service.
    mutating func fold(_ service: EvidencePage.Service) -> EvidencePage.Service {
        var service = service
        service.cells = fold(service.cells)
        if let commands = service.commands {
            service.commands = fold(commands, here("\(service.id)-\(EvidencePage.commandsAnchor)"))
        }
        return service
    }

    mutating func fold(_ cells: [EvidenceCell]) -> [EvidenceCell] {
        var why = ""
        return cells.map { cell in
            var cell = cell
            if !cell.why.isEmpty, cell.why == why { cell.why = texts[.sameAbove] } else { why = cell.why }
            let here = here(cell.id)
            for number in cell.groups.indices { fold(&cell.groups[number], here) }
            for number in cell.verdicts.indices { fold(&cell.verdicts[number], here) }
            if let earlier = otherVerdicts[cell.otherVerdicts] {
                cell.otherVerdicts = []
                cell.otherSame = earlier
            } else if !cell.otherVerdicts.isEmpty {
                otherVerdicts[cell.otherVerdicts] = here
                for number in cell.otherVerdicts.indices { fold(&cell.otherVerdicts[number], here) }
                cell.otherVerdicts = cell.otherVerdicts.joined
            }
            return cell
        }
    }

    private mutating func fold(_ commands: EvidenceCommands, _ here: EvidenceReference) -> EvidenceCommands {
        var commands = commands
        if let earlier = self.commands[commands.lines] {
            commands.lines = ""
            commands.same = earlier
        } else if commands.lines.utf8.count > Self.limit {
            self.commands[commands.lines] = here
        }
        return commands
    }

    private func here(_ anchor: String) -> EvidenceReference {
        EvidenceReference(text: texts[.sameAbove], href: "#\(anchor)")
    }

    private mutating func fold(_ group: inout EvidenceCell.Group, _ here: EvidenceReference) {
        let told = group.facts
        group.facts = []
        if let earlier = groups[told] {
            group.same = earlier
            return
        }
        if told.reduce(0, { $0 + Self.size($1) }) > Self.limit { groups[told] = here }
        for fact in told {
            var folded = fact
            if let earlier = values[fact.values] {
                folded = EvidenceFact(term: fact.term, values: [], same: earlier)
            } else if Self.size(fact) > Self.limit {
                values[fact.values] = here
            }
            group.add(folded)
        }
    }

    private mutating func fold(_ verdict: inout EvidenceCell.Verdict, _ here: EvidenceReference) {
        guard !verdict.reasons.isEmpty else { return }
        if let earlier = reasons[verdict.reasons] {
            verdict.reasons = []
            verdict.same = earlier
        } else {
            reasons[verdict.reasons] = here
        }
    }

    private static func size(_ fact: EvidenceFact) -> Int {
        fact.values.reduce(fact.term.utf8.count) { $0 + $1.utf8.count }
    }
}

extension EvidenceCell.Group {
    /// Adds a fact; what is the same of several terms in a row is said once.
    fileprivate mutating func add(_ fact: EvidenceFact) {
        if let last = facts.last, last.values == fact.values, last.same == fact.same {
            facts[facts.count - 1].term += ", \(fact.term)"
        } else {
            facts.append(fact)
        }
    }
}

extension [EvidenceCell.Verdict] {
    /// Those that were said in one place already are named together.
    fileprivate var joined: [EvidenceCell.Verdict] {
        reduce(into: []) { verdicts, verdict in
            let place = verdicts.firstIndex { said in
                said.same != nil && said.same == verdict.same && said.why == verdict.why && said.score == verdict.score
            }
            if let place {
                verdicts[place].title += "; \(verdict.title)"
            } else {
                verdicts.append(verdict)
            }
        }
    }
}
