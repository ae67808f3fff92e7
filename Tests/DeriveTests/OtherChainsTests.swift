import Derive
import Model
import Testing

/// Whether a server has certificates of other kinds, out of the handshakes that asked for them.
@Suite struct OtherChainsTests {
    private static let endpoint = Endpoint(
        service: .https, domain: "a.test", host: "a.test", port: 443, address: "192.0.2.1", mode: .direct)

    /// - Parameter endings: how the handshakes ended that asked for a certificate of another kind.
    private func others(_ endings: [ProbeRecord.Ending]) throws -> Finding<[ChainFacts]> {
        let now = Instant(milliseconds: 0)
        let hello = [Passage(.sent, .tls, [22, 3, 1, 0, 0])]
        var records: [EvidenceRecord] = [
            .plan(
                PlanRecord(
                    provider: "a", name: "A", domains: [], services: [.init(service: .https, domain: "a.test")])),
            .endpoint(EndpointRecord(id: 1, endpoint: Self.endpoint, lookups: [])),
            // Nobody reads the certificate here; that there is one is enough.
            .certificate(CertificateRecord(sha256: "00", der: Bytes([0x30, 0]))),
            .probe(
                ProbeRecord(
                    id: 2, endpoint: 1, at: now, purpose: .handshake, connectMilliseconds: 1, milliseconds: 1,
                    transcript: hello, ending: .done,
                    session: SessionRecord(version: "TLSv1.3", suite: 0x1301, chain: ["00"]))),
        ]
        for (index, ending) in endings.enumerated() {
            records.append(
                .probe(
                    ProbeRecord(
                        id: 3 + index, endpoint: 1, at: now, purpose: .certificate, connectMilliseconds: 1,
                        milliseconds: 1, transcript: hello, ending: ending)))
        }
        let findings = try deriveFindings(from: records, file: "test")
        return try #require(findings.services.first?.endpoints.first?.parameters).otherChains
    }

    private let alert = ProbeRecord.Ending.failed(Reason(.alert, "handshake_failure"))

    @Test func anAlertSaysThatThereIsNone() throws {
        #expect(try others([alert, alert]) == .notOffered)
    }

    @Test(arguments: [Reason(.timeout), Reason(.reset), Reason(.connectionRefused), Reason(.closed)])
    func whoDoesNotAnswerSaysNothing(_ reason: Reason) throws {
        #expect(try others([alert, .failed(reason)]) == .unmeasured(reason))
    }

    @Test func closingSaysNothing() throws {
        guard case .unmeasured(let why) = try others([.closed, alert]) else {
            Issue.record("a close became a no")
            return
        }
        #expect(why.code == .closed)
    }
}
