import Model

/// How many of a provider's alias domains are as safe as they could be, and which are not.
package struct AliasSummary: Hashable, Codable, Sendable {
    /// Signed, with DANE all the way to the mail exchangers.
    package var secured: [String]
    package var unsecured: [String]
    /// Not known, so neither.
    package var unknown: [String]

    package var total: Int { secured.count + unsecured.count + unknown.count }
}

extension DomainFindings {
    /// Whether mail to this domain is protected by DANE all the way (RFC 7672): signed, and every primary mail exchanger
    /// with usable TLSA records.
    package var isSecuredAlias: Finding<Bool> {
        switch dnssec {
        case .measured(.secure): break
        case .measured: return .measured(false)
        case let other: return other.map { _ in false }
        }
        guard let policies else { return .notAsked }
        switch policies.mail {
        case .measured(let route): return route.dane.map { $0 == .full }
        case .notOffered, .notApplicable: return .measured(false)
        case .refused, .unmeasured: return policies.mail.map { _ in false }
        }
    }
}

extension ProviderFindings {
    /// The alias domains summed up; not applicable where the provider has none.
    package var aliasSummary: Finding<AliasSummary> {
        guard let aliases else { return .notAsked }
        guard !aliases.isEmpty else { return .notApplicable }
        var summary = AliasSummary(secured: [], unsecured: [], unknown: [])
        for alias in aliases {
            switch alias.isSecuredAlias {
            case .measured(true): summary.secured.append(alias.domain)
            case .measured(false), .notOffered, .notApplicable: summary.unsecured.append(alias.domain)
            case .unmeasured, .refused: summary.unknown.append(alias.domain)
            }
        }
        if summary.unknown.count == aliases.count {
            return .unmeasured(Reason(.dependsOnUnknown, summary.unknown.first ?? ""))
        }
        return .measured(summary)
    }

    /// How far DANE reaches for mail to the main domain, as its DNS promises it.
    package var mailReach: Finding<MailRouteFacts.Reach> {
        guard let policies = domains.first?.policies else { return .notAsked }
        return policies.mail.flatMap(\.dane)
    }
}
