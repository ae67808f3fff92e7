import COpenSSL
import DNS
import Model
import Names

/// OpenSSL's own DANE, over a recorded chain and a connection that is never made.
final class DANEVerification {
    /// The most records of a set that are looked at.
    static let recordLimit = 200

    struct Outcome {
        /// Empty where a record authenticates the chain, names apart.
        var problem: String
        /// The record that does.
        var matched: TLSARecord?
        /// It is of a usage that wants a name, too.
        var needsName: Bool
    }

    private let connection: OpaquePointer
    /// Positions of the records that the protocol may use and OpenSSL took.
    let usable: Set<Int>

    init?(_ records: some Sequence<TLSARecord>, service: Service, host: String) {
        guard let shared = OpenSSLContext.shared, let connection = SSL_new(shared.pointer) else { return nil }
        var usable: Set<Int> = []
        if SSL_dane_enable(connection, DomainName.isValid(host) ? host : "host.invalid") > 0 {
            _ = SSL_dane_set_flags(connection, copenssl_dane_no_ee_name_checks)
            for (index, record) in records.enumerated() {
                if service == .mx, record.usage < 2 { continue }
                let taken = SSL_dane_tlsa_add(
                    connection, record.usage, record.selector, record.matching, record.data, record.data.count)
                if taken > 0 { usable.insert(index) }
            }
        }
        ERR_clear_error()
        self.connection = connection
        self.usable = usable
    }

    deinit { SSL_free(connection) }

    func verify(_ chain: [[UInt8]], anchors: [[UInt8]], at instant: Instant, parsed: ParsedCertificates) -> Outcome {
        // With none OpenSSL would verify by the anchors alone, and say that all is well.
        guard !usable.isEmpty else { return Outcome(problem: "unusable", matched: nil, needsName: false) }
        let errors = VerificationErrors()
        if let verification = ChainVerification(
            chain: chain, anchors: anchors, at: instant, errors: errors, parsed: parsed)
        {
            verification.run(dane: SSL_get0_dane(connection))
        }
        let matched = matchedRecord()
        let needsName = matched?.usage != 3
        // The leaf's record counts alone: whatever else is odd about the chain does not matter then.
        if let matched, matched.usage == 3 { return Outcome(problem: "", matched: matched, needsName: false) }
        let names = errors.problems.map(\.name)
        if names.first == "no-certificate" || names.first == "malformed-certificate" {
            return Outcome(problem: names[0], matched: nil, needsName: false)
        }
        guard let matched, !names.contains("no-match") else {
            return Outcome(problem: "no-match", matched: nil, needsName: false)
        }
        return Outcome(problem: names.first ?? "", matched: matched, needsName: needsName)
    }

    private func matchedRecord() -> TLSARecord? {
        var (usage, selector, matching) = (UInt8(0), UInt8(0), UInt8(0))
        var data: UnsafePointer<UInt8>?
        var count = 0
        guard SSL_get0_dane_tlsa(connection, &usage, &selector, &matching, &data, &count) >= 0 else { return nil }
        return TLSARecord(
            usage: usage, selector: selector, matching: matching,
            data: Array(UnsafeBufferPointer(start: data, count: data == nil ? 0 : count)))
    }
}
