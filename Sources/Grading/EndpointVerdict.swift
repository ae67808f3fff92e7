import Model

extension Profile {
    /// Grades one endpoint.
    ///
    /// An unknown input never lowers or raises the grade in silence. The rules are gone through twice, once as if
    /// everything unknown were good and once as if it were bad: where both give the same, that is the grade, and the
    /// unknown is named; where they differ, the grade is unknown itself.
    package func verdict(for endpoint: EndpointFindings) -> Verdict {
        let inputs = GradeInputs(endpoint)
        switch endpoint.startTLS {
        case .notOffered: return withoutEncryption(inputs)
        case .refused(let by, let why): return Verdict(grade: .refused(by: by, why: why))
        case .unmeasured(let why): return Verdict(grade: .unmeasured(why))
        case .measured, .notApplicable: break
        }
        // What hellos show is what the server claims. Nobody gets it where no handshake completes.
        if let handshake = endpoint.handshake, case .refused(let by, let why) = handshake, why.code == .noHandshake {
            return Verdict(
                grade: .refused(by: by, why: why),
                reasons: [VerdictReason(rule: "no-handshake", effect: "-", detail: why.detail)])
        }
        if inputs.versions.isEmpty, inputs.unknownSuites == nil {
            return Verdict(grade: .unmeasured(Reason(.dependsOnUnknown, "no protocol version was measured")))
        }
        var (range, score, reasons) = self.begin(inputs)
        for rule in rules {
            switch inputs.meets(rule.condition) {
            case .no: continue
            case .yes(let detail):
                let before = range
                range.best = apply(rule.effect, to: range.best)
                range.worst = apply(rule.effect, to: range.worst)
                if range.best != before.best || range.worst != before.worst {
                    reasons.append(
                        VerdictReason(rule: rule.name, effect: range.isKnown ? range.best : "", detail: detail))
                }
            case .unknown(let why): range.doubt(why, could: apply(rule.effect, to: range.worst))
            }
        }
        return conclude(range, score, reasons, differing: inputs.differing)
    }

    /// A rule that an endpoint certainly falls under.
    package struct MetRule: Hashable, Sendable {
        package var name: String
        /// The best grade that is possible with it; empty where it lowers none.
        package var grade: String

        package init(name: String, grade: String) {
            self.name = name
            self.grade = grade
        }

        /// The worst first: its grade's place, or behind all grades where it lowers none.
        package var rank: Int { grade.isEmpty ? .max : Profile.rank(grade) }
    }

    /// All rules that an endpoint certainly falls under, also those that others keep from lowering the grade further. A
    /// verdict names only what lowered it. None where nobody speaks TLS.
    package func rulesMet(by endpoint: EndpointFindings) -> [MetRule] {
        let worst = scale.first ?? ""
        let inputs = GradeInputs(endpoint)
        switch endpoint.startTLS {
        case .notOffered: return [MetRule(name: "no-encryption", grade: worst)]
        case .refused, .unmeasured: return []
        case .measured, .notApplicable: if inputs.versions.isEmpty { return [] }
        }
        let best = scale.last ?? ""
        return rules.compactMap { rule in
            guard case .yes = inputs.meets(rule.condition) else { return nil }
            let letter = apply(rule.effect, to: best)
            return letter == best ? nil : MetRule(name: rule.name, grade: letter)
        }
    }

    /// The grades that are possible with what is known, and why there are several.
    private struct Range {
        var best: String
        var worst: String
        var doubts: [String] = []

        var isKnown: Bool { best == worst }

        mutating func doubt(_ why: String, could letter: String) {
            if !doubts.contains(why) { doubts.append(why) }
            if Profile.rank(letter) < Profile.rank(worst) { worst = letter }
        }
    }

    private func begin(_ inputs: GradeInputs) -> (Range, score: Int?, [VerdictReason]) {
        let top = scale.last ?? ""
        guard case .points(let points) = start else { return (Range(best: top, worst: top), nil, []) }
        if let total = points.total(inputs) {
            return (Range(best: total.letter, worst: total.letter), total.score, total.reasons)
        }
        let why = inputs.unknownSuites ?? inputs.unknownLeaf ?? "Diffie-Hellman: not-asked"
        return (Range(best: points.letters.first?.letter ?? top, worst: scale.first ?? top, doubts: [why]), nil, [])
    }

    private func conclude(
        _ range: Range, _ score: Int?, _ reasons: [VerdictReason], differing: [ProtocolVersion]
    ) -> Verdict {
        var reasons = reasons
        if !differing.isEmpty {
            let names = differing.map(\.rawValue).joined(separator: ", ")
            reasons.append(VerdictReason(rule: "answers-differ", effect: "", detail: names))
        }
        for why in range.doubts {
            // Known all the same: what is not known could change nothing.
            reasons.append(
                VerdictReason(
                    rule: range.isKnown ? "unknown-without-effect" : "unknown-input",
                    effect: range.isKnown ? "" : "?", detail: why))
        }
        if range.isKnown { return Verdict(grade: .measured(range.best), score: score, reasons: reasons) }
        return Verdict(grade: .unmeasured(Reason(.dependsOnUnknown, range.doubts.first ?? "")), reasons: reasons)
    }

    /// No encryption is no letter, unless a rule says that it is one.
    private func withoutEncryption(_ inputs: GradeInputs) -> Verdict {
        for rule in rules {
            guard case .withoutEncryption = rule.condition, case .yes = inputs.meets(rule.condition) else { continue }
            let letter = apply(rule.effect, to: scale.last ?? "")
            return Verdict(grade: .measured(letter), reasons: [VerdictReason(rule: rule.name, effect: letter)])
        }
        return Verdict(grade: .notOffered, reasons: [VerdictReason(rule: "no-encryption", effect: "-")])
    }

    private func apply(_ effect: Effect, to letter: String) -> String {
        switch effect {
        case .fail: scale.first ?? letter
        case .cap(let best): Profile.rank(letter) > Profile.rank(best) ? best : letter
        case .minus: letter == "A" ? "A-" : letter
        case .distrust: letter == "A" || letter == "A-" ? "T" : "F"
        case .replace(let other): letter == scale.first ? letter : other
        }
    }
}
