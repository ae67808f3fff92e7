import DNS
import MailPolicy
import Model

/// The last byte chooses the record: SPF, DMARC, MTA-STS (record and policy), TLS reporting, DKIM, HTTPS; the rest is
/// the record. What is read must be bounded, and what is shown of it fit for a line of text.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.popLast() else { return 0 }
    expect(RecordText.shown(bytes))
    switch choice & 7 {
    case 0: senderPolicy(bytes)
    case 1:
        guard DMARCRecord.isRecord(bytes), let record = DMARCRecord(bytes) else { break }
        guard "ynu".contains(record.publicSuffix) else { fatalError("\(record)") }
        (record.aggregateReports + record.obsoleteTags).forEach(expect)
    case 2:
        if MTASTSRecord.isRecord(bytes), let id = MTASTSRecord.id(bytes) {
            guard (1...32).contains(id.utf8.count) else { fatalError(id) }
        }
    case 3: transportPolicy(bytes)
    case 4: (TLSReportingRecord.addresses(bytes) ?? []).forEach(expect)
    case 5:
        guard let key = DKIMKey(bytes) else { break }
        guard (0...bytes.count * 8).contains(key.bits) else { fatalError("\(key)") }
        expect(key.type)
    default:
        guard let binding = ServiceBinding(bytes) else { break }
        guard binding.keys.count * 4 <= bytes.count, binding.keys.sorted() == binding.keys,
            binding.alpn.joined().utf8.count <= 4 * bytes.count,
            binding.target == DomainName.normalised(binding.target)
        else { fatalError("\(binding)") }
        (binding.alpn + [binding.target]).forEach(expect)
    }
    return 0
}

private func senderPolicy(_ bytes: [UInt8]) {
    guard SPFRecord.isRecord(bytes) else { return }
    do throws(SPFRecord.Fault) {
        let record = try SPFRecord(bytes)
        guard record.directives.count <= bytes.count else { fatalError("\(record)") }
        if let name = record.redirect?.name(at: "a.test"), name.utf8.count > 2 * bytes.count + 500 { fatalError(name) }
    } catch {
        expect(error.term)
    }
}

private func transportPolicy(_ bytes: [UInt8]) {
    do throws(MTASTSPolicy.Fault) {
        let policy = try MTASTSPolicy(bytes)
        guard policy.patterns.count <= MTASTSPolicy.patternLimit, (0...MTASTSPolicy.longestAge).contains(policy.maxAge),
            policy.mode == .none || !policy.patterns.isEmpty
        else { fatalError("\(policy)") }
        for pattern in policy.patterns {
            guard policy.covers(pattern.hasPrefix("*.") ? "mx" + pattern.dropFirst() : pattern) else {
                fatalError(pattern)
            }
        }
    } catch {
        expect(error.line)
    }
}

/// Text out of a record: no control characters, no line of its own.
private func expect(_ text: String) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { fatalError("control: \(text.debugDescription)") }
}
