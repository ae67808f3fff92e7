import DNS
import MailPolicy
import Model

/// What the answers so far say about a domain's promises. The scanner asks `open` and comes back with more answers until
/// nothing is open; deriving calls it once, with all of them. Both get the same conclusion.
package struct DomainDerivation: Sendable {
    /// Questions whose answers are needed and missing.
    package var open: [Question] { ledger.open }
    /// Questions whose answers would only tell more.
    package var wanted: [Question] { ledger.wanted }
    /// Pages that are needed and not fetched yet.
    package private(set) var openFetches: [FetchTarget] = []
    /// Holds once nothing is open.
    package private(set) var findings: PolicyFindings
    /// Policy → ids of the look-ups and pages it rests on.
    package private(set) var proofs: [PolicyFindings.Field: [Int]] = [:]
    /// When the first of the signatures of the zone that were seen ends.
    package internal(set) var signaturesEnd: Instant?

    private let answers: Answers
    private var ledger: Ledger<Answers.Known>
    private let fetches: Fetches

    /// What `answers` say about `domain`.
    package init(domain: String, dkimSelectors: [String], answers: Answers, fetches: Fetches) {
        self.answers = answers
        ledger = Ledger { answers[$0] }
        self.fetches = fetches
        findings = .notAsked
        if let start = ask(signatureQuestion(domain), for: .zone), start.isMissing {
            // Nothing stands at or below a name that does not exist (RFC 8020).
            findings = .missing(domain, dkimSelectors: dkimSelectors)
            for field in PolicyFindings.Field.allCases { proofs[field] = proofs[.zone] }
            return
        }
        let mail = mailRoute(of: domain)
        findings = PolicyFindings(
            zone: zone(of: domain), mail: mail, caa: caa(of: domain), spf: spf(of: domain), dmarc: dmarc(of: domain),
            mtaSTS: mtaSTS(of: domain, mail), tlsReporting: tlsReporting(of: domain), https: https(of: domain),
            dkim: dkimSelectors.prefix(20).map { dkim($0, domain) },
            validationPersist: validationPersist(of: domain), exchangerZones: exchangerZones(mail))
    }

    /// Looks a question up for a field; a missing answer becomes an open question.
    mutating func ask(_ question: Question, for field: PolicyFindings.Field) -> Answer? {
        guard let known = ledger.answer(to: question) else { return nil }
        if proofs[field]?.contains(known.id) != true { proofs[field, default: []].append(known.id) }
        return known.answer
    }

    /// Why an insecure answer cannot be verified from here; `nil` where it is not insecure, or proven to be.
    mutating func whyUnverifiable(_ answer: Answer, for field: PolicyFindings.Field) -> Reason? {
        Derive.whyUnverifiable(answer) { question in
            guard let known = ledger.optionalAnswer(to: question) else { return nil }
            if proofs[field]?.contains(known.id) != true { proofs[field, default: []].append(known.id) }
            return known.answer
        }
    }

    /// The same for what a state machine of the DNS room needed.
    private mutating func note(_ asked: [Question], _ open: [Question], for field: PolicyFindings.Field) {
        for question in asked { _ = ask(question, for: field) }
        for question in open { _ = ask(question, for: field) }
    }

    /// When a question was answered, where the evidence says so.
    func instant(_ question: Question) -> Instant? { answers.instant(question) }

    /// A lookup for the state machines of the DNS room.
    private var lookup: @Sendable (Question) -> Answer? { { [answers] in answers[$0]?.answer } }

    // MARK: single TXT records

    /// The records of one kind among a name's TXT records.
    private mutating func texts(
        at name: String, for field: PolicyFindings.Field, _ isRecord: ([UInt8]) -> Bool
    ) -> Finding<[[UInt8]]> {
        guard let answer = ask(Question(name, .txt), for: field) else { return .notAsked }
        if let failure = answer.failure { return .unmeasured(failure) }
        let records = answer.texts.filter(isRecord)
        return records.isEmpty ? .notOffered : .measured(records)
    }

    private mutating func tlsReporting(of domain: String) -> Finding<TLSReportingFacts> {
        texts(at: "_smtp._tls.\(domain)", for: .tlsReporting, TLSReportingRecord.isRecord).map { records in
            guard records.count == 1, let record = records.first else {
                return TLSReportingFacts(addresses: [], problem: "multiple-records")
            }
            let addresses = TLSReportingRecord.addresses(record)
            return TLSReportingFacts(addresses: addresses ?? [], problem: addresses == nil ? "bad-record" : "")
        }
    }

    private mutating func validationPersist(of domain: String) -> Finding<[PersistentValidationFacts]> {
        texts(at: "_validation-persist.\(domain)", for: .validationPersist) { PersistentValidation($0) != nil }.map {
            let records = $0.prefix(20).compactMap(PersistentValidation.init)
            return records.sorted { ($0.issuer, $0.account) < ($1.issuer, $1.account) }.map {
                PersistentValidationFacts(
                    issuer: $0.issuer, account: $0.account, includesSubdomains: $0.includesSubdomains, until: $0.until,
                    isUsable: $0.isUsable)
            }
        }
    }

    private mutating func mtaSTS(of domain: String, _ mail: Finding<MailRouteFacts>) -> Finding<MTASTSFacts> {
        let records = texts(at: "_mta-sts.\(domain)", for: .mtaSTS, MTASTSRecord.isRecord)
        guard case .measured(let found) = records else { return records.map { _ in Self.noPolicy("") } }
        guard found.count == 1, let record = found.first else { return .measured(Self.noPolicy("multiple-records")) }
        guard let id = MTASTSRecord.id(record) else { return .measured(Self.noPolicy("bad-record")) }
        return .measured(MTASTSFacts(id: id, problem: "", policy: policy(of: domain, mail)))
    }

    private static func noPolicy(_ problem: String) -> MTASTSFacts {
        MTASTSFacts(id: "", problem: problem, policy: .notApplicable)
    }

    /// RFC 8461 §3.3: over HTTPS from a host whose certificate is trusted, with 200 and without redirects.
    private mutating func policy(of domain: String, _ mail: Finding<MailRouteFacts>) -> Finding<MTASTSPolicyFacts> {
        let target = FetchTarget(host: "mta-sts.\(domain)", path: "/.well-known/mta-sts.txt")
        switch fetches.page(target, redirects: 0) {
        case .open(let target):
            if !openFetches.contains(target) { openFetches.append(target) }
            return .notAsked
        case .failed(let reason, let records):
            proofs[.mtaSTS, default: []] += records
            return .unmeasured(reason)
        case .page(let page):
            proofs[.mtaSTS, default: []] += page.records
            if page.response.status == 404 { return .notOffered }
            // Half a policy may read like a whole one.
            if page.response.isTruncated, page.response.body.count < FetchedPage.bodyLimit {
                return .unmeasured(Reason(.closed, "while receiving the policy"))
            }
            return .measured(Self.policy(page, exchangers: mail.value?.exchangers.map(\.host) ?? []))
        }
    }

    private static func policy(_ page: FetchedPage, exchangers: [String]) -> MTASTSPolicyFacts {
        func broken(_ problem: String) -> MTASTSPolicyFacts {
            MTASTSPolicyFacts(mode: "", maxAge: 0, patterns: [], uncovered: [], problem: problem)
        }
        guard page.isAuthentic else { return broken("untrusted-certificate") }
        guard page.response.status == 200 else { return broken(page.isRedirect ? "redirect" : "bad-status") }
        guard !page.response.isTruncated else { return broken("too-large") }
        do throws(MTASTSPolicy.Fault) {
            let policy = try MTASTSPolicy(page.response.body)
            return MTASTSPolicyFacts(
                mode: policy.mode.rawValue, maxAge: policy.maxAge, patterns: policy.patterns,
                uncovered: policy.mode == .none ? [] : exchangers.filter { !policy.covers($0) }, problem: "",
                mediaType: RecordText.shown((page.response.field("content-type") ?? "").utf8, limit: 100))
        } catch {
            return broken(error.name)
        }
    }

    private mutating func dkim(_ selector: String, _ domain: String) -> DKIMFinding {
        let name = "\(selector)._domainkey.\(domain)"
        let records = texts(at: name, for: .dkim) { DKIMKey($0) != nil }
        return DKIMFinding(
            selector: selector,
            key: records.map { records in
                let key = records.first.flatMap(DKIMKey.init)
                return DKIMFacts(
                    type: key?.type ?? "", bits: key?.bits ?? 0, isRevoked: key?.isRevoked ?? false,
                    isTesting: key?.isTesting ?? false)
            })
    }

    // MARK: what takes several look-ups

    private mutating func spf(of domain: String) -> Finding<SPFFacts> {
        let check = SPFCheck(domain: domain, answer: lookup)
        note(check.asked, check.open, for: .spf)
        guard check.open.isEmpty else { return .notAsked }
        // A fault that was seen stands, whatever another answer would have said.
        if check.fault == nil, let failure = check.failure { return .unmeasured(failure) }
        guard check.record != nil || check.fault != nil else { return .notOffered }
        let otherwise =
            switch check.otherwise {
            case .pass: "pass"
            case .fail: "fail"
            case .softFail: "softfail"
            case .neutral: "neutral"
            }
        return .measured(
            SPFFacts(
                record: RecordText.shown(check.record ?? []), otherwise: otherwise, lookups: check.lookups,
                voidLookups: check.voidLookups, openTerms: check.openTerms, problem: check.fault?.name ?? "",
                problemDetail: check.fault?.term ?? ""))
    }

    private mutating func dmarc(of domain: String) -> Finding<DMARCFacts> {
        let walk = DMARCWalk(domain: domain, answer: lookup)
        note(walk.asked, walk.open, for: .dmarc)
        guard walk.open.isEmpty else { return .notAsked }
        if let failure = walk.failure { return .unmeasured(failure) }
        guard let found = walk.found else {
            guard walk.hasSeveral else { return .notOffered }
            return .measured(
                DMARCFacts(
                    domain: "", policy: "", isTesting: false, hasReports: false, obsoleteTags: [], record: "",
                    problem: "multiple-records", policyBelow: "", policyOfMissingNames: "", publicSuffix: "u"))
        }
        let record = found.record
        let problem = record.policy == nil ? "unusable-record" : record.hasInvalidPolicy ? "bad-policy" : ""
        return .measured(
            DMARCFacts(
                domain: found.domain, policy: found.applied?.rawValue ?? "", isTesting: record.isTesting,
                hasReports: !record.aggregateReports.isEmpty, obsoleteTags: record.obsoleteTags,
                record: RecordText.shown(found.bytes), problem: walk.hasSeveral ? "multiple-records" : problem,
                policyBelow: record.policyBelow?.rawValue ?? "",
                policyOfMissingNames: record.policyOfMissingNames?.rawValue ?? "",
                publicSuffix: String(record.publicSuffix)))
    }

    private mutating func caa(of domain: String) -> Finding<CAAFacts> {
        let climb = CAAClimb(domain: domain, answer: lookup)
        note(climb.asked, climb.open, for: .caa)
        guard climb.open.isEmpty else { return .notAsked }
        if let failure = climb.failure { return .unmeasured(failure) }
        guard let name = climb.name else { return .notOffered }
        return .measured(
            CAAFacts(
                name: name, issue: climb.values("issue"), issueWild: climb.values("issuewild"),
                issueMail: climb.values("issuemail"), reports: climb.values("iodef"),
                hasUnknownCritical: climb.hasUnknownCritical, isSecure: climb.isSecure,
                isBoundToAccounts: climb.isBoundToAccounts, validationMethods: climb.validationMethods))
    }

    private mutating func https(of domain: String) -> Finding<[HTTPSRecordFacts]> {
        guard let answer = ask(Question(domain, .https), for: .https) else { return .notAsked }
        if let failure = answer.failure { return .unmeasured(failure) }
        let data = answer.records ?? []
        guard !data.isEmpty else { return .notOffered }
        let bindings = data.prefix(20).compactMap { record -> ServiceBinding? in
            if case .https(let bytes) = record { ServiceBinding(bytes) } else { nil }
        }
        guard !bindings.isEmpty else { return .unmeasured(Reason(.malformed, "HTTPS record")) }
        return .measured(
            bindings.sorted { ($0.priority, $0.target) < ($1.priority, $1.target) }.map {
                HTTPSRecordFacts(
                    priority: Int($0.priority), target: $0.target, alpn: $0.alpn, port: $0.port.map(Int.init),
                    hasECH: $0.hasECH)
            })
    }
}

extension PolicyFindings {
    /// Of a domain that does not exist.
    static func missing(_ domain: String, dkimSelectors: [String]) -> PolicyFindings {
        func none<Value>() -> Finding<Value> { .unmeasured(Reason(.noSuchName, domain)) }
        return PolicyFindings(
            zone: none(), mail: none(), caa: none(), spf: none(), dmarc: none(), mtaSTS: none(), tlsReporting: none(),
            https: none(), dkim: dkimSelectors.prefix(20).map { DKIMFinding(selector: $0, key: none()) },
            validationPersist: none(), exchangerZones: none())
    }

    /// Before anything was looked at.
    static let notAsked = PolicyFindings(
        zone: .notAsked, mail: .notAsked, caa: .notAsked, spf: .notAsked, dmarc: .notAsked, mtaSTS: .notAsked,
        tlsReporting: .notAsked, https: .notAsked, dkim: [], validationPersist: .notAsked, exchangerZones: .notAsked)
}
