/// Whether the clear-text dialogue insists on STARTTLS.
package enum StartTLSOffer: String, Codable, Sendable {
    case required, optional
}

/// Whose order decides on the suite.
package enum SuitePreference: String, Codable, Sendable {
    case server, client
}

/// What one protocol version was seen to accept.
package struct VersionFacts: Hashable, Codable, Sendable {
    /// Accepted suites; in the server's order where `preference` is measured as `server`.
    package var suites: [SuiteFacts]
    package var preference: Finding<SuitePreference>
    /// A probe for more suites ended in an unknown, so there may be more than these.
    package var incomplete: Reason?
    /// Why the server's order of some neighbours is not known; `nil` where `suites` are in its order throughout, and in
    /// snapshots from before this was noted.
    package var orderIncomplete: Reason?
    /// Other connections were answered otherwise; `nil` where all answers agree, and in snapshots from before this was
    /// looked at.
    package var differing: DifferingAnswers?

    package init(
        suites: [SuiteFacts], preference: Finding<SuitePreference>, incomplete: Reason? = nil,
        orderIncomplete: Reason? = nil, differing: DifferingAnswers? = nil
    ) {
        self.suites = suites
        self.preference = preference
        self.incomplete = incomplete
        self.orderIncomplete = orderIncomplete
        self.differing = differing
    }
}

/// How the connections to one endpoint were answered in different ways: behind one address there are several servers, and
/// `VersionFacts.suites` is all that any of them accepts.
package struct DifferingAnswers: Hashable, Codable, Sendable {
    /// The suites that no connection refused, by their names: what all servers behind the address accept. Empty where
    /// some of them do not accept the version.
    package var common: [String]

    package init(common: [String]) { self.common = common }

    /// Some servers behind the address do not accept the version at all.
    package var concernsVersion: Bool { common.isEmpty }

    /// Not with how often which: that is another number in each run.
    package var reason: Reason {
        Reason(.answersDiffer, "accepted on some connections, refused on others")
    }
}

/// Groups that a server neither took nor refused.
package struct UntestedGroups: Hashable, Codable, Sendable {
    /// Their names, in the order in which hellos offer them.
    package var names: [String]
    /// Why they are not known.
    package var why: Reason

    package init(names: [String], why: Reason) {
        self.names = names
        self.why = why
    }
}

extension EndpointFindings {
    /// Why it is not known whether the server takes one of these groups; `nil` where it is.
    /// - Parameter isMeant: by the group's name.
    package func untestedGroups(_ isMeant: (String) -> Bool) -> Reason? {
        groupsIncomplete.flatMap { $0.names.contains(where: isMeant) ? $0.why : nil }
    }
}

/// A protocol version and what is known of it here.
package struct VersionFinding: Hashable, Codable, Sendable {
    package var version: ProtocolVersion
    package var finding: Finding<VersionFacts>

    package init(version: ProtocolVersion, finding: Finding<VersionFacts>) {
        self.version = version
        self.finding = finding
    }
}

/// SASL mechanisms on both sides of the TLS handshake.
package struct MechanismFindings: Hashable, Codable, Sendable {
    package var beforeTLS: Finding<[String]>
    package var afterTLS: Finding<[String]>

    package init(beforeTLS: Finding<[String]>, afterTLS: Finding<[String]>) {
        self.beforeTLS = beforeTLS
        self.afterTLS = afterTLS
    }
}

/// That a connection was established, and how.
package enum TransportConnection: String, Hashable, Codable, Sendable {
    case tcp

    /// Files of format 1 have the milliseconds that it took instead.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(Int.self)) != nil {
            self = .tcp
        } else if let known = TransportConnection(rawValue: try container.decode(String.self)) {
            self = known
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown kind of connection")
        }
    }
}

/// Everything concluded about one endpoint.
package struct EndpointFindings: Hashable, Codable, Sendable {
    /// The findings that a cell can rest on; `EndpointProofs` name the records behind one.
    package enum Field: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
        case discovery, connection, startTLS, mechanisms, handshake, versions, groups, certificates, trust, identity
        case dane
    }

    package var endpoint: Endpoint
    /// How it was found, in words of the zone file: `_xmpp-client._tcp.example.org SRV 5 0 5222 xmpp.example.org`.
    package var discovered: [String]
    /// Measured: TCP was established in a probe.
    package var connection: Finding<TransportConnection>
    package var startTLS: Finding<StartTLSOffer>
    package var mechanisms: MechanismFindings
    /// The version that a complete handshake of a TLS library settled on; of several servers behind the address that do not
    /// accept the same, the newest that any of them speaks. `refused`: the server chose a version and a suite, and then
    /// ended every handshake; its hellos show what it claims, and nobody can use it. `nil` in snapshots from before this
    /// was looked at.
    package var handshake: Finding<ProtocolVersion>?
    /// All six versions, oldest first.
    package var versions: [VersionFinding]
    /// Names of key exchange groups (`x25519`, `secp256r1`), in the server's order where it has one.
    package var groups: Finding<[String]>
    /// Groups of TLS 1.3 beside `groups` of which it is not known whether the server takes them; `nil` where there are
    /// none, and in snapshots from before this was noted.
    package var groupsIncomplete: UntestedGroups?
    /// `nil` in snapshots from before this was looked at.
    package var parameters: ParameterFindings?
    /// As sent, the leaf first.
    package var certificates: Finding<[CertificateFacts]>
    package var trust: Finding<TrustFacts>
    package var identity: Finding<IdentityFacts>
    /// `notOffered`: a secure answer (or an insecure zone) proves that there is no TLSA set that counts.
    package var dane: Finding<DANEFacts>
    /// Mail protocols only.
    package var dialogue: DialogueFindings?
    /// HTTPS and what speaks it only.
    package var web: WebFindings?
    /// XMPP only; `nil` in snapshots from before this was kept, too.
    package var xmpp: XMPPFindings?

    package init(
        endpoint: Endpoint, discovered: [String], connection: Finding<TransportConnection>,
        startTLS: Finding<StartTLSOffer>, mechanisms: MechanismFindings, handshake: Finding<ProtocolVersion>? = nil,
        versions: [VersionFinding], groups: Finding<[String]>, groupsIncomplete: UntestedGroups? = nil,
        parameters: ParameterFindings? = nil, certificates: Finding<[CertificateFacts]>, trust: Finding<TrustFacts>,
        identity: Finding<IdentityFacts>,
        dane: Finding<DANEFacts>, dialogue: DialogueFindings? = nil, web: WebFindings? = nil,
        xmpp: XMPPFindings? = nil
    ) {
        self.endpoint = endpoint
        self.discovered = discovered
        self.connection = connection
        self.startTLS = startTLS
        self.mechanisms = mechanisms
        self.handshake = handshake
        self.versions = versions
        self.groups = groups
        self.groupsIncomplete = groupsIncomplete
        self.parameters = parameters
        self.certificates = certificates
        self.trust = trust
        self.identity = identity
        self.dane = dane
        self.dialogue = dialogue
        self.web = web
        self.xmpp = xmpp
    }
}

extension EndpointFindings {
    /// Whether a TLSA record of the endpoint matches one of the chains that clients get.
    /// - Parameter record: its position among the records of the endpoint's DANE findings.
    package func matchesAnyChain(record: Int) -> Bool {
        let sets = [dane.value] + (parameters?.otherChains.value ?? []).map { $0.dane?.value }
        return sets.contains { set in
            guard let records = set?.records, records.indices.contains(record) else { return false }
            return records[record].matches == true
        }
    }
}
