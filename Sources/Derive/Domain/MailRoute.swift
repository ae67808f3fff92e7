import DNS
import Model
import Names

extension DomainDerivation {
    /// More mail exchangers than any honest domain has; what is beyond is counted, but not looked at.
    private static let exchangerLimit = 32

    /// Where the domain's mail goes, and what DANE could say there (RFC 5321 §5.1, RFC 7672 §2.2).
    mutating func mailRoute(of domain: String) -> Finding<MailRouteFacts> {
        guard let answer = ask(Question(domain, .mx), for: .mail) else { return .notAsked }
        if let failure = answer.failure { return .unmeasured(failure) }
        let records = answer.mailExchangers
        let isSecure = answer.security == .secure
        if records.contains(where: \.isNull), records.count == 1 { return .notOffered }
        var problems: [String] = []
        if records.contains(where: \.isNull) { problems.append("null-beside-others") }
        if records.contains(where: { Self.isAddress($0.exchange) }) { problems.append("address-exchanger") }
        let usable = records.filter { !$0.isNull && !Self.isAddress($0.exchange) }
            .sorted { ($0.preference, $0.exchange) < ($1.preference, $1.exchange) }
        let isImplicit = records.isEmpty
        // A name that does not exist takes no mail, and has no address to ask for.
        if isImplicit, answer.noSuchName { return .notOffered }
        let chosen =
            isImplicit ? [MXRecord(preference: 0, exchange: domain)] : Array(usable.prefix(Self.exchangerLimit))
        var exchangers: [MailRouteFacts.Exchanger] = []
        for record in chosen {
            guard let (exchanger, isAlias, exists) = self.exchanger(record) else { continue }
            if isAlias, !problems.contains("alias-exchanger") { problems.append("alias-exchanger") }
            if isImplicit, !exists {
                return exchanger.addresses.isUnknown ? exchanger.addresses.map(Self.never) : .notOffered
            }
            exchangers.append(exchanger)
        }
        var reach = Self.reach(exchangers, isSecure: isSecure)
        if reach == .measured(.hostsOnly), let reason = whyUnverifiable(answer, for: .mail) {
            reach = .unmeasured(reason)
        }
        return .measured(
            MailRouteFacts(
                exchangers: exchangers, total: records.count, isSecure: isSecure, isImplicit: isImplicit,
                problems: problems, dane: reach))
    }

    /// Only for states without a value.
    private static func never(_: DNSSECState) -> MailRouteFacts {
        MailRouteFacts(
            exchangers: [], total: 0, isSecure: false, isImplicit: true, problems: [],
            dane: .unmeasured(Reason(.dependsOnUnknown)))
    }

    /// A host, whether its name is an alias, and whether it has an address; `nil` while answers are missing.
    private mutating func exchanger(
        _ record: MXRecord
    ) -> (MailRouteFacts.Exchanger, isAlias: Bool, exists: Bool)? {
        let found = [RecordType.a, .aaaa].map { ask(Question(record.exchange, $0), for: .mail) }
        guard let ipv4 = found[0], let ipv6 = found[1] else { return nil }
        var exchanger = MailRouteFacts.Exchanger(
            host: record.exchange, preference: Int(record.preference), addresses: addresses(ipv4, ipv6),
            tlsa: .notOffered)
        let exists = !ipv4.addresses.isEmpty || !ipv6.addresses.isEmpty
        let names = [ipv4, ipv6].compactMap { $0.resolved?.names }.max { $0.count < $1.count } ?? []
        var isUnverifiable = false
        if case .unmeasured(let why) = exchanger.addresses { isUnverifiable = why.code == .unsupportedAlgorithm }
        // An alias of a zone that is secure counts by itself, wherever it leads.
        if exchanger.addresses.isUnknown, !(isUnverifiable && exists && names.count > 1) {
            exchanger.tlsa = exchanger.addresses.map { _ in .init(name: "", records: 0, usable: 0) }
        } else if exchanger.addresses == .measured(.secure), exists {
            // RFC 7672 §2.2.2: the name behind the alias first, then the one that the MX record says.
            var candidates = [record.exchange]
            if let canonical = names.last, canonical != record.exchange { candidates.insert(canonical, at: 0) }
            guard let tlsa = self.tlsa(candidates) else { return nil }
            exchanger.tlsa = tlsa
        } else if exists, names.count > 1 {
            // The same section: an alias that is signed itself has records of its own, wherever it leads.
            guard let alias = ask(Question(record.exchange, .cname), for: .mail) else { return nil }
            if let failure = alias.failure {
                exchanger.tlsa = .unmeasured(failure)
            } else if alias.security == .secure {
                guard let tlsa = self.tlsa([record.exchange]) else { return nil }
                exchanger.tlsa = tlsa
            } else if isUnverifiable {
                exchanger.tlsa = exchanger.addresses.map { _ in .init(name: "", records: 0, usable: 0) }
            }
        }
        return (exchanger, names.count > 1, exists)
    }

