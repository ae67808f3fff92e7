import DNS
import Model

/// Finds the DMARC policy of a domain by the tree walk of RFC 9989 §4.10. A pure state machine: give it the answers so
/// far, and it says which are missing.
package struct DMARCWalk: Sendable {
    /// §4.10: at most so many questions for one domain.
    package static let questionLimit = 8

    /// Questions whose answers are missing. Nothing else holds before this is empty.
    package var open: [Question] { ledger.open }
    /// Questions that were needed, answered or not.
    package var asked: [Question] { ledger.asked }
    /// Why the policy is not known: an answer on the way failed.
    package private(set) var failure: Reason?
    /// The record that counts; `nil` where there is none.
    package private(set) var found: Found?
    /// The domain itself has several records, of which receivers take none (§4.7).
    package private(set) var hasSeveral = false

    /// A policy record and where it was found.
    package struct Found: Sendable {
        /// The domain it is the policy of.
        package let domain: String
        package let record: DMARCRecord
        /// As it stands in the TXT record.
        package let bytes: [UInt8]
        /// What holds for the domain that was asked about: `sp` where the record is that of a domain above; `nil` where
        /// receivers apply no DMARC.
        package let applied: DMARCRecord.Policy?
    }

    private var ledger: Ledger<Answer>

    /// Walks from `domain` upward with the answers that there are.
    package init(domain: String, answer: @escaping @Sendable (Question) -> Answer?) {
        ledger = Ledger(answer)
        var records: [Found] = []
        for name in Self.names(for: domain) {
            guard let answer = ledger.answer(to: Question("_dmarc.\(name)", .txt)) else { return }
            if let reason = answer.failure {
                // What is above would count only if there were nothing here.
                failure = reason
                return
            }
            let candidates = answer.texts.filter(DMARCRecord.isRecord)
            let isSelf = name == domain
            if isSelf { hasSeveral = candidates.count > 1 }
            guard candidates.count == 1, let bytes = candidates.first, let record = DMARCRecord(bytes) else { continue }
            let applied = isSelf ? record.policy : record.policyBelow
            let found = Found(domain: name, record: record, bytes: bytes, applied: applied)
            // The domain's own policy is the one; else that of the organizational domain.
            if isSelf {
                self.found = found
                return
            }
            records.append(found)
            if record.publicSuffix != "u" { break }
        }
        found = Self.organizational(records)
    }

    /// §4.10.2: the record at which the walk ended, unless that is a public suffix's; then the one just below it.
    private static func organizational(_ records: [Found]) -> Found? {
        guard let last = records.last, last.record.publicSuffix == "y" else { return records.last }
        let labels = last.domain.split(separator: ".").count
        return records.dropLast().last { $0.domain.split(separator: ".").count == labels + 1 } ?? last
    }

    /// §4.10: the domain, then with one label less each time; a domain of more than eight labels goes on with seven.
    static func names(for domain: String) -> [String] {
        var labels = domain.split(separator: ".")
        guard !labels.isEmpty else { return [] }
        var names = [labels.joined(separator: ".")]
        labels = labels.count > questionLimit ? Array(labels.suffix(questionLimit - 1)) : Array(labels.dropFirst())
        while !labels.isEmpty, names.count < questionLimit {
            names.append(labels.joined(separator: "."))
            labels.removeFirst()
        }
        return names
    }
}
