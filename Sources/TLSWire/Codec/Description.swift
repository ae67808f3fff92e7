import Model

/// One sentence in the field's terms for what was asked: `ClientHello TLSv1.2, 64 suites, SNI mail.example`.
package func describe(_ hello: ClientHello) -> String {
    if hello.format == .ssl2 { return "CLIENT-HELLO SSLv2, \(count(hello.suites.count, "cipher kind"))" }
    let version = hello.maximumVersion?.rawValue ?? "0x" + hexadecimalNumber(UInt32(hello.legacyVersion), digits: 4)
    var parts = ["ClientHello \(version)"]
    if hello.suites.count == 1 {
        parts.append(SuiteRegistry.suite(hello.suites[0]).name)
    } else {
        parts.append(count(hello.suites.count, "suite"))
    }
    if hello.groups.count == 1 {
        parts.append("group \(hello.groups[0])")
    } else if !hello.groups.isEmpty {
        parts.append(count(hello.groups.count, "group"))
    }
    if hello.listsOlderVersion { parts.append("supported_versions") }
    if hello.flags.contains(.fallbackSignal) { parts.append("TLS_FALLBACK_SCSV") }
    if let name = hello.serverName { parts.append("SNI \(name)") }
    if !hello.applicationProtocols.isEmpty { parts.append("ALPN " + hello.applicationProtocols.joined(separator: " ")) }
    return parts.joined(separator: ", ")
}

/// One sentence in the field's terms for what was answered:
/// `ServerHello TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`, `Alert handshake_failure(40)`.
package func describe(_ outcome: ProbeOutcome) -> String {
    switch outcome {
    case .accepted(let facts): describe(facts)
    case .refused(.alert(let alert)): "Alert \(alert)"
    case .refused(.ssl2Error(let code)): "SSLv2 ERROR \(code)"
    case .refused(.notTLS(let bytes)): "no TLS: \(printable(bytes.array))"
    case .unknown(let reason):
        "no answer: \(reason.code.rawValue)" + (reason.detail.isEmpty ? "" : ", \(reason.detail)")
    }
}

private func describe(_ facts: ServerHelloFacts) -> String {
    if facts.version == .ssl2 {
        let names = facts.ssl2Suites.map { SuiteRegistry.ssl2Kind($0).name }
        return "SERVER-HELLO SSLv2 " + (names.isEmpty ? "without cipher kinds" : names.joined(separator: " "))
    }
    let version = facts.version?.rawValue ?? "0x" + hexadecimalNumber(UInt32(facts.wireVersion), digits: 4)
    var text = facts.isHelloRetryRequest ? "HelloRetryRequest" : "ServerHello"
    text += " \(version) \(SuiteRegistry.suite(facts.suite).name)"
    if let group = facts.group { text += ", \(group)" }
    if let bits = facts.keyExchange?.bits { text += ", \(bits) bits" }
    if let scheme = facts.keyExchange?.signatureScheme { text += ", \(scheme)" }
    if let certificates = facts.certificates { text += ", \(count(certificates.count, "certificate"))" }
    return text
}

private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

/// Printable ASCII as it is, everything else as a dot: outside data in a line of text.
private func printable(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(60).map { (32...126).contains($0) ? $0 : 46 }, as: UTF8.self)
}
