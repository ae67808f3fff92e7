/// What a domain's DNS promises to those who send it mail, get mail from it or issue certificates for it.
package struct PolicyFindings: Hashable, Codable, Sendable {
    /// The findings that a cell can rest on; `DomainProofs` name the records behind one.
    package enum Field: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
        case zone, mail, caa, spf, dmarc, mtaSTS, tlsReporting, https, dkim, validationPersist, exchangerZones
    }

    /// How the zone is signed; `notOffered`: it is proven not to be.
    package var zone: Finding<ZoneFacts>
    /// Where mail goes; `notOffered`: the domain takes none (RFC 7505), or has no host that could.
    package var mail: Finding<MailRouteFacts>
    package var caa: Finding<CAAFacts>
    package var spf: Finding<SPFFacts>
    package var dmarc: Finding<DMARCFacts>
    package var mtaSTS: Finding<MTASTSFacts>
    package var tlsReporting: Finding<TLSReportingFacts>
    /// HTTPS records at the domain itself, by priority.
    package var https: Finding<[HTTPSRecordFacts]>
    /// Only selectors that the provider's file names: selectors cannot be found, so nothing here ever says "no DKIM".
    package var dkim: [DKIMFinding]
    /// Records at `_validation-persist`; `nil` in snapshots from before this was looked at.
    package var validationPersist: Finding<[PersistentValidationFacts]>?
    /// The zones that the mail exchangers are in; `notApplicable` where the domain takes no mail. `nil` in snapshots from
    /// before this was looked at.
    package var exchangerZones: Finding<[ExchangerZoneFacts]>?

    package init(
        zone: Finding<ZoneFacts>, mail: Finding<MailRouteFacts>, caa: Finding<CAAFacts>, spf: Finding<SPFFacts>,
        dmarc: Finding<DMARCFacts>, mtaSTS: Finding<MTASTSFacts>, tlsReporting: Finding<TLSReportingFacts>,
        https: Finding<[HTTPSRecordFacts]>, dkim: [DKIMFinding],
        validationPersist: Finding<[PersistentValidationFacts]>? = nil,
        exchangerZones: Finding<[ExchangerZoneFacts]>? = nil
    ) {
        self.zone = zone
        self.mail = mail
        self.caa = caa
        self.spf = spf
        self.dmarc = dmarc
        self.mtaSTS = mtaSTS
        self.tlsReporting = tlsReporting
        self.https = https
        self.dkim = dkim
        self.validationPersist = validationPersist
        self.exchangerZones = exchangerZones
    }
}

/// Who may issue certificates (RFC 8659; `issuemail` RFC 9495). All values are outside text, bounded.
package struct CAAFacts: Hashable, Codable, Sendable {
    /// The name whose records count: the domain, or one above it.
    package var name: String
    package var issue: [String]
    package var issueWild: [String]
    package var issueMail: [String]
    /// Where an authority may report to.
    package var reports: [String]
    /// A property that must be understood and that no authority knows: none may issue.
    package var hasUnknownCritical: Bool
    /// Every answer on the way was signed.
    package var isSecure: Bool
    /// Every `issue` and `issuewild` that lets an authority issue names the account that may ask it to (`accounturi`,
    /// RFC 8657 §3), and there is one; `nil` in snapshots from before this was read.
    package var isBoundToAccounts: Bool?
    /// The methods by which the authorities may validate (`validationmethods`, RFC 8657 §4), where each `issue` and
    /// `issuewild` restricts them, sorted; else empty. `nil` in snapshots from before this was read.
    package var validationMethods: [String]?

    package init(
        name: String, issue: [String], issueWild: [String], issueMail: [String], reports: [String],
        hasUnknownCritical: Bool, isSecure: Bool, isBoundToAccounts: Bool? = nil, validationMethods: [String]? = nil
    ) {
        self.name = name
        self.issue = issue
        self.issueWild = issueWild
        self.issueMail = issueMail
        self.reports = reports
        self.hasUnknownCritical = hasUnknownCritical
        self.isSecure = isSecure
        self.isBoundToAccounts = isBoundToAccounts
        self.validationMethods = validationMethods
    }
}

/// The sender policy (RFC 7208), looked at as for a client that has nothing to do with the domain.
package struct SPFFacts: Hashable, Codable, Sendable {
    /// The record, outside text, bounded.
    package var record: String
    /// What becomes of that client, whichever term decides on it: `fail`, `softfail`, `neutral`, `pass`; the most
    /// permissive where that depends on its address.
    package var otherwise: String
    /// Terms that ask the DNS, up to one more than the 10 of §4.6.4.
    package var lookups: Int
    /// Of these, without an answer, up to one more than the 2 of §4.6.4.
    package var voidLookups: Int
    /// Terms that depend on who sends from where and were counted, but not asked.
    package var openTerms: Int
    /// Why receivers must reject the policy itself (a "permerror"): `too-many-lookups`, `multiple-records`, …; else empty.
    package var problem: String
    /// What the problem was seen in, outside text, bounded.
    package var problemDetail: String

    package init(
        record: String, otherwise: String, lookups: Int, voidLookups: Int, openTerms: Int, problem: String,
        problemDetail: String
    ) {
        self.record = record
        self.otherwise = otherwise
        self.lookups = lookups
        self.voidLookups = voidLookups
        self.openTerms = openTerms
        self.problem = problem
        self.problemDetail = problemDetail
    }
}

