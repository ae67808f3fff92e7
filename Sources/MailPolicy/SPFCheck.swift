import DNS
import Model

/// Evaluates a domain's sender policy as a whole, with all that it includes, as a receiver would for clients that have
/// nothing to do with the domain: what they get is what the policy is worth, and for them the limits of RFC 7208 §4.6.4
/// bite. Networks are evaluated exactly, as sets of addresses. Names are asked for their addresses only where that could
/// decide on strangers. A pure state machine: give it the answers so far, and it says which are missing.
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
    /// What becomes of a client that has nothing to do with the domain; the most permissive where that is not the same
    /// for all of them; `neutral` where nothing matches (§4.7).
    package private(set) var otherwise = SPFRecord.Qualifier.neutral

    private var ledger: Ledger<Answer>
    private let sender: String

    /// Evaluates the policy of `domain` with the answers so far.
    package init(domain: String, answer: @escaping @Sendable (Question) -> Answer?) {
        ledger = Ledger(answer)
        sender = domain
        guard let record = ownRecord(of: domain, isNeeded: false) else { return }
        self.record = record
        let result = evaluate(record, of: domain, for: .all, depth: 0)
        let strangers = [SPFRecord.Qualifier.pass, .neutral, .softFail, .fail].first { qualifier in
            result[qualifier]?.holdsStrangers == true
        }
        otherwise = strangers ?? .neutral
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

    /// What a record makes of clients: each qualifier with those who get it. What none of its terms matches is `neutral`.
    private typealias Result = [SPFRecord.Qualifier: ClientSet]

    private mutating func evaluate(
        _ bytes: [UInt8], of domain: String, for clients: ClientSet, depth: Int
    ) -> Result {
        let record: SPFRecord
        do throws(SPFRecord.Fault) {
            record = try SPFRecord(bytes)
        } catch {
            if fault == nil { fault = error }
            return [:]
        }
        var result: Result = [:]
        var undecided = clients
        for directive in record.withNetworksTogether {
            // What stands behind a term that matches every client is never looked at, nor is a redirect (§5.1, §6.1).
            if isOver || undecided.isEmpty { return result }
            let decided =
                directive.networks.isEmpty
                ? matched(by: directive.mechanism, of: domain, for: undecided, depth: depth)
                : undecided.intersection(ClientSet(union: directive.networks))
            guard !decided.isEmpty else { continue }
            result[directive.qualifier] = (result[directive.qualifier] ?? .empty).joined(decided)
            undecided = undecided.subtracting(decided)
        }
        if isOver || undecided.isEmpty { return result }
        let rest =
            record.redirect.map { follow($0, of: domain, for: undecided, depth: depth) } ?? [.neutral: undecided]
        return result.merging(rest) { $0.joined($1) }
    }

    /// The clients that a mechanism matches, as far as that is known without knowing who they are.
    private mutating func matched(
        by mechanism: SPFRecord.Mechanism, of domain: String, for clients: ClientSet, depth: Int
    ) -> ClientSet {
        switch mechanism {
        case .all: return clients
        case .network(let address, let length): return clients.intersection(ClientSet(network: address, length: length))
        case .include(let target):
            return follow(target, of: domain, for: clients, depth: depth)[.pass] ?? .empty
        case .a(let target, let lengths): return addresses(target, lengths, of: domain, for: clients)
        case .exists(let target): return exists(target, of: domain) ? clients : .empty
        case .mx(let target, let lengths): return exchangers(target, lengths, of: domain, for: clients)
        case .ptr:
            // Whose names end in the domain's is known only of a client.
            countLookup("ptr", domain)
            return .empty
        }
    }

    private mutating func countLookup(_ term: String, _ domain: String) {
        lookups += 1
        if lookups > Self.lookupLimit { fail("too-many-lookups", "\(term) in \(domain)") }
    }

    private mutating func countVoid(_ name: String) {
        voidLookups += 1
        if voidLookups > Self.voidLimit { fail("too-many-void-lookups", name) }
    }

    private mutating func follow(
        _ target: SPFDomain, of domain: String, for clients: ClientSet, depth: Int
    ) -> Result {
        countLookup(target.text, domain)
        guard !isOver, depth <= Self.lookupLimit else { return [:] }
        guard let name = target.name(at: domain, sender: sender) else {
            openTerms += 1
            return [:]
        }
        guard let record = ownRecord(of: name, isNeeded: true) else { return [:] }
        return evaluate(record, of: name, for: clients, depth: depth + 1)
    }

    /// The name behind a mechanism, which counts as a look-up; `nil` where nothing is to be asked.
    private mutating func askedName(_ target: SPFDomain?, _ term: String, of domain: String) -> String? {
        countLookup(target?.text ?? term, domain)
        guard !isOver else { return nil }
        guard let name = target.map({ $0.name(at: domain, sender: sender) }) ?? domain else {
            openTerms += 1
            return nil
        }
        return name
    }

    /// §5.3. A client asks for addresses of its own family; the name is void where it has none of either.
    private mutating func addresses(
        _ target: SPFDomain?, _ lengths: SPFRecord.PrefixLengths, of domain: String, for clients: ClientSet
    ) -> ClientSet {
        guard let name = askedName(target, "a", of: domain), let ipv4 = ask(Question(name, .a)) else { return .empty }
        let isVoid = ipv4.records?.isEmpty == true
        var networks = lengths.networks(of: ipv4)
        if isVoid || lengths.isWideIPv6 {
            guard let ipv6 = ask(Question(name, .aaaa)) else { return .empty }
            if isVoid, ipv6.records?.isEmpty == true { countVoid(name) }
            networks += lengths.networks(of: ipv6)
        }
        return clients.intersection(ClientSet(union: networks))
    }

    /// §5.7: whatever family a client is of, an A record is asked for.
    private mutating func exists(_ target: SPFDomain, of domain: String) -> Bool {
        guard let name = askedName(target, "exists", of: domain), let ipv4 = ask(Question(name, .a)) else {
            return false
        }
        if ipv4.records?.isEmpty == true { countVoid(name) }
        return ipv4.records?.isEmpty == false
    }

    /// §5.4.
    private mutating func exchangers(
        _ target: SPFDomain?, _ lengths: SPFRecord.PrefixLengths, of domain: String, for clients: ClientSet
    ) -> ClientSet {
        guard let name = askedName(target, "mx", of: domain), let answer = ask(Question(name, .mx)) else {
            return .empty
        }
        let exchangers = answer.mailExchangers
        if exchangers.isEmpty { countVoid(name) }
        guard exchangers.count <= Self.exchangerLimit else {
            fail("too-many-exchangers", name)
            return .empty
        }
        var networks: [ClientSet] = []
        for exchanger in exchangers where !exchanger.isNull {
            if lengths.isWideIPv4, let ipv4 = ask(Question(exchanger.exchange, .a)) {
                networks += lengths.networks(of: ipv4)
            }
            if lengths.isWideIPv6, let ipv6 = ask(Question(exchanger.exchange, .aaaa)) {
                networks += lengths.networks(of: ipv6)
            }
        }
        return clients.intersection(ClientSet(union: networks))
    }
}

