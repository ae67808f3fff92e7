import DNS
import Model

/// Evaluates a domain's sender policy as a whole, with all that it includes, as a receiver would for a client that
/// nothing matches: the case in which the limits of RFC 7208 §4.6.4 bite. A pure state machine: give it the answers so
/// far, and it says which are missing.
package struct SPFCheck: Sendable {
    /// §4.6.4: mechanisms and modifiers that ask the DNS.
    package static let lookupLimit = 10
    /// §4.6.4: of these, answers without a record.
    package static let voidLimit = 2
    /// §4.6.4: names behind one `mx`.
    package static let exchangerLimit = 10

    /// Questions whose answers are missing. Nothing else holds before this is empty.
    package var open: [Question] { ledger.open }
    /// Questions that were needed, answered or not.
    package var asked: [Question] { ledger.asked }
    /// The domain's own record; `nil` where there is none.
    package private(set) var record: [UInt8]?
    /// Why receivers must call it a permanent error: a stable name and what it was seen in; `nil` where they must not.
    package private(set) var fault: SPFRecord.Fault?
    /// Why it is not known whether the policy holds: an answer on the way failed.
    package private(set) var failure: Reason?
    /// Mechanisms and modifiers that ask the DNS, at most one more than the limit.
    package private(set) var lookups = 0
    /// Questions of theirs that nothing answered.
    package private(set) var voidLookups = 0
    /// Terms whose domain depends on the client or the sender, so that they were counted but not asked.
    package private(set) var openTerms = 0
    /// What becomes of a client that nothing matches: the qualifier of `all`; `neutral` where there is none (§4.7).
    package private(set) var otherwise = SPFRecord.Qualifier.neutral
    /// The policy ends in an `all`, its own or that of a redirect.
    package private(set) var hasAll = false

    private var ledger: Ledger<Answer>

    /// Evaluates the policy of `domain` with the answers so far.
    package init(domain: String, answer: @escaping @Sendable (Question) -> Answer?) {
        ledger = Ledger(answer)
        if let record = ownRecord(of: domain, isNeeded: false) {
            self.record = record
            walk(record, of: domain, depth: 0, decides: true)
        }
    }

    /// No verdict may be drawn any more, whatever the other answers are.
    private var isOver: Bool { fault != nil }

    private mutating func ask(_ question: Question) -> Answer? {
        guard let answer = ledger.answer(to: question) else { return nil }
        if let reason = answer.failure, failure == nil { failure = reason }
        return answer.failure == nil ? answer : nil
    }

    /// The one SPF record of a domain (§4.5).
    private mutating func ownRecord(of domain: String, isNeeded: Bool) -> [UInt8]? {
        guard let answer = ask(Question(domain, .txt)) else { return nil }
        let records = answer.texts.filter(SPFRecord.isRecord)
        if records.count > 1 {
            fail("multiple-records", domain)
        } else if records.isEmpty, isNeeded {
            fail("no-record", domain)
        }
        return records.count == 1 ? records.first : nil
    }

    private mutating func fail(_ name: String, _ term: String) {
        if fault == nil { fault = SPFRecord.Fault(name: name, term: RecordText.shown(term.utf8, limit: 200)) }
    }

    /// - Parameter decides: Whether this record's `all` is the whole policy's, which that of an included one is not.
    private mutating func walk(_ bytes: [UInt8], of domain: String, depth: Int, decides: Bool) {
        let record: SPFRecord
        do throws(SPFRecord.Fault) {
            record = try SPFRecord(bytes)
        } catch {
            if fault == nil { fault = error }
            return
        }
        for directive in record.directives {
            if isOver { return }
            switch directive.mechanism {
            case .all:
                // What stands behind is never looked at, nor is a redirect (§5.1, §6.1).
                if decides { (otherwise, hasAll) = (directive.qualifier, true) }
                return
            case .ip4, .ip6: continue
            case .include(let target): follow(target, of: domain, depth: depth, decides: false)
            case .a(let target): addresses(target, of: domain)
            case .exists(let target): addresses(target, of: domain)
            case .mx(let target): exchangers(target, of: domain)
            case .ptr: countLookup("ptr", domain)
            }
        }
        if let redirect = record.redirect, !isOver { follow(redirect, of: domain, depth: depth, decides: decides) }
    }

    private mutating func countLookup(_ term: String, _ domain: String) {
        lookups += 1
        if lookups > Self.lookupLimit { fail("too-many-lookups", "\(term) in \(domain)") }
    }

    private mutating func countVoid(_ name: String) {
        voidLookups += 1
        if voidLookups > Self.voidLimit { fail("too-many-void-lookups", name) }
    }

    private mutating func follow(_ target: SPFDomain, of domain: String, depth: Int, decides: Bool) {
        countLookup(target.text, domain)
        guard !isOver, depth <= Self.lookupLimit else { return }
        guard let name = target.name(at: domain) else {
            openTerms += 1
            return
        }
        guard let record = ownRecord(of: name, isNeeded: true) else { return }
        walk(record, of: name, depth: depth + 1, decides: decides)
    }

    private mutating func addresses(_ target: SPFDomain?, of domain: String) {
        countLookup(target?.text ?? "a", domain)
        guard !isOver else { return }
        guard let name = target.map({ $0.name(at: domain) }) ?? domain else {
            openTerms += 1
            return
        }
        guard let ipv4 = ask(Question(name, .a)) else { return }
        guard ipv4.records?.isEmpty == true, let ipv6 = ask(Question(name, .aaaa)) else { return }
        if ipv6.records?.isEmpty == true { countVoid(name) }
    }

    private mutating func exchangers(_ target: SPFDomain?, of domain: String) {
        countLookup(target?.text ?? "mx", domain)
        guard !isOver else { return }
        guard let name = target.map({ $0.name(at: domain) }) ?? domain else {
            openTerms += 1
            return
        }
        guard let answer = ask(Question(name, .mx)) else { return }
        let exchangers = answer.mailExchangers
        if exchangers.isEmpty { countVoid(name) }
        if exchangers.count > Self.exchangerLimit { fail("too-many-exchangers", name) }
    }
}
