import DNS
import Model
import Names

/// What the answers so far say about where a service is. The scanner asks `open` and comes back with more answers until
/// nothing is open; deriving calls it once, with all of them. Both get the same conclusion.
package struct Discovery: Sendable {
    /// Questions whose answers are needed and missing.
    package var open: [Question] { ledger.open }
    /// Questions whose answers would only tell more.
    package var wanted: [Question] { ledger.wanted }
    /// How many endpoints there are, or why that is not known.
    package var finding: Finding<Int> = .notAsked
    /// In the order in which a client tries them: priority, then weight, then as they stand.
    package var places: [Place] = []
    /// Ids of the look-ups that `finding` rests on.
    package var lookups: [Int] = []
    /// Whether `places` is complete. What is still open then tells only how they are secured.
    package private(set) var arePlacesKnown = false
    /// No record named the service; the places are those that the protocol falls back to.
    package var isFallback = false
    /// Pages that are needed and missing.
    package var openFetches: [FetchTarget] = []
    /// How the records that name the hosts were secured; `nil` where none were asked for.
    package var namesSecurity: DNSSECState?
    /// The first reason why something on the way is not known.
    private(set) var failure: Reason?
    /// Hosts of which the DNS says that there is no such name.
    private var missing: Set<String> = []
    private var ledger: Ledger<Answers.Known>
    private let fetches: Fetches

    /// An endpoint and how it was found.
    package struct Place: Hashable, Sendable {
        package var endpoint: Endpoint
        /// Ids of the look-ups that led here.
        package var lookups: [Int]
        /// The same in words of the zone file.
        package var discovered: [String]
        /// TLSA records count: the addresses are secure, and so is what named the host, where the protocol asks for it.
        package var isSecure: Bool
        /// Why it is not known whether they do.
        var unknownSecurity: Reason?
        /// The TLSA base domains to try: the end of a secure alias chain before its beginning (RFC 7671 §7).
        package var tlsaBases: [String]

        init(
            endpoint: Endpoint, lookups: [Int], discovered: [String], isSecure: Bool, unknownSecurity: Reason? = nil,
            tlsaBases: [String]? = nil
        ) {
            self.endpoint = endpoint
            self.lookups = lookups
            self.discovered = discovered
            self.isSecure = isSecure
            self.unknownSecurity = unknownSecurity
            self.tlsaBases = tlsaBases ?? [endpoint.host]
        }

        /// Where TLSA records may stand, in the order in which they are tried.
        package var tlsaQuestions: [Question] {
            tlsaBases.map { Question("_\(endpoint.port)._tcp.\($0)", .tlsa) }
        }
    }

    /// More than any honest zone names; what is beyond is not looked at.
    static let placesAtMost = 32
    static let targetsAtMost = 16

    /// What `answers` and `fetches` say about a service of a domain.
    /// - Parameter hosts: the places that the provider file names for this service.
    package init(
        _ service: Service, domain: String, hosts: [Provider.Host] = [], answers: Answers, fetches: Fetches = Fetches()
    ) {
        ledger = Ledger { answers[$0] }
        self.fetches = fetches
        switch service {
        case .xmppClient, .xmppServer: discoverXMPP(service, domain: domain)
        case .mx: discoverMX(domain: domain)
        case .submission, .imap, .pop3, .sieve:
            discoverMail(service, domain: domain, hosts: hosts)
        case .https: discoverWeb(domain: domain, hosts: hosts)
        case .caldav, .carddav:
            discoverDAV(service, domain: domain, hosts: hosts)
        case .webdav: discoverNamed(service, domain: domain, hosts: hosts)
        }
    }

    /// What `answers` say about a host and port that were named instead of found: its addresses, and what DANE needs.
    /// An address given for the host is taken as it is.
    package init(at endpoint: Endpoint, answers: Answers) {
        ledger = Ledger { answers[$0] }
        fetches = Fetches()
        if endpoint.address.isEmpty {
            let target = Target(
                host: endpoint.host, port: endpoint.port, mode: endpoint.mode, lookups: [],
                discovered: ["\(endpoint.host) port \(endpoint.port), as requested"], isSecure: true)
            add(target, service: endpoint.service, domain: endpoint.domain)
            if open.isEmpty, let place = places.first, place.isSecure { _ = tlsa(of: place) }
            finding = places.isEmpty ? .unmeasured(failure ?? Reason(.noSuchName)) : .measured(places.count)
        } else {
            places = [Place(endpoint: endpoint, lookups: [], discovered: ["as requested"], isSecure: false)]
            finding = .measured(1)
        }
    }

    /// Looks a question up; a missing answer becomes an open question.
    mutating func ask(_ question: Question) -> Answers.Known? { ledger.answer(to: question) }

    /// Why an insecure answer cannot be verified from here; `nil` where it is not insecure, or proven to be.
    mutating func whyUnverifiable(_ answer: Answer) -> Reason? {
        Derive.whyUnverifiable(answer) { ledger.optionalAnswer(to: $0)?.answer }
    }

    mutating func note(_ reason: Reason?) {
        if failure == nil { failure = reason }
    }

    /// A page; a missing one becomes an open fetch.
    mutating func fetch(_ target: FetchTarget) -> Fetches.Outcome {
        let outcome = fetches.page(target)
        if case .open(let target) = outcome, !openFetches.contains(target) { openFetches.append(target) }
        return outcome
    }

    /// The TLSA set of a place: the first base domain that has a secure one, or where the search has to stop.
    mutating func tlsa(of place: Place) -> Answers.Known? {
        var last: Answers.Known?
        for question in place.tlsaQuestions {
            guard let known = ask(question) else { return nil }
            last = known
            _ = whyUnverifiable(known.answer)
            // Behind a failure there could be records, so the next name must not be tried (RFC 7672 §2.1.2).
            if known.answer.failure != nil || (known.answer.security == .secure && !known.answer.tlsa.isEmpty) { break }
        }
        return last
    }

    /// Adds a place for each address of a target.
    mutating func add(_ target: Target, service: Service, domain: String) {
        guard IPAddress(target.host) == nil else {
            // RFC 2782 and RFC 5321 §5.1 want a name there, and a resolver would not find this one.
            return note(Reason(.malformed, "an IP address instead of a host name: \(target.host)"))
        }
        let found = [RecordType.a, .aaaa].map { ask(Question(target.host, $0)) }
        if found.contains(where: { $0?.answer.isMissing == true }) { missing.insert(target.host) }
        for case (let id, let answer)? in found {
            note(answer.failure)
            let names = answer.resolved?.names ?? []
            let isAlias = names.count > 1
            var isSecure = answer.security == .secure
            var bases = isAlias ? [answer.resolved?.canonicalName ?? target.host, target.host] : [target.host]
            var unknownSecurity: Reason?
            if isAlias, !isSecure, service == .mx, !answer.addresses.isEmpty,
                let alias = ask(Question(target.host, .cname))
            {
                // RFC 7672 §2.2.2: the alias is secure though its target is not; its own name is the base domain.
                if alias.answer.security == .secure {
                    isSecure = true
                    bases = [target.host]
                }
                unknownSecurity = alias.answer.failure
            }
            if !isSecure, unknownSecurity == nil, !answer.addresses.isEmpty {
                unknownSecurity = whyUnverifiable(answer)
            }
            for address in answer.addresses {
                let place = Place(
                    endpoint: Endpoint(
                        service: service, domain: domain, host: target.host, port: target.port,
                        address: address.description, mode: target.mode, path: target.path),
                    lookups: target.lookups + [id],
                    discovered: target.discovered + (isAlias ? [names.joined(separator: " CNAME ")] : [])
                        + ["\(target.host) \(answer.question.type) \(address)"],
                    isSecure: target.isSecure && isSecure && unknownSecurity == nil,
                    unknownSecurity: target.isSecure ? unknownSecurity : target.unknownSecurity, tlsaBases: bases)
                guard places.count < Self.placesAtMost else { return }
                if !places.contains(where: { $0.endpoint == place.endpoint }) { places.append(place) }
            }
        }
    }

    /// Once every address is known: how many places there are, or why there are none.
    mutating func conclude() {
        guard open.isEmpty, openFetches.isEmpty else { return }
        arePlacesKnown = true
        for place in places where place.isSecure { _ = tlsa(of: place) }
        if !places.isEmpty {
            finding = .measured(places.count)
        } else if let failure {
            finding = .unmeasured(failure)
        } else if isFallback, let domain = missing.first, missing.count == 1 {
            finding = .unmeasured(Reason(.noSuchName, domain))
        } else {
            finding =
                isFallback ? .notOffered : .unmeasured(Reason(.noSuchName, "none of the named hosts has an address"))
        }
    }

    mutating func note(security: DNSSECState) {
        let order: [DNSSECState] = [.secure, .insecure, .indeterminate, .bogus]
        let rank = { (state: DNSSECState) in order.firstIndex(of: state) ?? order.count }
        namesSecurity = namesSecurity.map { rank($0) >= rank(security) ? $0 : security } ?? security
    }

    /// A host and port that the DNS, or the rules where it is silent, name.
    struct Target {
        var host: String
        var port: UInt16
        var mode: Endpoint.Mode
        var lookups: [Int]
        var discovered: [String]
        var isSecure: Bool
        /// Why it is not known whether what named the host is secure, where it is not.
        var unknownSecurity: Reason?
        /// Where on the host the service begins, if anything says so.
        var path: String?
    }
}
