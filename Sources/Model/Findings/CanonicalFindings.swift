extension ProviderFindings {
    /// The same findings in the one form in which files have them: what the protocols give no order (SASL mechanisms,
    /// capabilities, records of a set, endpoints) in an order of its own, and texts of servers without the words that
    /// change with each connection. Two scans of an unchanged server give equal findings in this form.
    package var canonical: ProviderFindings {
        var copy = self
        for service in copy.services.indices {
            for index in copy.services[service].endpoints.indices {
                copy.services[service].endpoints[index].makeCanonical()
            }
            copy.services[service].endpoints.sort { $0.position.precedes($1.position) }
        }
        for index in copy.domains.indices { copy.domains[index].policies?.makeCanonical() }
        for index in (copy.aliases ?? []).indices { copy.aliases?[index].policies?.makeCanonical() }
        return copy
    }
}

extension EndpointFindings {
    /// By the records that lead to the endpoint, so that a smaller MX preference or SRV priority comes first.
    fileprivate var position: NaturalOrder {
        NaturalOrder((discovered + [endpoint.description]).joined(separator: "\n"))
    }

    fileprivate mutating func makeCanonical() {
        mechanisms.beforeTLS = mechanisms.beforeTLS.map { $0.sorted() }
        mechanisms.afterTLS = mechanisms.afterTLS.map { $0.sorted() }
        if var told = dialogue {
            told.greeting = told.greeting.map(withoutVolatileWords)
            told.beforeTLS = told.beforeTLS.map(canonicalCapabilities)
            told.insideTLS = told.insideTLS.map(canonicalCapabilities)
            dialogue = told
        }
        xmpp = xmpp.map {
            XMPPFindings(beforeTLS: $0.beforeTLS.map(\.canonical), insideTLS: $0.insideTLS.map(\.canonical))
        }
        if let field = web?.serverField { web?.serverField = field.map(withoutVolatileWords) }
        dane = dane.map(\.canonical)
        if let chains = parameters?.otherChains {
            parameters?.otherChains = chains.map { list in
                list.map(\.canonical).sorted { $0.leafDigest < $1.leafDigest }
            }
        }
    }
}

/// Capabilities are a set; so are the mechanisms behind SMTP's `AUTH` and POP3's `SASL`.
private func canonicalCapabilities(_ list: [String]) -> [String] {
    list.map { capability in
        let words = capability.split(separator: " ")
        guard let name = words.first, ["AUTH", "SASL"].contains(name.uppercased()) else { return capability }
        return ([name] + words.dropFirst().sorted()).joined(separator: " ")
    }.sorted()
}

extension XMPPFeatureFacts {
    fileprivate var canonical: XMPPFeatureFacts {
        var copy = self
        copy.channelBindings.sort()
        copy.sasl2Mechanisms.sort()
        return copy
    }
}

extension DANEFacts {
    fileprivate var canonical: DANEFacts {
        var copy = self
        copy.records.sort { one, other in
            (one.usage, one.selector, one.matching, one.data) < (
                other.usage, other.selector, other.matching, other.data
            )
        }
        return copy
    }
}

extension ChainFacts {
    fileprivate var canonical: ChainFacts {
        var copy = self
        copy.dane = dane?.map(\.canonical)
        return copy
    }

    fileprivate var leafDigest: String { certificates.first?.sha256 ?? "" }
}

extension PolicyFindings {
    fileprivate mutating func makeCanonical() {
        caa = caa.map { facts in
            var facts = facts
            facts.issue.sort()
            facts.issueWild.sort()
            facts.issueMail.sort()
            facts.reports.sort()
            return facts
        }
    }
}