extension SPFRecord {
    /// The directives in their order. Networks beside each other that have one qualifier are one: there may be thousands.
    fileprivate var withNetworksTogether: [(qualifier: Qualifier, mechanism: Mechanism, networks: [ClientSet])] {
        var found: [(qualifier: Qualifier, mechanism: Mechanism, networks: [ClientSet])] = []
        for directive in directives {
            guard case .network(let address, let length) = directive.mechanism else {
                found.append((directive.qualifier, directive.mechanism, []))
                continue
            }
            let network = ClientSet(network: address, length: length)
            if let last = found.last, !last.networks.isEmpty, last.qualifier == directive.qualifier {
                found[found.count - 1].networks.append(network)
            } else {
                found.append((directive.qualifier, directive.mechanism, [network]))
            }
        }
        return found
    }
}

extension SPFRecord.PrefixLengths {
    /// Networks of this size are no longer those of somebody that the domain could mean.
    var isWideIPv4: Bool { ipv4 <= 8 }
    var isWideIPv6: Bool { ipv6 <= 16 }

    /// The networks around the addresses of an answer.
    func networks(of answer: Answer) -> [ClientSet] {
        answer.addresses.map { ClientSet(network: $0, length: $0.isIPv6 ? ipv6 : ipv4) }
    }
}
