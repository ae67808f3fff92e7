import DNS
import Model
import Text
import Trust

extension FuzzTarget {
    /// A chain as PEM text, or else one certificate in DER form. Whatever is in it, what is said of it is bounded and
    /// without control characters, and nobody is believed who is not the root that we know.
    static let trustCertificate = FuzzTarget("TrustCertificate") { bytes throws(FuzzViolation) in
        let found = certificates(inPEM: bytes)
        let chain = found.isEmpty ? [bytes] : found
        let facts = certificateFacts(der: chain[0])
        guard facts.names.count <= 100, facts.subject.count <= 4 * 500, facts.keyBits >= 0,
            facts.nameCount >= facts.names.count
        else { throw FuzzViolation("unbounded: \(facts)") }
        for text in facts.names + [facts.subject, facts.issuer, facts.keyType, facts.signatureHash] {
            guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
                throw FuzzViolation("control: \(text.debugDescription)")
            }
        }
        for service in [Service.xmppClient, .xmppServer, .mx, .imap, .https] {
            _ = checkIdentity(leaf: chain[0], service: service, domain: "good.example", host: "mx.good.example")
        }
        let now = Instant(milliseconds: 1_795_000_000_000)
        guard !verifyChain(chain: chain, anchors: [], at: now).valid else {
            throw FuzzViolation("believed without a root")
        }
        _ = verifyChain(chain: chain, anchors: TrustStore(chain).anchors(for: chain), at: now)
        let records = [
            TLSARecord(usage: 3, selector: 1, matching: 1, data: Array(repeating: 17, count: 32)),
            TLSARecord(usage: 2, selector: 0, matching: 0, data: Array(bytes.suffix(2_000))),
            TLSARecord(usage: 3, selector: 0, matching: 1, data: Digest.sha256(chain[0])),
        ]
        let dane = verifyDANE(
            chain: chain, records: records, service: .mx, domain: "good.example", host: "mx.good.example",
            tlsaName: "_25._tcp.mx.good.example", at: now, anchors: [])
        guard dane.records.count == 3, dane.records[0].matches != true else { throw FuzzViolation("\(dane)") }
    }
}
