import Model

/// What a profile makes of findings: a grade in one of the five states, and every reason for it.
package struct Verdict: Hashable, Codable, Sendable {
    /// Measured: the letter (`A`, `A-`, … `F`, `T`) or level (`good`). `notOffered`: nothing is encrypted, so there is nothing to grade.
    package var grade: Finding<String>
    /// 0 to 100, where the profile counts points and everything needed is known.
    package var score: Int?
    /// Several endpoints do not all deserve this grade, or not all of them could be measured; it is the worst of them.
    package var mixed: Bool
    package var reasons: [VerdictReason]

    package init(grade: Finding<String>, score: Int? = nil, mixed: Bool = false, reasons: [VerdictReason] = []) {
        self.grade = grade
        self.score = score
        self.mixed = mixed
        self.reasons = reasons
    }

    /// The server completes no handshake, so that there is nothing to grade.
    var isWithoutHandshake: Bool {
        if case .refused(_, let why) = grade { why.code == .noHandshake } else { false }
    }
}

/// One step on the way to a grade.
package struct VerdictReason: Hashable, Codable, Sendable {
    /// A stable name in kebab-case; the texts files have a sentence for each.
    package var rule: String
    /// What it did: points (`95`), a letter it set (`F`), or a step (`A → A-`).
    package var effect: String
    /// What it was seen in: a suite, a version, an endpoint. Bounded; may be outside data.
    package var detail: String

    package init(rule: String, effect: String, detail: String = "") {
        self.rule = rule
        self.effect = effect
        self.detail = String(detail.prefix(200))
    }
}
