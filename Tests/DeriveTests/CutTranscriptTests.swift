import Model
import TLSWire
import Testing

@testable import Derive

/// Flights that were longer than what the evidence keeps, and connections on which nothing was asked inside TLS.
@Suite struct CutTranscriptTests {
    private static let web = Endpoint(
        service: .https, domain: "a.test", host: "a.test", port: 443, address: "192.0.2.1", mode: .direct)

    /// A ServerHello of TLS 1.2 that chooses ECDHE, and the beginning of a Certificate of 200,000 bytes.
    private static let flight: [UInt8] =
        [22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x2F, 0]
        + [22, 3, 3, 0x40, 0, 11, 3, 0x0D, 0x40] + [UInt8](repeating: 1, count: 1_000)

    private func outcome(omitted: Int) -> ProbeOutcome {
        Reading(
            [
                Passage(.sent, .tls, [22, 3, 1, 0, 0]),
                Passage(.received, .tls, Self.flight, omitted: omitted),
            ], ending: .done, of: Self.web, purpose: .hello
        ).outcome
    }

    @Test func whatWasCutAwayIsTooLarge() {
        guard case .accepted(let facts) = outcome(omitted: 120_000) else {
            Issue.record("no ServerHello")
            return
        }
        #expect(facts.suite == 0xC02F)
        #expect(facts.incomplete == Reason(.tooLarge, "120000 bytes of the answer were not kept"))
        guard case .accepted(let whole) = outcome(omitted: 0) else { return }
        #expect(whole.incomplete?.code == .interrupted)
        // So it is with what the rest would have shown.
        var knowledge = TLSKnowledge()
        let hello = ClientHello(legacyVersion: 0x0303, suites: [0xC02F], groups: [.x25519])
        knowledge.record(hello: hello, outcome: .accepted(facts))
        #expect(knowledge.groups() == .unmeasured(Reason(.tooLarge, "120000 bytes of the answer were not kept")))
        #expect(knowledge.parameters(versions: knowledge.versionFindings()).signatureSchemes.isUnknown)
    }

    /// A connection that wanted a ServerHello alone kept no more of the answer, however much came.
    @Test func whatNobodyWantedIsNotTooLarge() {
        let hello = Array(Self.flight.prefix(47))
        let reading = Reading(
            [Passage(.sent, .tls, [22, 3, 1, 0, 0]), Passage(.received, .tls, hello, omitted: 805)],
            ending: .done, of: Self.web, purpose: .hello)
        guard case .accepted(let facts) = reading.outcome else {
            Issue.record("no ServerHello")
            return
        }
        #expect(facts.incomplete?.code == .interrupted)
        var knowledge = TLSKnowledge()
        knowledge.record(
            hello: ClientHello(legacyVersion: 0x0303, suites: [0xC02F], groups: [.x25519]), outcome: .accepted(facts))
        #expect(knowledge.groups() == .unmeasured(Reason(.dependsOnUnknown, "not-asked")))
    }

    /// `tls://` speaks no HTTP: the handshake was completed, and nothing was asked.
    @Test func withoutAWordInsideNothingWasAsked() throws {
        let records: [EvidenceRecord] = [
            .plan(
                PlanRecord(
                    provider: "a", name: "A", domains: [], services: [.init(service: .https, domain: "a.test")])),
            .endpoint(EndpointRecord(id: 1, endpoint: Self.web, lookups: [])),
            .probe(
                ProbeRecord(
                    id: 2, endpoint: 1, at: Instant(milliseconds: 0), purpose: .handshake, connectMilliseconds: 1,
                    milliseconds: 1, transcript: [Passage(.sent, .tls, [22, 3, 1, 0, 0])], ending: .done,
                    session: SessionRecord(version: "TLSv1.3", suite: 0x1301, chain: []))),
        ]
        let found = try deriveFindings(from: records, file: "test").services.first?.endpoints.first
        #expect(found?.web?.hsts == .notAsked && found?.web?.status == .notAsked)
        // And the handshake alone shows a version.
        #expect(found?.versions.last?.finding.value?.suites.map(\.code) == [0x1301])
    }
}
