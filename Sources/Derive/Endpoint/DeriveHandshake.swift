import Model
import TLSWire

extension EndpointDerivation {
    /// Whether a TLS library completes a handshake. Two connections on which the server chose version and suite, and then
    /// ended the handshake, show that it cannot be used; a refusal of all that the library offers shows only that it
    /// offers something else, and a fault of the library's (`malformed`, an unknown algorithm) nothing at all.
    var handshake: Finding<ProtocolVersion> {
        let begun = handshakes.filter(\.reading.reachedTLS)
        if let version = begun.lazy.compactMap({ $0.record.session }).compactMap({
            ProtocolVersion(rawValue: $0.version)
        }).first {
            // Which of several servers behind the address the handshake reached is chance.
            let differ = readings.versions.contains { $0.finding.value?.differing != nil }
            let newest = readings.versions.last { $0.finding.value != nil }?.version
            return .measured(differ ? newest ?? version : version)
        }
        guard let last = begun.last else { return .unmeasured(readings.unasked) }
        let why: Reason =
            switch last.record.ending {
            case .failed(let reason): reason
            case .closed: Reason(.closed, "during the TLS handshake")
            case .done: Reason(.dependsOnUnknown, "no handshake")
            }
        let chosen = begun.filter { isEndedAfterChoice($0) }
        if chosen.contains(where: { serverHello(of: $0)?.requestsCertificate == true }) {
            return .unmeasured(Reason(.clientCertificate))
        }
        // No "no" rests on one connection.
        guard chosen.count == begun.count, begun.count > 1 else { return .unmeasured(why) }
        return .refused(by: "server", why: Reason(.noHandshake, why.detail.isEmpty ? why.code.rawValue : why.detail))
    }

    /// What a probe's ServerHello and what came with it say; `nil` where none came.
    func serverHello(of probe: EndpointReadings.Probe) -> ServerHelloFacts? {
        if case .accepted(let facts) = probe.reading.outcome { facts } else { nil }
    }

    private func isEndedAfterChoice(_ probe: EndpointReadings.Probe) -> Bool {
        guard let hello = serverHello(of: probe), !hello.isHelloRetryRequest else { return false }
        return switch probe.record.ending {
        case .failed(let reason): [.alert, .closed, .reset].contains(reason.code)
        case .closed: true
        case .done: false
        }
    }
}
