import Content
import Grading
import Model

/// The seven criteria of the German BSI for e-mail providers (TR-03108 for transport, TR-03182 for authentication), as far
/// as they are measured. The BSI's list of providers rests on what they declare, plans among it.
package struct HallOfFame {
    /// In the order of the BSI, by the names of texts below `criteria`.
    package let criteria: [(name: String, isMet: Finding<Bool>)]

    package init(_ findings: ProviderFindings) {
        func policy(_ column: TableDefinition.Column, from worth: Int) -> Finding<Bool> {
            findings.policySummary(column).map { $0.worth >= worth }
        }
        criteria = [
            ("spf", policy(.spf, from: 1)), ("dkim", policy(.dkim, from: 1)), ("dmarc", policy(.dmarc, from: 0)),
            ("dnssec", findings.dnssecSummary), ("dane", Self.dane(findings)), ("tls", Self.encryption(findings)),
            ("mta-sts", Self.mtaSTS(findings)),
        ]
    }

    package var metCount: Int { criteria.count { $0.isMet == .measured(true) } }
    package var unknownCount: Int { criteria.count { $0.isMet.isUnknown } }

    /// All the way to the mail exchangers, each of which a record matches (RFC 7672).
    private static func dane(_ findings: ProviderFindings) -> Finding<Bool> {
        let reach = findings.mailReach.map { $0 == .full }
        guard reach == .measured(true), let service = findings.services.first(where: { $0.service == .mx }) else {
            return reach
        }
        return service.endpoints.contains(where: \.hasUnmatchedTLSA) ? .measured(false) : reach
    }

    /// A policy that asks for something. One that could not be fetched may be any.
    private static func mtaSTS(_ findings: ProviderFindings) -> Finding<Bool> {
        guard let found = findings.domains.first?.policies?.mtaSTS else { return .notAsked }
        return found.flatMap { facts in
            if facts.problem.isEmpty, facts.policy.isUnknown { return facts.policy.map { _ in false } }
            return findings.policySummary(.mtaSTS).map { $0.worth >= 0 && facts.policy.value?.mode != "none" }
        }
    }

    /// Every mail exchanger that was reached offers TLS 1.2 or later, and nothing older; where that is not known of one of
    /// them, neither is this.
    private static func encryption(_ findings: ProviderFindings) -> Finding<Bool> {
        guard let service = findings.services.first(where: { $0.service == .mx }),
            let summary = findings.summaries.first(where: { $0.service == .mx })
        else { return .notAsked }
        return summary.protocols.flatMap { versions in
            guard !versions.isEmpty, versions.allSatisfy({ $0 >= .tls12 }) else { return .measured(false) }
            let reached = service.endpoints.map(\.versions).filter { $0.contains { $0.finding.value != nil } }
            let unknown = reached.joined().first { $0.version < .tls12 && $0.finding.isUnknown }
            return unknown.map { $0.finding.map { _ in false } } ?? .measured(true)
        }
    }
}
