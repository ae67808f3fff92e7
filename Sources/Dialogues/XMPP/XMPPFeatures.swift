extension XMPPFacts {
    /// Takes over what the stream header says.
    mutating func note(header: XMLElement, namespaces: Set<String>) {
        streamOpened = true
        from = header.attribute("from").map(bounded)
        version = header.attribute("version").map(bounded)
        hasID = header.attribute("id").map { !$0.isEmpty } ?? false
        dialbackNamespace = namespaces.contains(XMPPNamespaces.dialback)
    }

    /// Takes over `<stream:features/>`.
    mutating func note(features element: XMLElement) {
        features = element.children.prefix(XMPPFacts.listLimit).map { bounded($0.name.description) }
        featureCount = element.children.count
        if let offer = element.child(.startTLS) {
            startTLSOffered = true
            startTLSRequired = offer.child(.startTLSRequired) != nil
        }
        sasl2Mechanisms = list(
            element.children(.sasl2Authentication).flatMap { $0.children(.sasl2Mechanism) }.map(\.text))
        mechanisms = list(
            element.children(.mechanisms).flatMap { $0.children(.mechanism) }.map(\.text) + sasl2Mechanisms)
        channelBindings = list(
            element.children(.channelBindings).flatMap { $0.children(.channelBinding) }
                .compactMap { $0.attribute("type") })
        dialback = element.child(.dialbackFeature) != nil
        legacyAuthentication = element.child(.legacyAuthentication) != nil
    }

    /// Takes over `<stream:error/>`.
    mutating func note(error element: XMLElement) {
        let defined = element.children.filter { $0.name.namespace == XMPPNamespaces.streamErrors }
        let condition = defined.first { $0.name.local != "text" }
        let text = defined.first { $0.name.local == "text" }?.text ?? element.text
        streamError = bounded(condition?.name.local ?? "")
        streamErrorText = bounded(text)
        if let condition, condition.name.local == "see-other-host" { otherHost = bounded(condition.text) }
    }
}

/// Without white space at the ends, and cut to the limit.
private func bounded(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex
    return String(start[..<end].prefix(XMPPFacts.textLimit))
}

/// The first entries that say something new, up to the limit.
private func list(_ texts: [String]) -> [String] {
    var list: [String] = []
    for text in texts.lazy.map(bounded) where !text.isEmpty && !list.contains(text) {
        guard list.count < XMPPFacts.listLimit else { break }
        list.append(text)
    }
    return list
}