    private mutating func tlsa(_ hosts: [String]) -> Finding<MailRouteFacts.TLSASet>? {
        for host in hosts {
            guard let answer = ask(Question("_25._tcp.\(host)", .tlsa), for: .mail) else { return nil }
            if let failure = answer.failure { return .unmeasured(failure) }
            let records = answer.tlsa
            if answer.security == .secure, !records.isEmpty {
                return .measured(
                    .init(
                        name: answer.resolved?.canonicalName ?? answer.question.name, records: records.count,
                        usable: records.count(where: Self.isUsable)))
            }
            if let reason = whyUnverifiable(answer, for: .mail) { return .unmeasured(reason) }
        }
        return .notOffered
    }

    /// RFC 7672 §3.1: DANE-TA and DANE-EE, with a selector and a digest that are known, of the right length.
    static func isUsable(_ record: TLSARecord) -> Bool {
        guard record.usage == 2 || record.usage == 3, record.selector <= 1 else { return false }
        switch record.matching {
        case 0: return !record.data.isEmpty
        case 1: return record.data.count == 32
        case 2: return record.data.count == 64
        default: return false
        }
    }

    /// How a host's addresses are secured: the worse of those that it has. That it has none of the other family may be
    /// unproven where NSEC3 has more iterations than validators take; that makes those that it has no less secure.
    private mutating func addresses(_ one: Answer, _ other: Answer) -> Finding<DNSSECState> {
        for answer in [one, other] {
            if let failure = answer.failure { return .unmeasured(failure) }
        }
        if [one, other].contains(where: { $0.security == .indeterminate }) {
            return .unmeasured(Reason(.dnsFailure, "indeterminate"))
        }
        let found = [one, other].filter { !$0.addresses.isEmpty }
        let counting = found.isEmpty ? [one, other] : found
        if counting.allSatisfy({ $0.security == .secure }) { return .measured(.secure) }
        for answer in counting {
            if let reason = whyUnverifiable(answer, for: .mail) { return .unmeasured(reason) }
        }
        return .measured(.insecure)
    }

    /// Every host of the best preference must have a usable set. One that has none settles it, whatever is not known
    /// of the others.
    private static func reach(
        _ exchangers: [MailRouteFacts.Exchanger], isSecure: Bool
    ) -> Finding<MailRouteFacts.Reach> {
        let primary = exchangers.filter { $0.preference == exchangers.first?.preference }
        guard !primary.isEmpty else { return .measured(.none) }
        let counts = primary.map { $0.tlsa.map { $0.usable > 0 } }
        if counts.contains(where: { $0 == .notOffered || $0 == .measured(false) }) { return .measured(.none) }
        if let unknown = counts.first(where: \.isUnknown) { return unknown.map { _ in .none } }
        return .measured(isSecure ? .full : .hostsOnly)
    }

    /// An address where a name should stand.
    private static func isAddress(_ name: String) -> Bool {
        IPAddress(name) != nil || name.split(separator: ".").last.map { $0.allSatisfy(\.isNumber) } ?? false
    }
}
