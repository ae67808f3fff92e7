import Archive
import Derive
import Model
import Testing

/// A probe connects to one server; the others are named.
@Suite struct PlacesNotProbedTests {
    private func records(_ name: String) throws -> [EvidenceRecord] {
        try EvidenceFile.decode(try Corpus.evidence(name), file: Corpus.evidencePath(name))
    }

    /// Its host has an IPv6 address too.
    @Test func otherAddresses() throws {
        let places = placesNotProbed(in: try records("probe-ejabberd"))
        #expect(places.map(\.address) == ["fd00:1ab::16:1"])
        #expect(places.map(\.host) == ["xmpp.pappelpost.test"])
    }

    /// SRV records of both kinds: where STARTTLS is probed, direct TLS is named.
    @Test func theOtherKindOfRecord() throws {
        let all = try records("quittenpost")
        #expect(placesNotProbed(in: all).isEmpty)
        let first = all.firstIndex { record in
            if case .endpoint(let endpoint) = record { endpoint.endpoint.mode == .startTLS } else { false }
        }
        let kept = all.enumerated().filter { index, record in
            if case .endpoint = record { index == first } else { true }
        }
        let places = placesNotProbed(in: kept.map(\.element))
        #expect(places.contains { $0.service == .xmppClient && $0.mode == .direct && $0.port == 5223 })
    }
}
