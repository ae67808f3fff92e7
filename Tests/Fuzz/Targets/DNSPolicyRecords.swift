import DNS
import MailPolicy
import Model
import Names

extension FuzzTarget {
    /// The last byte chooses the record: SPF, DMARC, MTA-STS (record and policy), TLS reporting, DKIM, HTTPS; the rest is
    /// the record. What is read must be bounded, and what is shown of it fit for a line of text.
    static let dnsPolicyRecords = FuzzTarget("DNSPolicyRecords") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        try expect(RecordText.shown(bytes))
        switch choice & 7 {
        case 0: try senderPolicy(bytes)
        case 1:
            guard DMARCRecord.isRecord(bytes), let record = DMARCRecord(bytes) else { break }
            guard "ynu".contains(record.publicSuffix) else { throw FuzzViolation("\(record)") }
            for text in record.aggregateReports + record.obsoleteTags { try expect(text) }
        case 2:
            if MTASTSRecord.isRecord(bytes), let id = MTASTSRecord.id(bytes) {
                guard (1...32).contains(id.utf8.count) else { throw FuzzViolation(id) }
            }
        case 3: try transportPolicy(bytes)
        case 4: for address in TLSReportingRecord.addresses(bytes) ?? [] { try expect(address) }
        case 5:
            guard let key = DKIMKey(bytes) else { break }
            guard (0...bytes.count * 8).contains(key.bits) else { throw FuzzViolation("\(key)") }
            try expect(key.type)
        default:
            guard let binding = ServiceBinding(bytes) else { break }
            guard binding.keys.count * 4 <= bytes.count, binding.keys.sorted() == binding.keys,
                binding.alpn.joined().utf8.count <= 4 * bytes.count,
                binding.target == DomainName.normalised(binding.target)
            else { throw FuzzViolation("\(binding)") }
            for text in binding.alpn + [binding.target] { try expect(text) }
        }
    }
}

private func senderPolicy(_ bytes: [UInt8]) throws(FuzzViolation) {
    guard SPFRecord.isRecord(bytes) else { return }
    let record: SPFRecord
    do throws(SPFRecord.Fault) {
        record = try SPFRecord(bytes)
    } catch {
        return try expect(error.term)
    }
    guard record.directives.count <= bytes.count else { throw FuzzViolation("\(record)") }
    if let name = record.redirect?.name(at: "a.test", sender: "a.test"), name.utf8.count > 2 * bytes.count + 500 {
        throw FuzzViolation(name)
    }
}

private func transportPolicy(_ bytes: [UInt8]) throws(FuzzViolation) {
    let policy: MTASTSPolicy
    do throws(MTASTSPolicy.Fault) {
        policy = try MTASTSPolicy(bytes)
    } catch {
        return try expect(error.line)
    }
    guard policy.patterns.count <= MTASTSPolicy.patternLimit, (0...MTASTSPolicy.longestAge).contains(policy.maxAge),
        policy.mode == .none || !policy.patterns.isEmpty
    else { throw FuzzViolation("\(policy)") }
    for pattern in policy.patterns {
        guard policy.covers(pattern.hasPrefix("*.") ? "mx" + pattern.dropFirst() : pattern) else {
            throw FuzzViolation(pattern)
        }
    }
}

/// Text out of a record: no control characters, no line of its own.
private func expect(_ text: String) throws(FuzzViolation) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
        throw FuzzViolation("control: \(text.debugDescription)")
    }
}
