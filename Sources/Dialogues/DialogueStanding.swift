import Model

extension MailDialogue {
    package var standing: DialogueStanding {
        if let fault = facts.fault { return .failing(fault) }
        if let refusal = facts.refusal { return .refused(refusal) }
        // Mail between servers goes on without TLS; clients of the others do not.
        if let declined = facts.declined, !isExchanger { return .failing(declined) }
        return facts.capabilities != nil || facts.startTLSUnknown || facts.proceeded ? .working : .open
    }
}

extension XMPPDialogue {
    /// Stream errors (RFC 6120 §4.9.3) that are about the server and not about us.
    private static let ownErrors: Set = [
        "host-gone", "host-unknown", "internal-server-error", "remote-connection-failed", "system-shutdown",
    ]

    package var standing: DialogueStanding {
        if let fault = facts.fault { return .failing(fault) }
        if let error = facts.streamError {
            let reason = Reason(isRateLimited ? .rateLimited : .streamError, error)
            return Self.ownErrors.contains(error) ? .failing(reason) : .refused(reason)
        }
        if facts.startTLSFailed { return .failing(Reason(.startTLSFailure)) }
        return facts.features != nil || facts.streamOpened && !facts.announcesFeatures ? .working : .open
    }
}

extension HTTPDialogue {
    package var standing: DialogueStanding {
        if let fault { return .failing(fault) }
        guard let status = response(ending: .done)?.status else { return .open }
        switch status {
        case 429: return .refused(Reason(.rateLimited, "HTTP status 429"))
        case 500...599: return .failing(Reason(.serverError, "HTTP status \(status)"))
        default: return .working
        }
    }
}
