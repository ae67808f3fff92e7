import Findings

extension Profile {
    /// Grades one endpoint.
    ///
    /// An unknown input never lowers or raises the grade in silence: what is known can prove an `F`; in every other case
    /// the grade itself is unknown, with the reason.
    public func verdict(for endpoint: EndpointFindings) -> Verdict {
        switch endpoint.startTLS {
        case .notOffered:
            return Verdict(grade: .notOffered, reasons: [VerdictReason(rule: "no-encryption", effect: "-")])
        case .refused(let by, let why): return Verdict(grade: .refused(by: by, why: why))
        case .unmeasured(let why): return Verdict(grade: .unmeasured(why))
        case .measured, .notApplicable: break
        }
        let inputs = GradeInputs(endpoint)
        var reasons: [VerdictReason] = []
        var letter: String?
        var score: Int?
        if let lowest = inputs.versions.first, let highest = inputs.versions.last, !inputs.suites.isEmpty,
            let keyPoints = keyPoints(inputs)
        {
            let versions = (versionPoints[lowest] ?? 0, versionPoints[highest] ?? 0)
            let bits = inputs.suites.map(\.bits)
            let suites = (points(bits.min() ?? 0, suiteSteps), points(bits.max() ?? 0, suiteSteps))
            // Twenty times the total, so that the two means need no fractions.
            let total = 3 * (versions.0 + versions.1) + 6 * keyPoints + 4 * (suites.0 + suites.1)
            score = total / 20
            letter = letters.first { total >= $0.total * 20 }?.letter ?? "F"
            reasons = [
                VerdictReason(
                    rule: "protocol-points", effect: halves(versions.0 + versions.1),
                    detail: "\(lowest.rawValue) … \(highest.rawValue)"),
                VerdictReason(rule: "key-points", effect: "\(keyPoints)", detail: inputs.keyDetail),
                VerdictReason(
                    rule: "cipher-points", effect: halves(suites.0 + suites.1),
                    detail: "\(bits.min() ?? 0) … \(bits.max() ?? 0) bit"),
                VerdictReason(rule: "total-points", effect: letter ?? "F", detail: "\(total / 20)"),
            ]
        }
        for rule in rules {
            guard let detail = inputs.meets(rule.condition) else { continue }
            let before = letter
            letter = rule.effect.applied(to: letter)
            if letter != before {
                reasons.append(VerdictReason(rule: rule.name, effect: letter ?? "", detail: detail))
            }
        }
        let failed = rules.contains { $0.effect == .fail && inputs.meets($0.condition) != nil }
        if let unknown = inputs.unknown, !failed {
            reasons.append(VerdictReason(rule: "unknown-input", effect: "?", detail: unknown.detail))
            return Verdict(grade: .unmeasured(unknown), reasons: reasons)
        }
        guard let letter else {
            return Verdict(
                grade: .unmeasured(Reason(.dependsOnUnknown, "no protocol version was measured")), reasons: reasons)
        }
        return Verdict(grade: .measured(letter), score: score, reasons: reasons)
    }

    private func points(_ bits: Int, _ steps: [Step]) -> Int { steps.first { bits < $0.below }?.points ?? 100 }

    /// Elliptic curve keys are worth 100; an EXPORT suite lowers the key to 40, an anonymous one to 0.
    private func keyPoints(_ inputs: GradeInputs) -> Int? {
        if inputs.suites.contains(where: { $0.authentication == .anonymous }) { return 0 }
        guard let leaf = inputs.leaf, !leaf.keyType.isEmpty else { return nil }
        let own = inputs.keyBits.map { points($0, keySteps) } ?? 100
        return inputs.suites.contains(where: \.export) ? min(own, 40) : own
    }

    private func halves(_ doubled: Int) -> String { doubled % 2 == 0 ? "\(doubled / 2)" : "\(doubled / 2).5" }
}

extension Profile.Effect {
    func applied(to letter: String?) -> String? {
        switch self {
        case .fail: return "F"
        case .cap(let best):
            guard let letter else { return nil }
            return Profile.rank(letter) > Profile.rank(best) ? best : letter
        case .minus: return letter == "A" ? "A-" : letter
        case .distrust:
            guard let letter else { return nil }
            return letter == "A" || letter == "A-" ? "T" : "F"
        }
    }
}
