import DNS
import Findings

/// What the answers so far say about where a service is. The scanner asks `open` and comes back with more answers until
/// nothing is open; deriving calls it once, with all of them. Both get the same conclusion.
public struct Discovery: Sendable {
    /// Questions whose answers are needed and missing.
    public var open: [Question] = []
    /// How many endpoints there are, or why that is not known.
    public var finding: Finding<Int> = .unmeasured(Reason(.notAsked))
    /// In the order in which a client tries them: priority, then weight, then as they stand.
    public var places: [Place] = []
    /// Ids of the look-ups that `finding` rests on.
    public var lookups: [Int] = []
    /// No record named the service; the places are those that the protocol falls back to.
    public var isFallback = false
    /// The first reason why something on the way is not known.
    private(set) var failure: Reason?

    /// An endpoint and how it was found.
    public struct Place: Hashable, Sendable {
        public var endpoint: Endpoint
        /// Ids of the look-ups that led here.
        public var lookups: [Int]
        /// The same in words of the zone file.
        public var discovered: [String]
        /// Every answer on the way was secure, so that TLSA records count (RFC 7673 §3).
        public var isSecure: Bool
        /// Where TLSA records would stand.
        public var tlsaQuestion: Question { Question("_\(endpoint.port)._tcp.\(endpoint.host)", .tlsa) }
    }

    /// More than any honest zone names; what is beyond is not looked at.
    static let placesAtMost = 32
    static let targetsAtMost = 16

    /// What `answers` say about a service of a domain.
    public init(_ service: Service, domain: String, answers: Answers) {
        switch service {
        case .xmppClient, .xmppServer: discoverXMPP(service, domain: domain, answers: answers)
        default: break
        }
    }

    /// What `answers` say about a host and port that were named instead of found: its addresses, and what DANE needs.
    /// An address given for the host is taken as it is.
    public init(at endpoint: Endpoint, answers: Answers) {
        if endpoint.address.isEmpty {
            let target = Target(
                host: endpoint.host, port: endpoint.port, mode: endpoint.mode, lookups: [],
                discovered: ["\(endpoint.host) port \(endpoint.port), as asked for"], isSecure: true)
            add(target, service: endpoint.service, domain: endpoint.domain, answers: answers)
            if open.isEmpty, let place = places.first, place.isSecure { _ = ask(place.tlsaQuestion, answers) }
            finding = places.isEmpty ? .unmeasured(failure ?? Reason(.noSuchName)) : .measured(places.count)
        } else {
            places = [Place(endpoint: endpoint, lookups: [], discovered: ["as asked for"], isSecure: false)]
            finding = .measured(1)
        }
    }

    /// Looks a question up; a missing answer becomes an open question.
    mutating func ask(_ question: Question, _ answers: Answers) -> (id: Int, answer: Answer)? {
        guard let known = answers[question] else {
            if !open.contains(question) { open.append(question) }
            return nil
        }
        return known
    }

    mutating func note(_ reason: Reason?) {
        if failure == nil { failure = reason }
    }

    /// Adds a place for each address of a target.
    mutating func add(_ target: Target, service: Service, domain: String, answers: Answers) {
        let found = [RecordType.a, .aaaa].map { ask(Question(target.host, $0), answers) }
        for case (let id, let answer)? in found {
            note(answer.failure)
            let alias = answer.resolved.flatMap { $0.names.count > 1 ? $0.names.joined(separator: " CNAME ") : nil }
            for address in answer.addresses {
                let place = Place(
                    endpoint: Endpoint(
                        service: service, domain: domain, host: target.host, port: target.port,
                        address: address.description, mode: target.mode),
                    lookups: target.lookups + [id],
                    discovered: target.discovered + (alias.map { [$0] } ?? [])
                        + ["\(target.host) \(answer.question.type) \(address)"],
                    isSecure: target.isSecure && answer.security == .secure)
                guard places.count < Self.placesAtMost else { return }
                if !places.contains(where: { $0.endpoint == place.endpoint }) { places.append(place) }
            }
        }
    }

    /// A host and port that the DNS, or the rules where it is silent, name.
    struct Target {
        var host: String
        var port: UInt16
        var mode: Endpoint.Mode
        var lookups: [Int]
        var discovered: [String]
        var isSecure: Bool
    }
}
