import Model

/// A letter by points: 30 % protocol, 30 % key, 40 % cipher, as SSL Labs began it.
package struct Points: Hashable, Sendable {
    /// Points for the lowest and the highest version offered; their mean counts 30 %.
    package var versions: [ProtocolVersion: Int]
    /// Points for an RSA or DSA key: below `bits` → `points`; the first step that fits. Counts 30 %.
    package var keySteps: [Step]
    /// Points for the weakest and the strongest suite by bits; their mean counts 40 %.
    package var suiteSteps: [Step]
    /// The lowest total for each letter, best first; below the last of them it is `F`.
    package var letters: [Letter]
    /// A small Diffie-Hellman prime lowers the key's points, on the key's steps.
    package var diffieHellmanLowersKey = false

    /// Below `bits` it is worth `points`.
    package struct Step: Hashable, Sendable {
        package var below: Int
        package var points: Int

        package init(below: Int, points: Int) {
            self.below = below
            self.points = points
        }
    }

    /// From `total` points upward it is `letter`.
    package struct Letter: Hashable, Sendable {
        package var letter: String
        package var total: Int

        package init(_ letter: String, from total: Int) {
            self.letter = letter
            self.total = total
        }
    }

    /// A total and how it came about.
    struct Total {
        var letter: String
        /// 0 to 100.
        var score: Int
        var reasons: [VerdictReason]
    }

    /// `nil` where a version, the suites or the key are not known whole, or nothing was offered.
    func total(_ inputs: GradeInputs) -> Total? {
        guard let lowest = inputs.versions.first, let highest = inputs.versions.last, !inputs.suites.isEmpty,
            inputs.unknownSuites == nil, let key = keyPoints(inputs)
        else { return nil }
        let ends = (versions[lowest] ?? 0, versions[highest] ?? 0)
        let bits = inputs.suites.map(\.bits)
        let weakest = bits.min() ?? 0
        let strongest = bits.max() ?? 0
        let suites = (points(weakest, suiteSteps), points(strongest, suiteSteps))
        // Twenty times the total, so that the two means need no fractions.
        let total = 3 * (ends.0 + ends.1) + 6 * key.points + 4 * (suites.0 + suites.1)
        let letter = letters.first { total >= $0.total * 20 }?.letter ?? "F"
        return Total(
            letter: letter, score: total / 20,
            reasons: [
                VerdictReason(
                    rule: "protocol-points", effect: halves(ends.0 + ends.1),
                    detail: "\(lowest.rawValue) … \(highest.rawValue)"),
                VerdictReason(rule: "key-points", effect: "\(key.points)", detail: key.detail),
                VerdictReason(
                    rule: "cipher-points", effect: halves(suites.0 + suites.1), detail: "\(weakest) … \(strongest) bit"),
                VerdictReason(rule: "total-points", effect: letter, detail: "\(total / 20)"),
            ])
    }

    /// Elliptic curve keys are worth 100; an EXPORT suite lowers the key to 40, an anonymous one to 0.
    private func keyPoints(_ inputs: GradeInputs) -> (points: Int, detail: String)? {
        if inputs.suites.contains(where: { $0.authentication == .anonymous }) { return (0, inputs.keyDetail) }
        guard let leaf = inputs.leaf, leaf.keyBits > 0 else { return nil }
        var worth = leaf.factoredBits.map { points($0, keySteps) } ?? 100
        var detail = inputs.keyDetail
        if inputs.suites.contains(where: \.export) { worth = min(worth, 40) }
        if diffieHellmanLowersKey {
            switch inputs.parameters.diffieHellman {
            case .measured(let groups):
                guard let smallest = groups.map(\.bits).min() else { break }
                let lowered = points(smallest, keySteps)
                if lowered < worth { (worth, detail) = (lowered, "DH \(smallest) bit") }
            case .notOffered, .notApplicable: break
            case .unmeasured, .refused: return nil
            }
        }
        return (worth, detail)
    }

    private func points(_ bits: Int, _ steps: [Step]) -> Int { steps.first { bits < $0.below }?.points ?? 100 }

    private func halves(_ doubled: Int) -> String { doubled % 2 == 0 ? "\(doubled / 2)" : "\(doubled / 2).5" }
}
