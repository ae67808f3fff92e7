import DNS
import Model

/// Finds the CAA records that count for a domain: its own, else those of the next name above that has some
/// (RFC 8659 §3). A pure state machine: give it the answers so far, and it says which are missing.
package struct CAAClimb: Sendable {
    /// More labels than any honest name has; what is above is not asked.
    package static let questionLimit = 16

    /// Questions whose answers are missing. Nothing else holds before this is empty.
    package var open: [Question] { ledger.open }
    /// Questions that were needed, answered or not.
    package var asked: [Question] { ledger.asked }
    /// Why it is not known which records count.
    package private(set) var failure: Reason?
    /// The name whose records count; `nil` where no name has some.
    package private(set) var name: String?
    /// Its records, at most `RecordText.recordLimit`.
    package private(set) var records: [CAARecord] = []
    /// Every answer on the way was secure.
    package private(set) var isSecure = true

    private var ledger: Ledger<Answer>

    /// Climbs from `domain` with the answers that there are.
    package init(domain: String, answer: @escaping @Sendable (Question) -> Answer?) {
        ledger = Ledger(answer)
        let labels = domain.split(separator: ".")
        for count in 0..<min(labels.count, Self.questionLimit) {
            let name = labels.dropFirst(count).joined(separator: ".")
            guard let answer = ledger.answer(to: Question(name, .caa)) else { return }
            if let reason = answer.failure {
                failure = reason
                return
            }
            if answer.security != .secure { isSecure = false }
            let data = answer.records ?? []
            if data.contains(where: { if case .malformed = $0 { true } else { false } }) {
                failure = Reason(.malformed, "CAA")
                return
            }
            let found = data.compactMap { if case .caa(let record) = $0 { record } else { nil } }
            if !found.isEmpty {
                self.name = name
                records = Array(found.prefix(RecordText.recordLimit))
                return
            }
        }
    }

    /// Values of a property (`issue`, `issuemail`), in order; outside text, bounded.
    package func values(_ tag: String) -> [String] {
        records.filter { $0.tag == tag }.map { RecordText.shown($0.value, limit: 200) }
    }

    /// The values that let an authority issue certificates for hosts (RFC 8659 §4.2, §4.3).
    private var permissions: [CAAPermission] {
        records.filter { ["issue", "issuewild"].contains($0.tag) }.map { CAAPermission($0.value) }
            .filter { !$0.issuer.isEmpty }
    }

    /// Whether each authority that may issue is told the account that may ask it to (RFC 8657 §3).
    package var isBoundToAccounts: Bool {
        !permissions.isEmpty && permissions.allSatisfy { $0.parameters["accounturi"]?.isEmpty == false }
    }

    /// The validation methods that are left where each authority that may issue is restricted to some (RFC 8657 §4),
    /// sorted; empty where one is not. Outside text, bounded.
    package var validationMethods: [String] {
        guard permissions.allSatisfy({ $0.parameters["validationmethods"] != nil }) else { return [] }
        let methods = permissions.flatMap { ($0.parameters["validationmethods"] ?? "").split(separator: ",") }
        return Set(methods.map { RecordText.shown(TagList.trimmed($0).utf8, limit: 50) }.filter { !$0.isEmpty })
            .sorted().prefix(20).map { $0 }
    }

    /// Whether an authority that does not know a property must not issue at all (RFC 8659 §4.1).
    package var hasUnknownCritical: Bool {
        let known = ["issue", "issuewild", "issuemail", "issuevmc", "iodef", "contactemail", "contactphone"]
        return records.contains { $0.flags & 0x80 != 0 && !known.contains($0.tag) }
    }
}