/// The DMARC policy (RFC 9989), found by its tree walk.
package struct DMARCFacts: Hashable, Codable, Sendable {
    /// The domain whose record counts; empty where none does.
    package var domain: String
    /// `none`, `quarantine` or `reject`, as it is written for the domain asked about; empty where no record counts.
    package var policy: String
    /// `t=y`: receivers should apply what is one level below the policy.
    package var isTesting: Bool
    /// Somebody reads aggregate reports.
    package var hasReports: Bool
    /// Tags of RFC 7489 that mean nothing any more: `pct`, `rf`, `ri`.
    package var obsoleteTags: [String]
    /// The record, outside text, bounded.
    package var record: String
    /// `multiple-records`, `unusable-record`, `bad-policy` (a tag of it is no policy, so that it counts as `none`), or
    /// empty.
    package var problem: String
    /// What holds for names below the domain of the record (`sp`, else `p`) and for those of them that do not exist
    /// (`np`, else the former; RFC 9989 §4.7): `none`, `quarantine`, `reject`; empty where no record counts. `nil` in
    /// snapshots from before this was read.
    package var policyBelow: String?
    package var policyOfMissingNames: String?
    /// `psd`: `y` where the domain of the record is a public suffix, `n` where it is an organizational domain, `u` where
    /// it does not say. `nil` in snapshots from before this was read.
    package var publicSuffix: String?

    package init(
        domain: String, policy: String, isTesting: Bool, hasReports: Bool, obsoleteTags: [String], record: String,
        problem: String, policyBelow: String? = nil, policyOfMissingNames: String? = nil, publicSuffix: String? = nil
    ) {
        self.domain = domain
        self.policy = policy
        self.isTesting = isTesting
        self.hasReports = hasReports
        self.obsoleteTags = obsoleteTags
        self.record = record
        self.problem = problem
        self.policyBelow = policyBelow
        self.policyOfMissingNames = policyOfMissingNames
        self.publicSuffix = publicSuffix
    }
}

/// MTA-STS (RFC 8461): the record, and the policy where it was fetched.
package struct MTASTSFacts: Hashable, Codable, Sendable {
    /// The policy's id; empty where the record is broken.
    package var id: String
    /// `multiple-records`, `bad-record`, or empty.
    package var problem: String
    /// `notOffered`: the record is there, and the policy is not.
    package var policy: Finding<MTASTSPolicyFacts>

    package init(id: String, problem: String, policy: Finding<MTASTSPolicyFacts>) {
        self.id = id
        self.problem = problem
        self.policy = policy
    }
}

/// An MTA-STS policy and whether the domain's mail exchangers agree with it.
package struct MTASTSPolicyFacts: Hashable, Codable, Sendable {
    /// `enforce`, `testing` or `none`; empty where the text is no policy.
    package var mode: String
    /// Seconds.
    package var maxAge: Int
    /// Outside text, bounded.
    package var patterns: [String]
    /// Mail exchangers that no pattern covers: mail to them is not delivered where the mode is `enforce`.
    package var uncovered: [String]
    /// Why the text is no policy: `syntax`, `bad-mode`, …; else empty.
    package var problem: String
    /// The Content-Type that it was sent with: outside text, bounded, empty where there was none; `nil` in snapshots
    /// from before this was looked at.
    package var mediaType: String?

    /// Whether it was sent as something else than `text/plain`, as which senders should demand it (RFC 8461 §3.2);
    /// parameters do not matter.
    package var hasWrongMediaType: Bool {
        guard let mediaType else { return false }
        return mediaType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased() != "text/plain"
    }

    package init(
        mode: String, maxAge: Int, patterns: [String], uncovered: [String], problem: String,
        mediaType: String? = nil
    ) {
        self.mediaType = mediaType
        self.mode = mode
        self.maxAge = maxAge
        self.patterns = patterns
        self.uncovered = uncovered
        self.problem = problem
    }
}

/// Where reports on TLS between mail servers go (RFC 8460).
package struct TLSReportingFacts: Hashable, Codable, Sendable {
    /// Outside text, bounded; empty where the record is broken.
    package var addresses: [String]
    /// `multiple-records`, `bad-record`, or empty.
    package var problem: String

    package init(addresses: [String], problem: String) {
        self.addresses = addresses
        self.problem = problem
    }
}

/// An HTTPS record (RFC 9460). All texts are outside data, bounded.
package struct HTTPSRecordFacts: Hashable, Codable, Sendable {
    /// 0: an alias.
    package var priority: Int
    package var target: String
    package var alpn: [String]
    package var port: Int?
    /// Encrypted ClientHello is on offer.
    package var hasECH: Bool

    package init(priority: Int, target: String, alpn: [String], port: Int?, hasECH: Bool) {
        self.priority = priority
        self.target = target
        self.alpn = alpn
        self.port = port
        self.hasECH = hasECH
    }
}

/// The key behind one DKIM selector (RFC 6376 §3.6.1).
package struct DKIMFinding: Hashable, Codable, Sendable {
    package var selector: String
    package var key: Finding<DKIMFacts>

    package init(selector: String, key: Finding<DKIMFacts>) {
        self.selector = selector
        self.key = key
    }
}

/// What a DKIM key record says.
package struct DKIMFacts: Hashable, Codable, Sendable {
    /// `rsa`, `ed25519`, or what the record says, bounded.
    package var type: String
    /// 0 where the key cannot be read.
    package var bits: Int
    package var isRevoked: Bool
    package var isTesting: Bool

    package init(type: String, bits: Int, isRevoked: Bool, isTesting: Bool) {
        self.type = type
        self.bits = bits
        self.isRevoked = isRevoked
        self.isTesting = isTesting
    }
}
