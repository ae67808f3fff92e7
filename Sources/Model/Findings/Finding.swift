/// One typed fact in one of five states. Unknown never becomes "no": a time-out, a refusal and
/// a proven absence are different cases, and the compiler makes every reader tell them apart.
package enum Finding<Value: Hashable & Codable & Sendable>: Hashable, Sendable {
    /// Seen on the wire.
    case measured(Value)
    /// The other side said, or proved by its behaviour, that it does not offer this.
    case notOffered
    /// The other side (or somebody between) turned us away, so nothing is known.
    case refused(by: String, why: Reason)
    /// We could not find out.
    case unmeasured(Reason)
    /// The question makes no sense here (STARTTLS on a direct-TLS port).
    case notApplicable

    /// The value, where there is one.
    package var value: Value? {
        if case .measured(let value) = self { value } else { nil }
    }

    /// True where neither a value nor a proven absence is known.
    package var isUnknown: Bool {
        switch self {
        case .refused, .unmeasured: true
        case .measured, .notOffered, .notApplicable: false
        }
    }

    /// The question was not part of the run.
    package static var notAsked: Finding { .unmeasured(Reason(.notAsked)) }

    /// The same state with the value put through `transform`.
    package func map<Other>(_ transform: (Value) -> Other) -> Finding<Other> {
        flatMap { .measured(transform($0)) }
    }

    /// What `transform` concludes from a measured value; any other state is carried over.
    package func flatMap<Other>(_ transform: (Value) -> Finding<Other>) -> Finding<Other> {
        switch self {
        case .measured(let value): transform(value)
        case .notOffered: .notOffered
        case .refused(let by, let why): .refused(by: by, why: why)
        case .unmeasured(let why): .unmeasured(why)
        case .notApplicable: .notApplicable
        }
    }
}

