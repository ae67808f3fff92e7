import Dialogues
import Model
import TLSWire

/// The connections to one endpoint, each read once, however many domains the endpoint serves. Not `Sendable`: it stays
/// in the derivation that made it.
final class EndpointReadings {
    /// A probe record and the interpretation of its transcript.
    struct Probe {
        let record: ProbeRecord
        let reading: Reading
    }

    /// The endpoint as it was recorded, for the first of its domains.
    let endpoint: Endpoint
    /// Complete handshakes first, as they ask the most before TLS; else in the order of their ids.
    let probes: [Probe]
    /// Why something was not asked, where it was not.
    let unasked: Reason

    /// - Parameter stopped: why not everything was asked that would have been.
    init(_ records: [ProbeRecord], of endpoint: Endpoint, stopped: Reason? = nil) {
        self.endpoint = endpoint
        unasked = stopped ?? Reason(.notAsked)
        let sorted = records.sorted {
            let isFirst = ($0.purpose == .handshake, $1.purpose == .handshake)
            return isFirst.0 == isFirst.1 ? $0.id < $1.id : isFirst.0
        }
        probes = sorted.map { Probe(record: $0, reading: Reading($0, of: endpoint)) }
    }

    /// What all hellos together say about the endpoint's TLS.
    private(set) lazy var knowledge: TLSKnowledge = {
        var knowledge = TLSKnowledge(mayShareItsPort: endpoint.mayShareItsPort)
        for probe in probes {
            if let session = probe.record.session { knowledge.record(session: session) }
            guard probe.record.purpose == .hello, let hello = probe.reading.hello else { continue }
            knowledge.record(hello: hello, outcome: probe.reading.outcome)
        }
        return knowledge
    }()

    /// All six versions, oldest first.
    private(set) lazy var versions: [VersionFinding] = knowledge.versionFindings(unasked: unasked)

    /// What was asked and answered in each probe, in a sentence.
    private(set) lazy var observations: [Observation] = probes.map { probe in
        guard probe.record.purpose == .hello else { return handshakeObservation(probe) }
        return Observation(
            record: probe.record.id, asked: probe.reading.hello.map(describe) ?? "ClientHello (not sent)",
            answered: describe(probe.reading.outcome))
    }

    private func handshakeObservation(_ probe: Probe) -> Observation {
        let (record, reading) = (probe.record, probe.reading)
        var asked: [String] = []
        var answered: [String] = []
        if let dialogue = reading.plain {
            asked.append(endpoint.isXMPP ? "stream to \(endpoint.domain)" : "\(endpoint.protocolName) before TLS")
            answered.append(describe(dialogue, ending: record.ending))
        }
        if reading.reachedTLS {
            asked.append("TLS handshake (OpenSSL)")
            if let session = record.session {
                let suite = SuiteRegistry.suite(UInt32(session.suite)).name
                answered.append("\(session.version) \(suite), certificates: \(session.chain.count)")
            } else {
                answered.append("no handshake: \(describe(record.ending))")
            }
        }
        if let dialogue = reading.inside {
            asked.append(endpoint.isXMPP ? "stream inside TLS" : "\(endpoint.protocolName) inside TLS")
            answered.append(describe(dialogue, ending: record.ending))
        }
        if asked.isEmpty {
            asked.append("connection to \(endpoint.address) port \(endpoint.port)")
            answered.append(describe(record.ending))
        }
        return Observation(
            record: record.id, asked: asked.joined(separator: "; "), answered: answered.joined(separator: "; "))
    }
}
