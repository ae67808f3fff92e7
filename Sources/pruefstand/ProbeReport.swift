import Grading
import Model

/// `probe --json`: one endpoint's findings by the names that scripts like to ask for. What has no value is missing
/// here and stands in `states` with its state and reason, so that unknown is never read as no.
struct ProbeReport: Encodable {
    var endpoint: Endpoint
    var discovered: [String]
    /// Oldest first.
    var protocols: [String]?
    /// Version → IANA names, in the server's order where it has one.
    var suites: [String: [String]]
    /// Version → `server` or `client`.
    var preference: [String: String]
    var groups: [String]?
    var signatureSchemes: [String]?
    /// Chosen by ALPN.
    var applicationProtocols: [String]?
    var diffieHellman: [DiffieHellmanGroup]?
    /// `compression`, `extendedMasterSecret`, `secureRenegotiation`, `encryptThenMAC`, `sessionTickets`,
    /// `fallbackSignal`, `stapledStatus`, `certificateTimestamps`: whether the server has it.
    var features: [String: Bool]
    /// What the server does that the protocol does not allow, a sentence each.
    var oddities: [String]
    var mechanisms: [String: [String]]
    var certificates: [CertificateFacts]?
    /// Chains for other kinds of key.
    var otherChains: [ChainFacts]?
    var trust: TrustFacts?
    var identity: IdentityFacts?
    var dane: DANEFacts?
    /// `required`, `optional`, `notOffered`, or missing.
    var starttls: String?
    /// Mail protocols only; each finding with its state.
    var dialogue: DialogueFindings?
    /// HTTPS and what speaks it only; each finding with its state.
    var web: WebFindings?
    var connections: Int
    /// Seconds.
    var elapsed: Double
    /// What has no value: name → state.
    var states: [String: State]
    /// By profile.
    var verdicts: [String: Verdict]

    struct State: Encodable {
        var state: String
        var why: Reason?
    }

    init(_ findings: EndpointFindings, elapsed: Double) {
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
        suites = [:]
        preference = [:]
        mechanisms = [:]
        var offered: [String] = []
        for version in findings.versions {
            let name = version.version.rawValue
            guard let facts = value("protocols.\(name)", version.finding) else { continue }
            offered.append(name)
            suites[name] = facts.suites.map(\.name)
            preference[name] = value("preference.\(name)", facts.preference)?.rawValue
            if let why = facts.incomplete { states["suites.\(name)"] = State(state: "incomplete", why: why) }
        }
        // An empty list says that all six were refused; where any is unknown, nobody can say that.
        protocols = offered.isEmpty && findings.versions.contains { $0.finding.isUnknown } ? nil : offered
        groups = value("groups", findings.groups)
        let parameters = findings.parameters ?? .notAsked
        signatureSchemes = value("signatureSchemes", parameters.signatureSchemes)
        applicationProtocols = value("applicationProtocols", parameters.applicationProtocols)
        diffieHellman = value("diffieHellman", parameters.diffieHellman)
        features = [:]
        for (name, finding) in parameters.features { features[name] = value("features.\(name)", finding) }
        oddities = parameters.oddities
        otherChains = value("otherChains", parameters.otherChains)
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
        connections = findings.connections
        self.elapsed = elapsed
        self.states = states
        verdicts = Dictionary(uniqueKeysWithValues: Profile.all.map { ($0.name, $0.verdict(for: findings)) })
    }
}

extension ParameterFindings {
    /// What a server has or has not, by name.
    var features: [(name: String, finding: Finding<Bool>)] {
        [
            ("compression", compression), ("extendedMasterSecret", extendedMasterSecret),
            ("secureRenegotiation", secureRenegotiation), ("encryptThenMAC", encryptThenMAC),
            ("sessionTickets", sessionTickets), ("fallbackSignal", fallbackSignal), ("stapledStatus", stapledStatus),
            ("certificateTimestamps", certificateTimestamps),
        ]
    }
}
