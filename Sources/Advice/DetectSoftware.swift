import Model

extension Software {
    /// What a server says that it is, in its greeting, its capabilities or the field Server; `nil` where it says nothing
    /// that is known here.
    ///
    /// XMPP servers say nothing of the kind before a log-in: XEP-0092 and XEP-0030 need one, and the shape of stream
    /// identifiers is shared by several.
    package init?(of endpoint: EndpointFindings) {
        let said =
            [endpoint.dialogue?.greeting.value, endpoint.web?.serverField?.value].compactMap { $0 }
            + (endpoint.dialogue?.insideTLS.value ?? []) + (endpoint.dialogue?.beforeTLS.value ?? [])
        let candidates = Self.serving(endpoint.endpoint.service)
        guard
            let software = candidates.first(where: { one in
                said.contains { $0.lowercased().contains(one.rawValue) }
            })
        else { return nil }
        self = software
    }
}
