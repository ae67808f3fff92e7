import Grading
import Model
import TLSWire
import Testing

@testable import Derive

/// What a server's hellos claim, and whether a handshake with it was ever completed.
@Suite struct HandshakeTests {
    private static let mx = Endpoint(
        service: .imap, domain: "a.test", host: "a.test", port: 993, address: "192.0.2.1", mode: .direct)
    /// A ServerHello of TLS 1.2 that chooses ECDHE, and then alert 80 (OpenSMTPD on OpenSSL 3.0).
    private static let serverHello: [UInt8] =
        [22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x2F, 0]
    private static let alert: [UInt8] = [21, 3, 3, 0, 2, 2, 80]
    private static let internalError = Reason(.alert, "internal_error(80)")

    private func endpoint(
        _ handshakes: [(received: [UInt8], ending: ProbeRecord.Ending, session: SessionRecord?)]
    ) throws -> EndpointFindings {
        var records: [EvidenceRecord] = [
            .plan(
                PlanRecord(
                    provider: "a", name: "A", domains: [], services: [.init(service: .imap, domain: "a.test")])),
            .endpoint(EndpointRecord(id: 1, endpoint: Self.mx, lookups: [])),
        ]
        let hello = ClientHello(legacyVersion: 0x0303, suites: [0xC02F], groups: [.x25519]).encoded(random: [])
        for (number, one) in handshakes.enumerated() {
            records.append(
                .probe(
                    ProbeRecord(
                        id: 2 + number, endpoint: 1, at: Instant(milliseconds: 0), purpose: .handshake,
                        connectMilliseconds: 1, milliseconds: 1,
                        transcript: [Passage(.sent, .tls, hello), Passage(.received, .tls, one.received)],
                        ending: one.ending, session: one.session)))
        }
        records.append(
            .probe(
                ProbeRecord(
                    id: 9, endpoint: 1, at: Instant(milliseconds: 0), purpose: .hello, connectMilliseconds: 1,
                    milliseconds: 1,
                    transcript: [Passage(.sent, .tls, hello), Passage(.received, .tls, Self.serverHello)],
                    ending: .done)))
        return try #require(
            try deriveFindings(from: records, file: "test").services.first?.endpoints.first)
    }

    @Test func noGradeWithoutAHandshake() throws {
        let broken = (Self.serverHello + Self.alert, ProbeRecord.Ending.failed(Self.internalError), SessionRecord?.none)
        let found = try endpoint([broken, broken])
        let why = Reason(.noHandshake, "internal_error(80)")
        #expect(found.handshake == .refused(by: "server", why: why))
        // The claim stays visible.
        #expect(found.versions.contains { $0.finding.value?.suites.map(\.code) == [0xC02F] })
        for profile in Profile.all {
            let verdict = profile.verdict(for: found)
            #expect(verdict.grade == .refused(by: "server", why: why), "\(profile.name)")
            #expect(verdict.reasons.map(\.rule) == ["no-handshake"])
        }
        // No "no" rests on one connection, as old evidence has it.
        #expect(try endpoint([broken]).handshake == .unmeasured(Self.internalError))
        #expect(try endpoint([]).handshake == .notAsked)
    }

    /// What is our library's own lack, or a demand for something that we have not, says nothing of others.
    @Test func whatProvesNothing() throws {
        // Refused at once: the library offers nothing that the server has.
        let refused = (Self.alert, ProbeRecord.Ending.failed(Self.internalError), SessionRecord?.none)
        #expect(try endpoint([refused, refused]).handshake == .unmeasured(Self.internalError))
        let unread = Reason(.unsupportedAlgorithm, "unknown certificate type")
        let lack = (Self.serverHello, ProbeRecord.Ending.failed(unread), SessionRecord?.none)
        #expect(try endpoint([lack]).handshake == .unmeasured(unread))
        let broken = (Self.serverHello + Self.alert, ProbeRecord.Ending.failed(Self.internalError), SessionRecord?.none)
        #expect(try endpoint([broken, lack]).handshake == .unmeasured(unread))
        // A CertificateRequest before the end (RFC 5246 §7.4.4, historical).
        let request: [UInt8] = [22, 3, 3, 0, 12, 13, 0, 0, 8, 1, 1, 0, 2, 4, 1, 0, 0]
        let demanding = (
            Self.serverHello + request + Self.alert, ProbeRecord.Ending.failed(Self.internalError), SessionRecord?.none
        )
        let found = try endpoint([demanding, demanding])
        #expect(found.handshake == .unmeasured(Reason(.clientCertificate)))
        #expect(Profile.current.verdict(for: found).reasons.allSatisfy { $0.rule != "no-handshake" })
    }

    @Test func oneIsEnough() throws {
        let broken = (Self.serverHello, ProbeRecord.Ending.closed, SessionRecord?.none)
        let done = (
            Self.serverHello, ProbeRecord.Ending.done,
            SessionRecord?.some(SessionRecord(version: "TLSv1.2", suite: 0xC02F, chain: []))
        )
        #expect(try endpoint([broken, done]).handshake == .measured(.tls12))
    }
}
