import Model

extension XMPPFacts {
    /// What an insistence on STARTTLS rests on.
    package enum Insistence: String, Hashable, Sendable {
        /// `<required/>` stands in the offer.
        case announced
        /// STARTTLS is the only feature, which means the same (RFC 6120 §5.3.1).
        case onlyFeature = "only-feature"
        /// Not announced, but no SASL mechanism is offered before TLS.
        case noAuthentication = "no-authentication"
    }

    /// Why plaintext login is impossible; `nil` where it is possible, or where STARTTLS is not offered at all.
    ///
    /// What servers send before TLS, by configuration:
    /// - Prosody 0.12, clients: `c2s_require_encryption` → `<required/>`, no mechanisms; else mechanisms beside it (not
    ///   PLAIN, unless `allow_unencrypted_plain_auth`).
    /// - Prosody 0.12, servers: `s2s_require_encryption` → `<required/>`, dialback beside it nevertheless; else dialback.
    /// - ejabberd 23, clients: `starttls_required` → `<required/>` alone; else mechanisms, PLAIN among them.
    /// - ejabberd 23, servers: `s2s_use_starttls: required` → `<required/>` alone; else dialback (of `mod_s2s_dialback`).
    /// - ejabberd before 16.12, servers: `required` → `<required/>`; else STARTTLS and the capabilities of `mod_caps`, and
    ///   no word of the dialback it takes, except the namespace in its header.
    package func insistence(service: Service) -> Insistence? {
        guard startTLSOffered else { return nil }
        if startTLSRequired { return .announced }
        if featureCount == 1 { return .onlyFeature }
        if !mechanisms.isEmpty || legacyAuthentication { return nil }
        if service == .xmppServer && (dialback || isOldServerWithDialback) { return nil }
        return .noAuthentication
    }

    private var isOldServerWithDialback: Bool {
        dialbackNamespace && Set(features ?? []) == [XMLName.startTLS.description, XMLName.capabilities.description]
    }

    /// Whether STARTTLS is offered and insisted on, out of the dialogue before TLS.
    /// - Parameters:
    ///   - host: whose refusal it is, where it is one.
    ///   - ending: how the connection ended, for what did not come.
    package func startTLSOffer(service: Service, host: String, ending: ProbeRecord.Ending) -> Finding<StartTLSOffer> {
        if let streamError {
            let reason = Dialogues.reason(.streamError, inWordsOf: streamError.isEmpty ? streamErrorText : streamError)
            // The domain is not served here, so nothing was learned about how it would be.
            return ["host-unknown", "host-gone"].contains(streamError)
                ? .unmeasured(reason) : .refused(by: host, why: reason)
        }
        if startTLSFailed { return .refused(by: host, why: Reason(.startTLSFailure)) }
        if features != nil {
            guard startTLSOffered else { return .notOffered }
            return .measured(insistence(service: service) == nil ? .optional : .required)
        }
        if let fault { return .unmeasured(fault) }
        if streamOpened && !announcesFeatures { return .notOffered }
        switch ending {
        case .failed(let reason): return .unmeasured(reason)
        case .closed, .done:
            return .unmeasured(
                Reason(.closed, streamOpened ? "before the stream features" : "before the stream header"))
        }
    }
}
