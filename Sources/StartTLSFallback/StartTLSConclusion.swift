import Findings

extension XMPPFacts {
    /// Whether STARTTLS is offered and insisted on, out of the dialogue before TLS.
    ///
    /// It is required where `<required/>` stands, where it is the only feature (RFC 6120 §5.3.1), and by behaviour:
    /// where there is no way on without it – towards clients no SASL mechanism before TLS, towards servers neither a
    /// mechanism nor dialback. A server that makes TLS optional has to offer one of them beside it.
    /// - Parameter ending: how the connection ended, for what did not come.
    public func startTLSOffer(service: Service, host: String, ending: ProbeRecord.Ending) -> Finding<StartTLSOffer> {
        if let fault { return .unmeasured(fault) }
        if let streamError {
            let reason = Reason(.streamError, streamError)
            // The domain is not served here, so nothing was learned about how it would be.
            return streamError == "host-unknown" || streamError == "host-gone"
                ? .unmeasured(reason) : .refused(by: host, why: reason)
        }
        guard features != nil else {
            if streamOpened, !announcesFeatures { return .notOffered }
            switch ending {
            case .failed(let reason): return .unmeasured(reason)
            case .closed: return .unmeasured(Reason(.closed, streamOpened ? "before the features" : "before a stream"))
            case .done: return .unmeasured(Reason(.malformed, "the stream ended without features"))
            }
        }
        guard startTLSOffered else { return .notOffered }
        if startTLSFailed { return .refused(by: host, why: Reason(.streamError, "failure to starttls")) }
        if startTLSRequired || features?.count == 1 { return .measured(.required) }
        let wayOnWithoutTLS = !mechanisms.isEmpty || (service == .xmppServer && dialback)
        return .measured(wayOnWithoutTLS ? .optional : .required)
    }
}
