import DNS
import Findings
import StartTLS

/// One sentence for what a stream's other side said.
func describe(_ facts: XMPPFacts, ending: ProbeRecord.Ending) -> String {
    if let error = facts.streamError {
        return "stream error \(error)" + (facts.streamErrorText.isEmpty ? "" : " (\(facts.streamErrorText))")
    }
    var parts: [String] = []
    if let features = facts.features {
        var words = features.map { $0.split(separator: " ").last.map(String.init) ?? $0 }.prefix(12).joined(
            separator: " ")
        if facts.startTLSRequired { words += ", STARTTLS required" }
        parts.append("features: \(words.isEmpty ? "none" : words)")
        if !facts.mechanisms.isEmpty { parts.append("SASL \(facts.mechanisms.prefix(12).joined(separator: " "))") }
    } else {
        parts.append(facts.streamOpened ? "a stream without features" : "no stream")
    }
    if facts.proceeded { parts.append("go-ahead for TLS") }
    if facts.bytesAfterProceed > 0 { parts.append("\(facts.bytesAfterProceed) bytes in the clear behind the go-ahead") }
    if facts.startTLSFailed { parts.append("failure to <starttls/>") }
    if let fault = facts.fault { parts.append("\(fault.code.rawValue): \(fault.detail)") }
    if facts.features == nil, facts.fault == nil { parts.append(describe(ending)) }
    return parts.joined(separator: ", ")
}

func describe(_ ending: ProbeRecord.Ending) -> String {
    switch ending {
    case .done: "done"
    case .closed: "closed by the other side"
    case .failed(let reason): reason.detail.isEmpty ? reason.code.rawValue : "\(reason.code.rawValue), \(reason.detail)"
    }
}

/// One sentence for an answer of the DNS: its security, then the records in words of the zone file.
func describe(_ answer: Answer) -> String {
    if let failure = answer.failure { return "\(failure.code.rawValue): \(failure.detail)" }
    let state = answer.security.rawValue
    if answer.noSuchName { return "\(state): no such name" }
    let records = answer.records ?? []
    guard !records.isEmpty else { return "\(state): no such record" }
    return "\(state): " + records.prefix(10).map(describe).joined(separator: " | ")
}

private func describe(_ data: RecordData) -> String {
    switch data {
    case .address(let address): address.description
    case .cname(let name), .ns(let name): name
    case .srv(let service): "\(service.priority) \(service.weight) \(service.port) \(service.target)"
    case .tlsa(let record):
        "\(record.usage) \(record.selector) \(record.matching) \(hexadecimal(record.data.prefix(64)))"
    case .mx(let record): "\(record.preference) \(record.exchange)"
    case .soa(let record): "\(record.primary) \(record.mailbox) \(record.serial)"
    case .txt(let strings): String(decoding: strings.joined().prefix(200), as: UTF8.self)
    default: "a record"
    }
}
