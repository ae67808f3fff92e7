import Model

extension Software {
    /// What a server says that it is, in its greeting or its capabilities; `nil` where it says nothing that is known here.
    package init?(of endpoint: EndpointFindings) {
        let said =
            [endpoint.dialogue?.greeting.value].compactMap { $0 } + (endpoint.dialogue?.insideTLS.value ?? [])
            + (endpoint.dialogue?.beforeTLS.value ?? [])
        let candidates = Self.serving(endpoint.endpoint.service)
        guard
            let software = candidates.first(where: { one in
                said.contains { $0.lowercased().contains(one.rawValue) }
            })
        else { return nil }
        self = software
    }
}
