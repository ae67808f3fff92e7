import Model

/// What one check says of a service.
package enum ServiceVerdict: Hashable, Sendable {
    case up
    case failing(Incident.Kind, Incident.Cause)
    /// Nothing is known: they turned us away, or we could not measure.
    case unmeasured(Reason.Code)

    /// Without what differs from one connection to the next.
    package var withoutDetail: ServiceVerdict {
        guard case .failing(let kind, var cause) = self else { return self }
        cause.detail = ""
        return .failing(kind, cause)
    }
}

extension ServiceVerdict {
    /// As rounds have it: `up`, `unmeasured offline`, `outage tcp timeout no answer to SYN`.
    package var text: String {
        switch self {
        case .up: "up"
        case .unmeasured(let code): "unmeasured \(code.rawValue)"
        case .failing(let kind, let cause):
            "\(kind.rawValue) \(cause.step.rawValue) \(cause.code.rawValue)"
                + (cause.detail.isEmpty ? "" : " \(cause.detail)")
        }
    }

    package init?(text: String) {
        let words = text.split(separator: " ", maxSplits: 3)
        switch words.first {
        case "up" where words.count == 1: self = .up
        case "unmeasured" where words.count == 2: self = .unmeasured(Reason.Code(rawValue: String(words[1])))
        default:
            guard words.count >= 3, let kind = Incident.Kind(rawValue: String(words[0])),
                let step = Incident.Step(rawValue: String(words[1]))
            else { return nil }
            let cause = Incident.Cause(
                step: step, code: Reason.Code(rawValue: String(words[2])),
                detail: words.count > 3 ? String(words[3]) : "")
            self = .failing(kind, cause)
        }
    }
}

/// When a service was measured: checks take time, and what they show was so at some moment in it.
package struct MeasuringTime: Hashable, Codable, Sendable {
    package var start: Instant
    package var end: Instant

    package init(start: Instant, end: Instant) {
        self.start = start
        self.end = max(start, end)
    }
}

extension ServiceVerdict: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let verdict = ServiceVerdict(text: text) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "'\(text.prefix(60))' is not a verdict"))
        }
        self = verdict
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
