import Grading
import Model

/// The output of `probe --json`: one endpoint's findings under stable names. A finding without a value is absent here
/// and listed in `states` with its state and reason, so that unknown is never read as no.
struct ProbeReport: Encodable {
    var endpoint: Endpoint
    var discovered: [String]
    /// Other servers of the same service, which the look-ups lead to and nothing connected to.
    var notProbed: [Endpoint]
    /// Oldest first.
    var protocols: [String]?
    /// Version → IANA names, in the server's order of preference if it has one.
    var suites: [String: [String]]
    /// Version → IANA names of the suites that no connection refused, where answers differ: `suites` has all that any
    /// server behind the address accepts.
    var commonSuites: [String: [String]]?
    /// Version → `server` or `client`.
    var preference: [String: String]
    var groups: [String]?
    var signatureSchemes: [String]?
    /// Negotiated by ALPN.
    var applicationProtocols: [String]?
    var diffieHellman: [DiffieHellmanGroup]?
    /// `compression`, `extendedMasterSecret`, `secureRenegotiation`, `encryptThenMAC`, `sessionTickets`,
    /// `fallbackSignal`, `stapledStatus`, `certificateTimestamps`: whether the server supports it.
    var features: [String: Bool]
    /// Protocol violations of the server, a sentence each.
    var oddities: [String]
    var mechanisms: [String: [String]]
    /// The version that a complete handshake settled on.
    var handshake: String?
    var certificates: [CertificateFacts]?
    /// Chains sent for other key types.
    var otherChains: [ChainFacts]?
    var trust: TrustFacts?
    var identity: IdentityFacts?
    var dane: DANEFacts?
    /// `required`, `optional`, `notOffered`, or missing.
    var starttls: String?
    /// Mail protocols only; every finding with its state.
    var dialogue: DialogueFindings?
    /// HTTPS-based services only; every finding with its state.
    var web: WebFindings?
    /// XMPP only; every finding with its state.
    var xmpp: XMPPFindings?
    /// The server asks for a client certificate.
    var certificateRequest: Bool?
    var connections: Int
    /// In seconds.
    var elapsed: Double
    /// Findings without a value: name → state.
    var states: [String: State]
    /// Profile → verdict.
    var verdicts: [String: Verdict]

    struct State: Encodable {
        var state: String
        var why: Reason?
    }

    init(_ findings: EndpointFindings, _ proofs: EndpointProofs, notProbed: [Endpoint] = [], elapsed: Double) {
        var states: [String: State] = [:]
        func value<Value>(_ name: String, _ finding: Finding<Value>) -> Value? {
            switch finding {
            case .measured(let value): return value
            case .notOffered: states[name] = State(state: "notOffered")
            case .notApplicable: states[name] = State(state: "notApplicable")
            case .refused(_, let why): states[name] = State(state: "refused", why: why)
            case .unmeasured(let why): states[name] = State(state: "unmeasured", why: why)
            }
            return nil
        }
        endpoint = findings.endpoint
        discovered = findings.discovered
        self.notProbed = notProbed
        suites = [:]
        var common: [String: [String]] = [:]
        preference = [:]
        mechanisms = [:]
        var offered: [String] = []
        for version in findings.versions {
            let name = version.version.rawValue
            guard let facts = value("protocols.\(name)", version.finding) else { continue }
            offered.append(name)
            suites[name] = facts.suites.map(\.name)
            preference[name] = value("preference.\(name)", facts.preference)?.rawValue
            if let differing = facts.differing {
                states["protocols.\(name)"] = State(state: "answersDiffer", why: differing.reason)
                common[name] = differing.common
            }
            if let why = facts.orderIncomplete { states["order.\(name)"] = State(state: "incomplete", why: why) }
            if let why = facts.incomplete { states["suites.\(name)"] = State(state: "incomplete", why: why) }
        }
        commonSuites = common.isEmpty ? nil : common
        // An empty list means that all versions were refused, which cannot be claimed while any is unknown.
        protocols = offered.isEmpty && findings.versions.contains { $0.finding.isUnknown } ? nil : offered
        groups = value("groups", findings.groups)
        if let untested = findings.groupsIncomplete {
            states["groups"] = State(state: "incomplete", why: untested.why)
        }
        let parameters = findings.parameters ?? .notAsked
        signatureSchemes = value("signatureSchemes", parameters.signatureSchemes)
        if let why = parameters.signatureSchemesIncomplete {
            states["signatureSchemes"] = State(state: "incomplete", why: why)
        }
        applicationProtocols = value("applicationProtocols", parameters.applicationProtocols)
        diffieHellman = value("diffieHellman", parameters.diffieHellman)
        features = [:]
        for (name, finding) in parameters.features { features[name] = value("features.\(name)", finding) }
        oddities = parameters.oddities
        otherChains = value("otherChains", parameters.otherChains)
        handshake = findings.handshake.flatMap { value("handshake", $0) }?.rawValue
        mechanisms["beforeTLS"] = value("mechanisms.beforeTLS", findings.mechanisms.beforeTLS)
        mechanisms["afterTLS"] = value("mechanisms.afterTLS", findings.mechanisms.afterTLS)
        certificates = value("certificates", findings.certificates)
        trust = value("trust", findings.trust)
        identity = value("identity", findings.identity)
        dane = value("dane", findings.dane)
        starttls =
            value("starttls", findings.startTLS)?.rawValue ?? (findings.startTLS == .notOffered ? "notOffered" : nil)
        dialogue = findings.dialogue
        web = findings.web
        xmpp = findings.xmpp
        certificateRequest = parameters.certificateRequest.flatMap { value("certificateRequest", $0) }
        connections = proofs.connections
        self.elapsed = elapsed
        self.states = states
        verdicts = Dictionary(uniqueKeysWithValues: Profile.all.map { ($0.name, $0.verdict(for: findings)) })
    }
}

extension ParameterFindings {
    /// TLS features that a server supports or not, by name.
    var features: [(name: String, finding: Finding<Bool>)] {
        [
            ("compression", compression), ("extendedMasterSecret", extendedMasterSecret),
            ("secureRenegotiation", secureRenegotiation), ("encryptThenMAC", encryptThenMAC),
            ("sessionTickets", sessionTickets), ("fallbackSignal", fallbackSignal), ("stapledStatus", stapledStatus),
            ("certificateTimestamps", certificateTimestamps),
        ]
    }
}