/// Why something is unknown: a code out of an open set, and what was seen, which may be
/// outside data (bounded, escaped where shown).
package struct Reason: Hashable, Codable, Sendable {
    /// An open set: later versions add codes, and old snapshots keep theirs.
    package struct Code: RawRepresentable, Hashable, Codable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        private init(_ known: Known) { rawValue = known.rawValue }

        /// The codes of this version, so that there is a list of all of them.
        private enum Known: String, CaseIterable {
            case timeout
            case connectionRefused = "connection-refused"
            case unreachable
            case reset
            case closed
            case malformed
            case tooLarge = "too-large"
            case tooSlow = "too-slow"
            case bogus
            case dnsFailure = "dns-failure"
            case noSuchName = "no-such-name"
            case streamError = "stream-error"
            case turnedAway = "turned-away"
            case rateLimited = "rate-limited"
            case greylisted
            case notFromHere = "not-from-here"
            case privateAddress = "private-address"
            case noRoute = "no-route"
            case noRecord = "no-record"
            case startTLSFailure = "starttls-failure"
            case alert
            case answersDiffer = "answers-differ"
            case dependsOnUnknown = "depends-on-unknown"
            case budget
            case interrupted
            case offline
            case notAsked = "not-asked"
            case optOut = "opt-out"
            case unsupportedAlgorithm = "unsupported-algorithm"
            case noHandshake = "no-handshake"
            case clientCertificate = "client-certificate"
            case middlebox
            case withoutALPN = "without-alpn"
            case notVisible = "not-visible"
            case serverError = "server-error"
            case certificateExpired = "certificate-expired"
        }

        /// All codes that this version writes.
        package static let all = Known.allCases.map { Code($0) }

        /// A wait ran out.
        package static let timeout = Code(.timeout)
        /// TCP answered with RST: nothing listens there.
        package static let connectionRefused = Code(.connectionRefused)
        /// No route, or the network said no.
        package static let unreachable = Code(.unreachable)
        /// The peer reset the connection.
        package static let reset = Code(.reset)
        /// The peer closed the connection before it answered.
        package static let closed = Code(.closed)
        /// The answer broke the protocol's rules.
        package static let malformed = Code(.malformed)
        /// More bytes than any honest answer has.
        package static let tooLarge = Code(.tooLarge)
        /// The peer answers, but too slowly to be waited for.
        package static let tooSlow = Code(.tooSlow)
        /// A DNSSEC signature does not verify.
        package static let bogus = Code(.bogus)
        /// The DNS gave no answer (SERVFAIL, lame or silent servers).
        package static let dnsFailure = Code(.dnsFailure)
        /// The name does not exist.
        package static let noSuchName = Code(.noSuchName)
        /// An XMPP stream error.
        package static let streamError = Code(.streamError)
        /// The peer said no to us before anything was asked (SMTP's 554, IMAP's BYE), for reasons of its own.
        package static let turnedAway = Code(.turnedAway)
        /// The peer has too many connections, or too many of ours.
        package static let rateLimited = Code(.rateLimited)
        /// The peer wants to be asked again later.
        package static let greylisted = Code(.greylisted)
        /// The network that we look from lets nobody out to that port.
        package static let notFromHere = Code(.notFromHere)
        /// The machine that we look from has no route to the address, or does not permit one.
        package static let noRoute = Code(.noRoute)
        /// The address is a private one, where a name or redirect of theirs must not lead us.
        package static let privateAddress = Code(.privateAddress)
        /// Nothing that we may ask says where the service would be.
        package static let noRecord = Code(.noRecord)
        /// The peer offers STARTTLS and then declines it.
        package static let startTLSFailure = Code(.startTLSFailure)
        /// The peer's alert ended the handshake.
        package static let alert = Code(.alert)
        /// Connections were answered in ways that contradict each other.
        package static let answersDiffer = Code(.answersDiffer)
        /// Something this depends on is unknown itself.
        package static let dependsOnUnknown = Code(.dependsOnUnknown)
        /// The connection budget of the endpoint was used up.
        package static let budget = Code(.budget)
        /// The run was interrupted before this was looked at.
        package static let interrupted = Code(.interrupted)
        /// This machine has no network.
        package static let offline = Code(.offline)
        /// Looking it up was not part of this run.
        package static let notAsked = Code(.notAsked)
        /// The provider asked not to be scanned.
        package static let optOut = Code(.optOut)
        /// It could only be verified with an algorithm that is not available here; the detail names it.
        package static let unsupportedAlgorithm = Code(.unsupportedAlgorithm)
        /// The server chooses a version and a suite, and then ends every handshake.
        package static let noHandshake = Code(.noHandshake)
        /// The server demands a client certificate, which we have none of.
        package static let clientCertificate = Code(.clientCertificate)
        /// Somebody in between, such as a firewall, wrote over the server's answer.
        package static let middlebox = Code(.middlebox)
        /// Only a ClientHello without ALPN can ask for it, and another service on the port may have answered.
        package static let withoutALPN = Code(.withoutALPN)
        /// Nobody sees it from outside without knowing or doing something that we do not; the detail says what.
        package static let notVisible = Code(.notVisible)
        /// A web server says that it cannot answer now (RFC 9110 §15.6).
        package static let serverError = Code(.serverError)
        /// A certificate that clients have to verify is no longer valid (RFC 5280 §4.1.2.5).
        package static let certificateExpired = Code(.certificateExpired)
    }

    package var code: Code
    /// At most 200 characters; empty where the code says it all.
    package var detail: String

    package init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = String(detail.prefix(200))
    }
}

extension Finding: Codable {
    private enum Key: String, CodingKey { case state, value, by, why }
    private enum State: String, Codable { case measured, notOffered, refused, unmeasured, notApplicable }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(State.self, forKey: .state) {
        case .measured: self = .measured(try container.decode(Value.self, forKey: .value))
        case .notOffered: self = .notOffered
        case .refused:
            self = .refused(
                by: try container.decode(String.self, forKey: .by), why: try container.decode(Reason.self, forKey: .why)
            )
        case .unmeasured: self = .unmeasured(try container.decode(Reason.self, forKey: .why))
        case .notApplicable: self = .notApplicable
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .measured(let value):
            try container.encode(State.measured, forKey: .state)
            try container.encode(value, forKey: .value)
        case .notOffered: try container.encode(State.notOffered, forKey: .state)
        case .refused(let by, let why):
            try container.encode(State.refused, forKey: .state)
            try container.encode(by, forKey: .by)
            try container.encode(why, forKey: .why)
        case .unmeasured(let why):
            try container.encode(State.unmeasured, forKey: .state)
            try container.encode(why, forKey: .why)
        case .notApplicable: try container.encode(State.notApplicable, forKey: .state)
        }
    }
}
