import Content
import Model
import Names

/// What was concluded about a domain's promises, as terms and their values.
extension EvidenceFacts {
    /// How the zone is signed.
    /// - Parameter end: when the first of its signatures ends.
    func zone(_ zone: ZoneFacts, _ end: Instant?) -> [EvidenceFact] {
        var facts = [
            fact(
                texts[.zoneKeys],
                zone.keys.map { "\($0.tag) \($0.algorithm), \($0.bits) bit" + ($0.signsKeys ? ", SEP" : "") }),
            fact(
                texts[.zoneDelegations],
                zone.delegations.map { delegation in
                    "\(delegation.tag) \(delegation.algorithm), digest \(delegation.digestType)"
                        + (delegation.hasKey == false ? ", " + texts[.zoneDelegationWithoutKey] : "")
                }),
            fact(
                texts[.zoneDenial],
                [zone.nsec3.map { "NSEC3, iterations \($0.iterations), salt \($0.saltLength)" } ?? "NSEC"]),
        ]
        if let end { facts.append(fact(texts[.zoneEnd], [end.description])) }
        return facts + problems(zone.problems)
    }

    func policy(_ domain: DomainFindings, _ column: TableDefinition.Column) -> [EvidenceFact] {
        guard let policies = domain.policies else { return [] }
        switch column {
        case .caa: return told(policies.caa, column) { caa($0) }
        case .spf: return told(policies.spf, column) { spf($0) }
        case .dmarc: return told(policies.dmarc, column) { dmarc($0) }
        case .mtaSTS:
            return told(policies.mtaSTS, column) { facts in
                [
                    fact("id", [facts.id]),
                    fact(
                        texts[.policyRecord],
                        [tell(facts.policy) { "\($0.mode) \($0.patterns.prefix(20).joined(separator: " "))" }]),
                ]
                    + problems([
                        facts.problem, facts.policy.value?.problem ?? "",
                        facts.policy.value?.hasWrongMediaType == true ? "wrong-media-type" : "",
                    ])
            }
        case .tlsReporting:
            return told(policies.tlsReporting, column) { facts in
                [fact("rua", facts.addresses)] + problems([facts.problem])
            }
        case .dkim: return dkim(policies.dkim)
        case .httpsRecord: return told(policies.https, column) { httpsRecords($0) }
        case .validationPersist:
            return told(policies.validationPersist ?? .notAsked, column) { $0.map(persistentValidation) }
        case .exchangerDNS: return told(policies.exchangerZones ?? .notAsked, column) { $0.map(exchangerZone) }
        case .aliases: return [fact(texts[.danePart], [alias(domain)])]
        default: return []
        }
    }

    private func told<Value>(
        _ finding: Finding<Value>, _ column: TableDefinition.Column, _ facts: (Value) -> [EvidenceFact]
    ) -> [EvidenceFact] {
        if let value = finding.value { return facts(value) }
        return [fact(texts.header(column), [tell(finding) { _ in "" }])]
    }

    private func caa(_ facts: CAAFacts) -> [EvidenceFact] {
        let values = [
            ("issue", facts.issue), ("issuewild", facts.issueWild), ("issuemail", facts.issueMail),
            ("iodef", facts.reports),
        ]
        return [fact(texts[.policyAt], [DomainName.displayed(facts.name)])]
            + values.filter { !$0.1.isEmpty }.map { fact($0.0, $0.1) }
            + (facts.isBoundToAccounts == true ? [fact("accounturi", [texts[.boundToAccounts]])] : [])
            + (facts.validationMethods ?? []).prefix(1).map { _ in
                fact("validationmethods", facts.validationMethods ?? [])
            }
            + problems([facts.hasUnknownCritical ? "unknown-critical" : ""])
    }

    private func spf(_ facts: SPFFacts) -> [EvidenceFact] {
        let counts = [
            "lookups": "\(facts.lookups)", "void": "\(facts.voidLookups)", "open": "\(facts.openTerms)",
        ]
        let strangers = texts.filled(.policyStrangers, ["result": facts.otherwise])
        return [
            fact(texts[.policyRecord], [facts.record]),
            fact("SPF", (facts.problem.isEmpty ? [strangers] : []) + [texts.filled(.policyLookups, counts)]),
        ]
            + problems([facts.problem, facts.problem.isEmpty ? "" : facts.problemDetail])
    }

    private func dmarc(_ facts: DMARCFacts) -> [EvidenceFact] {
        var told = [
            fact(texts[.policyAt], [DomainName.displayed(facts.domain)]), fact(texts[.policyRecord], [facts.record]),
        ]
        if facts.domain.isEmpty { told = [] }
        if !facts.domain.isEmpty, let below = facts.policyBelow, let missing = facts.policyOfMissingNames {
            let values = [
                "below": below.isEmpty ? texts[.none] : below, "missing": missing.isEmpty ? texts[.none] : missing,
            ]
            told.append(fact("sp, np", [texts.filled(.policiesBelow, values)]))
        }
        if facts.publicSuffix == "y" { told.append(fact("psd=y", [texts[.publicSuffix]])) }
        return told + problems([facts.problem] + facts.obsoleteTags.map { "\($0)=" })
    }

    private func persistentValidation(_ record: PersistentValidationFacts) -> EvidenceFact {
        let parts =
            ["accounturi=\(record.account)"] + (record.includesSubdomains ? ["policy=wildcard"] : [])
            + (record.until.map { ["persistUntil=\($0)"] } ?? [])
            + (record.isUsable ? [] : [texts[.policies, "validation-persist-problem", fallback: ""]])
        return fact(record.issuer.isEmpty ? texts[.none] : record.issuer, parts)
    }

    private func exchangerZone(_ zone: ExchangerZoneFacts) -> EvidenceFact {
        let signed = tell(zone.security) { texts[$0 == .secure ? .signed : .unsigned] }
        let servers = tell(zone.serversWithIPv6) {
            texts.filled(.serversWithIPv6, ["count": "\($0)", "total": "\(zone.servers.count)"])
        }
        return fact(
            DomainName.displayed(zone.name),
            ["DNSSEC: \(signed)", servers, zone.servers.map { DomainName.displayed($0) }.joined(separator: ", ")])
    }

    private func alias(_ domain: DomainFindings) -> String {
        switch domain.isSecuredAlias {
        case .measured(true): texts[.aliasSecured]
        case .measured(false), .notOffered, .notApplicable: texts[.aliasUnsecured]
        case .unmeasured(let why), .refused(_, let why):
            texts.filled(.aliasUnknown, ["why": words.reason(why)])
        }
    }

    private func problems(_ names: [String]) -> [EvidenceFact] {
        let names = names.filter { !$0.isEmpty }
        return names.isEmpty ? [] : [fact(texts[.policyProblem], names.map { texts[.problems, $0, fallback: $0] })]
    }
}
