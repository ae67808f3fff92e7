import Content
import Grading
import Model

/// The answer to a question without the words of any language.
package struct CellValue: Hashable, Codable, Sendable {
    /// What was measured.
    package enum Value: Hashable, Codable, Sendable {
        case certificate(CertificateValidity)
        /// Oldest first.
        case protocols([ProtocolVersion])
        case suites(SuiteQuality)
        case startTLS(StartTLSOffer)
        case truth(Bool)
        /// Raw values of `Service`; a transcribed snapshot may name others.
        case services([String])
        case grade(String)
        /// A policy in one word (`reject`), and how much it is worth: 0 the least.
        case policy(String, worth: Int)
        /// So many of so many.
        case share(Int, of: Int)
        /// So many of so many criteria are met, and so many not known.
        case criteria(met: Int, unknown: Int, of: Int)
        /// Who issued the certificates, for how long, and what is wrong with them.
        case chain(CertificateSummary)
        /// Which services have a certificate's key in common.
        case keys(CertificateKeys)
        /// Names as the protocol has them, sorted.
        case names([String])
        /// Codes of words; the texts files have one for each.
        case traits([String])
        /// How long browsers keep to HTTPS, and whether below the host as well.
        case strictTransport(days: Int, includesSubdomains: Bool)
    }

    package var finding: Finding<Value>
    /// The grade is the worst of several that differ.
    package var mixed: Bool
    /// The DNS says that there is no such service.
    package var hasNoService: Bool
    /// Connections were answered in different ways, and the value is the union; `nil` where they agree.
    package var differing: Reason?

    package init(_ finding: Finding<Value>, mixed: Bool = false, hasNoService: Bool = false, differing: Reason? = nil) {
        self.finding = finding
        self.mixed = mixed
        self.hasNoService = hasNoService
        self.differing = differing
    }
}

extension ProviderOnDate {
    /// What the snapshot says to a question.
    /// - Parameter profile: by which a measured service is graded.
    package func fact(_ question: CellKey, profile: Profile?) -> CellValue {
        guard let service = question.service else { return CellValue(wholeFinding(question.column)) }
        guard let summary = summary(of: service) else { return CellValue(.unmeasured(Reason(.notAsked))) }
        let hasNoService = findings.services.first { $0.service == service }?.discovery == .notOffered
        switch question.column {
        case .certificates: return CellValue(summary.certificate.map { .certificate($0) }, hasNoService: hasNoService)
        case .protocols:
            return CellValue(
                summary.protocols.map { .protocols($0.sorted()) }, hasNoService: hasNoService,
                differing: summary.differing)
        case .ciphers:
            return CellValue(
                summary.suites.map { .suites($0) }, hasNoService: hasNoService, differing: summary.differing)
        case .starttls: return CellValue(summary.startTLS.map { .startTLS($0) }, hasNoService: hasNoService)
        case .tlsa:
            if summary.tlsa == .measured(false), hasUnmatchedTLSA(service) {
                return CellValue(.measured(.policy("mismatch", worth: -1)), hasNoService: hasNoService)
            }
            return CellValue(summary.tlsa.map { .truth($0) }, hasNoService: hasNoService)
        case .certificate, .postQuantum, .sasl, .channelBinding, .federation, .wildcard, .directTLS, .ipv6, .hsts:
            guard let measured = findings.services.first(where: { $0.service == service }) else {
                return CellValue(.unmeasured(Reason(.notAsked)))
            }
            return CellValue(
                ServiceFacts(service: measured, date: manifest.date).value(question.column), hasNoService: hasNoService)
        default:
            let verdict = verdict(of: service, by: profile)
            return CellValue(
                verdict?.grade.map { .grade($0) } ?? .unmeasured(Reason(.notAsked)), mixed: verdict?.mixed ?? false,
                hasNoService: hasNoService)
        }
    }

    /// Whether clients of a service do not connect, because its TLSA records do not match.
    private func hasUnmatchedTLSA(_ service: Service) -> Bool {
        findings.services.first { $0.service == service }?.endpoints.contains(where: \.hasUnmatchedTLSA) ?? false
    }

    private func wholeFinding(_ column: TableDefinition.Column) -> Finding<CellValue.Value> {
        switch column {
        case .dnssec: return findings.dnssecSummary.map { .truth($0) }
        case .dane:
            if dane == .measured(false), findings.mailReach == .measured(.hostsOnly) {
                return .measured(.policy("hosts-only", worth: 0))
            }
            if dane == .measured(false), Service.allCases.contains(where: hasUnmatchedTLSA) {
                return .measured(.policy("mismatch", worth: -1))
            }
            return dane.map { .truth($0) }
        case .daneProtocols: return findings.daneServices.map { .services($0) }
        case _ where column.isPolicy:
            return findings.policySummary(column).map { .policy($0.word, worth: $0.worth) }
        case .hallOfFame:
            guard findings.transcription == nil, findings.domains.first?.policies != nil else { return .notAsked }
            let hall = HallOfFame(findings)
            return .measured(.criteria(met: hall.metCount, unknown: hall.unknownCount, of: hall.criteria.count))
        case .certificateKeys:
            return findings.transcription == nil ? findings.certificateKeys.map { .keys($0) } : .notAsked
        case .aliases: return findings.aliasSummary.map { .share($0.secured.count, of: $0.total) }
        default: return .unmeasured(Reason(.notAsked))
        }
    }
}
