import DNS
import Dialogues
import Model

/// One sentence for what the other side of a dialogue said.
func describe(_ dialogue: any Dialogue, ending: ProbeRecord.Ending) -> String {
    switch dialogue {
    case let dialogue as XMPPDialogue: describe(dialogue.facts, ending: ending)
    case let dialogue as MailDialogue: describe(dialogue.facts, ending: ending)
    case let dialogue as HTTPDialogue: describe(dialogue, ending: ending)
    default: describe(ending)
    }
}

private func describe(_ facts: MailFacts, ending: ProbeRecord.Ending) -> String {
    var parts: [String] = []
    if let greeting = facts.greeting { parts.append("greeting: \(greeting)") }
    if facts.withoutExtensions { parts.append("knows HELO only") }
    if let list = facts.capabilities {
        parts.append("capabilities: \(list.isEmpty ? "none" : list.prefix(24).joined(separator: ", "))")
    }
    if let overwritten = facts.overwritten { parts.append("overwritten by a middlebox: \(overwritten)") }
    if facts.earlyBytes > 0 { parts.append("\(facts.earlyBytes) unsolicited bytes") }
    if facts.insists { parts.append("STARTTLS required") }
    if facts.startTLSUnknown { parts.append("STARTTLS not recognised") }
    if facts.proceeded { parts.append("STARTTLS accepted") }
    if facts.bytesAfterProceed > 0 {
        parts.append("\(facts.bytesAfterProceed) plaintext bytes after the STARTTLS response")
    }
    for reason in [facts.refusal, facts.declined, facts.fault].compactMap(\.self) {
        parts.append("\(reason.code.rawValue): \(reason.detail)")
    }
    if facts.capabilities == nil, !facts.proceeded, facts.refusal == nil, facts.fault == nil {
        parts.append(describe(ending))
    }
    return parts.joined(separator: "; ")
}

/// One sentence for a page.
func describe(_ record: FetchRecord, of pages: Fetches) -> String {
    guard let target = FetchTarget(record.url) else { return "not an HTTPS URL" }
    return describe(pages.dialogue(record, target), ending: record.ending)
}

private func describe(_ dialogue: HTTPDialogue, ending: ProbeRecord.Ending) -> String {
    if let fault = dialogue.fault { return "\(fault.code.rawValue): \(fault.detail)" }
    guard let response = dialogue.response(ending: ending) else { return "no response: \(describe(ending))" }
    var parts = ["status \(response.status)"]
    for name in ["location", "strict-transport-security", "dav", "www-authenticate"] {
        if let value = response.field(name) { parts.append("\(name): \(value.prefix(120))") }
    }
    return parts.joined(separator: ", ")
}

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
    if facts.proceeded { parts.append("STARTTLS accepted") }
    if facts.bytesAfterProceed > 0 {
        parts.append("\(facts.bytesAfterProceed) plaintext bytes after the STARTTLS response")
    }
    if facts.startTLSFailed { parts.append("<failure/> in response to <starttls/>") }
    if let fault = facts.fault { parts.append("\(fault.code.rawValue): \(fault.detail)") }
    if facts.features == nil, facts.fault == nil { parts.append(describe(ending)) }
    return parts.joined(separator: ", ")
}

func describe(_ ending: ProbeRecord.Ending) -> String {
    switch ending {
    case .done: "done"
    case .closed: "closed by the peer"
    case .failed(let reason): reason.detail.isEmpty ? reason.code.rawValue : "\(reason.code.rawValue), \(reason.detail)"
    }
}

/// One sentence for an answer of the DNS: its security, then the records in words of the zone file.
func describe(_ answer: Answer) -> String {
    if let failure = answer.failure { return "\(failure.code.rawValue): \(failure.detail)" }
    let state = answer.security.rawValue
    if answer.noSuchName { return "\(state): no such name" }
    let records = answer.records ?? []
    guard !records.isEmpty else { return "\(state): no records" }
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
