import Model
import TLSWire
import Testing

@testable import Derive

/// Evidence of earlier scans has hellos without ALPN to ports that XMPP may share with a website (XEP-0368).
@Suite struct SharedPortEvidenceTests {
    /// A ServerHello of TLS 1.0, a Certificate of three bytes, and ServerHelloDone.
    private static let flight: [UInt8] =
        [22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1] + [UInt8](repeating: 7, count: 32) + [0, 0, 0x35, 0]
        + [22, 3, 1, 0, 17, 11, 0, 0, 9, 0, 0, 6, 0, 0, 3, 1, 2, 3, 14, 0, 0, 0]

    private func reading(port: UInt16, protocols: [String]) -> EndpointReadings {
        let endpoint = Endpoint(
            service: .xmppClient, domain: "a.test", host: "a.test", port: port, address: "192.0.2.1", mode: .direct)
        let hello = ClientHello(
            legacyVersion: 0x0301, suites: [0x0035, 0x002F], serverName: "a.test", applicationProtocols: protocols)
        let probe = ProbeRecord(
            id: 2, endpoint: 1, at: Instant(milliseconds: 0), purpose: .hello, connectMilliseconds: 1, milliseconds: 1,
            transcript: [Passage(.sent, .tls, hello.encoded(random: [])), Passage(.received, .tls, Self.flight)],
            ending: .done)
        return EndpointReadings([probe], of: endpoint)
    }

    @Test(arguments: [443, 8443, 5280]) func whatWasAskedWithoutALPNIsNotOfTheXMPPServer(port: UInt16) {
        let without = reading(port: port, protocols: [])
        #expect(without.knowledge.finding(.tls10) == .unmeasured(Reason(.notAsked)))
        #expect(without.probes[0].reading.certificates.isEmpty)
        let with = reading(port: port, protocols: ["xmpp-client"])
        #expect(with.knowledge.finding(.tls10).value?.suites.map(\.code) == [0x0035])
        #expect(with.probes[0].reading.certificates == [[1, 2, 3]])
    }

    @Test(arguments: [5222, 5223, 5269, 5270]) func portsOfXMPPAreNotShared(port: UInt16) {
        let found = reading(port: port, protocols: [])
        #expect(found.knowledge.finding(.tls10).value?.suites.map(\.code) == [0x0035])
        #expect(found.probes[0].reading.certificates == [[1, 2, 3]])
    }
}
