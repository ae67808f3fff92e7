/// What a look-up or a probe recorded, before anybody concluded anything from it. A provider's
/// evidence is a sequence of these, one JSON object a line. Findings name records by `id`.
package enum EvidenceRecord: Hashable, Sendable {
    /// What was to be looked at; the first record.
    case plan(PlanRecord)
    case lookup(LookupRecord)
    case probe(ProbeRecord)
    /// A certificate once; chains name it by its digest.
    case certificate(CertificateRecord)
    /// An endpoint that the plan found, and how.
    case endpoint(EndpointRecord)
    /// A page that the plan wanted, or a redirect named.
    case fetch(FetchRecord)
}

/// Whom and what the run meant to look at, so that deriving needs no file but the evidence.
package struct PlanRecord: Hashable, Codable, Sendable {
    /// The provider's id and name.
    package var provider: String
    package var name: String
    /// Mail domains, the main one first.
    package var domains: [String]
    /// Domains that customers may also choose.
    package var aliases: [String]
    /// DKIM selectors that are looked at.
    package var dkimSelectors: [String]
    /// Whether what the domains' DNS promises is looked at.
    package var asksPolicies: Bool
    package var services: [ServicePlan]
    /// Ports that the network we look from lets nobody out to, as control hosts showed; absent where none is known.
    package var blockedPorts: [UInt16]?
    /// No endpoint at a private address is connected to; absent where the site's settings allow it.
    package var avoidsPrivateAddresses: Bool?

    package struct ServicePlan: Hashable, Codable, Sendable {
        package var service: Service
        package var domain: String
        /// Places that the provider file names because DNS cannot tell.
        package var hosts: [Provider.Host]

        package init(service: Service, domain: String, hosts: [Provider.Host] = []) {
            self.service = service
            self.domain = domain
            self.hosts = hosts
        }

        private enum Key: String, CodingKey { case service, domain, hosts }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            service = try container.decode(Service.self, forKey: .service)
            domain = try container.decode(String.self, forKey: .domain)
            hosts = try container.decodeIfPresent([Provider.Host].self, forKey: .hosts) ?? []
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(service, forKey: .service)
            try container.encode(domain, forKey: .domain)
            if !hosts.isEmpty { try container.encode(hosts, forKey: .hosts) }
        }
    }

    package init(
        provider: String, name: String, domains: [String], aliases: [String] = [], dkimSelectors: [String] = [],
        asksPolicies: Bool = false, services: [ServicePlan]
    ) {
        self.provider = provider
        self.name = name
        self.domains = domains
        self.aliases = aliases
        self.dkimSelectors = dkimSelectors
        self.asksPolicies = asksPolicies
        self.services = services
    }

    /// Older plans knew nothing of aliases and policies.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            provider: try container.decode(String.self, forKey: .provider),
            name: try container.decode(String.self, forKey: .name),
            domains: try container.decode([String].self, forKey: .domains),
            aliases: try container.decodeIfPresent([String].self, forKey: .aliases) ?? [],
            dkimSelectors: try container.decodeIfPresent([String].self, forKey: .dkimSelectors) ?? [],
            asksPolicies: try container.decodeIfPresent(Bool.self, forKey: .asksPolicies) ?? false,
            services: try container.decode([ServicePlan].self, forKey: .services))
        blockedPorts = try container.decodeIfPresent([UInt16].self, forKey: .blockedPorts)
        avoidsPrivateAddresses = try container.decodeIfPresent(Bool.self, forKey: .avoidsPrivateAddresses)
    }
}

/// The four states of a DNS answer (RFC 4035 §4.3).
package enum DNSSECState: String, Codable, Sendable {
    case secure, insecure, bogus, indeterminate
}

/// One DNS question and the raw answer.
package struct LookupRecord: Hashable, Codable, Sendable {
    package var id: Int
    package var at: Instant
    /// The name asked for, without the final dot.
    package var name: String
    /// The record type's mnemonic (`SRV`, `TLSA`).
    package var type: String
    /// What the validating resolver concluded.
    package var security: DNSSECState
    /// The resolver's words on a bogus answer.
    package var bogusReason: String?
    /// The answer as a DNS message (RFC 1035 §4), `nil` where none came.
    package var answer: Bytes?
    /// Why there is no answer.
    package var failure: Reason?

    package init(
        id: Int, at: Instant, name: String, type: String, security: DNSSECState, bogusReason: String? = nil,
        answer: Bytes?, failure: Reason? = nil
    ) {
        self.id = id
        self.at = at
        self.name = name
        self.type = type
        self.security = security
        self.bogusReason = bogusReason
        self.answer = answer
        self.failure = failure
    }
}

/// One connection: what was sent, what came, how it ended.
package struct ProbeRecord: Hashable, Codable, Sendable {
    /// What the connection was for.
    package enum Purpose: String, Codable, Sendable {
        /// One hand-made ClientHello and the first flight.
        case hello
        /// A whole handshake by a TLS library, and the dialogue inside it.
        case handshake
        /// A whole handshake that asks for a certificate of another kind, and says nothing inside.
        case certificate
    }

    /// How the connection ended.
    package enum Ending: Hashable, Codable, Sendable {
        /// We had what we wanted and hung up.
        case done
        /// The other side closed in order.
        case closed
        /// It did not go on, for this reason.
        case failed(Reason)
    }

    package var id: Int
    /// The id of the `EndpointRecord` that was connected to.
    package var endpoint: Int
    package var at: Instant
    package var purpose: Purpose
    /// Milliseconds until TCP stood; `nil` where it never did.
    package var connectMilliseconds: Int?
    /// Milliseconds from the start of the connection to its end.
    package var milliseconds: Int
    /// Bytes in the order in which they passed.
    package var transcript: [Passage]
    package var ending: Ending
    /// For a finished `handshake`: what the library reported.
    package var session: SessionRecord?
    /// SHA-256 digests of those certificates of the trust store that an issuer name in the chain points at.
    /// They are all of the store that verifying this chain needs, so it can be verified again without the store.
    package var anchors: [String]

    package init(
        id: Int, endpoint: Int, at: Instant, purpose: Purpose, connectMilliseconds: Int?, milliseconds: Int,
        transcript: [Passage],
        ending: Ending, session: SessionRecord? = nil, anchors: [String] = []
    ) {
        self.id = id
        self.endpoint = endpoint
        self.at = at
        self.purpose = purpose
        self.connectMilliseconds = connectMilliseconds
        self.milliseconds = milliseconds
        self.transcript = transcript
        self.ending = ending
        self.session = session
        self.anchors = anchors
    }

    /// Probes are most of the evidence. Reading nested containers spares a decoder for each value in them.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(Int.self, forKey: .id)
        endpoint = try container.decode(Int.self, forKey: .endpoint)
        at = try container.decode(Instant.self, forKey: .at)
        let purpose = try container.decode(String.self, forKey: .purpose)
        guard let purpose = Purpose(rawValue: purpose) else {
            throw DecodingError.dataCorruptedError(
                forKey: .purpose, in: container, debugDescription: "unknown purpose '\(purpose.prefix(40))'")
        }
        self.purpose = purpose
        connectMilliseconds = try container.decodeIfPresent(Int.self, forKey: .connectMilliseconds)
        milliseconds = try container.decode(Int.self, forKey: .milliseconds)
        var passages = try container.nestedUnkeyedContainer(forKey: .transcript)
        transcript = []
        while !passages.isAtEnd {
            transcript.append(try Passage(try passages.nestedContainer(keyedBy: Passage.CodingKeys.self)))
        }
        ending = try container.decode(Ending.self, forKey: .ending)
        session = try container.decodeIfPresent(SessionRecord.self, forKey: .session)
        var digests = try container.nestedUnkeyedContainer(forKey: .anchors)
        anchors = []
        while !digests.isAtEnd { anchors.append(try digests.decode(String.self)) }
    }
}

/// Bytes in one direction.
package struct Passage: Hashable, Codable, Sendable {
    package enum Direction: String, Codable, Sendable { case sent, received }
    package enum Layer: String, Codable, Sendable {
        /// The dialogue before TLS.
        case plain
        /// TLS records as they passed.
        case tls
        /// The dialogue inside TLS, decrypted.
        case inside
    }

    package var direction: Direction
    package var layer: Layer
    package var bytes: Bytes
    /// How many more bytes passed that were not kept.
    package var omitted: Int

    package init(_ direction: Direction, _ layer: Layer, _ bytes: [UInt8], omitted: Int = 0) {
        self.direction = direction
        self.layer = layer
        self.bytes = Bytes(bytes)
        self.omitted = omitted
    }

    fileprivate enum CodingKeys: String, CodingKey { case direction, layer, bytes, omitted }

    package init(from decoder: any Decoder) throws {
        try self.init(try decoder.container(keyedBy: CodingKeys.self))
    }

    /// Evidence is mostly passages. Reading strings and numbers alone spares a decoder for each value.
    fileprivate init(_ container: KeyedDecodingContainer<CodingKeys>) throws {
        guard let direction = Direction(rawValue: try container.decode(String.self, forKey: .direction)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .direction, in: container, debugDescription: "unknown direction")
        }
        guard let layer = Layer(rawValue: try container.decode(String.self, forKey: .layer)) else {
            throw DecodingError.dataCorruptedError(forKey: .layer, in: container, debugDescription: "unknown layer")
        }
        guard let bytes = Bytes(base64: try container.decode(String.self, forKey: .bytes)) else {
            throw DecodingError.dataCorruptedError(forKey: .bytes, in: container, debugDescription: "not valid base64")
        }
        self.direction = direction
        self.layer = layer
        self.bytes = bytes
        omitted = try container.decode(Int.self, forKey: .omitted)
    }
}

/// What a TLS library reported of a finished handshake.
package struct SessionRecord: Hashable, Codable, Sendable {
    /// The version's name as OpenSSL says it (`TLSv1.2`).
    package var version: String
    /// The suite's code point on the wire.
    package var suite: UInt16
    /// SHA-256 digests of the certificates in the order sent, hexadecimal.
    package var chain: [String]
    /// The ALPN protocol chosen; at most 255 characters.
    package var applicationProtocol: String?
    /// The scheme of the CertificateVerify (TLS 1.3 has one), as its number.
    package var signatureScheme: UInt16?
    /// An OCSP response came along, certificate timestamps did; `nil` in evidence from before this was recorded.
    package var stapledStatus: Bool?
    package var certificateTimestamps: Bool?
    /// The key exchange group (`x25519`), `dh` for finite-field parameters of the server's own; `nil` without one, where
    /// it is not known, and in evidence from before this was recorded.
    package var group: String?
    /// The server asked for a client certificate; `nil` in evidence from before this was recorded.
    package var requestsCertificate: Bool?

    package init(
        version: String, suite: UInt16, chain: [String], applicationProtocol: String? = nil,
        signatureScheme: UInt16? = nil, stapledStatus: Bool? = nil, certificateTimestamps: Bool? = nil,
        group: String? = nil, requestsCertificate: Bool? = nil
    ) {
        self.version = version
        self.suite = suite
        self.chain = chain
        self.applicationProtocol = applicationProtocol
        self.signatureScheme = signatureScheme
        self.stapledStatus = stapledStatus
        self.certificateTimestamps = certificateTimestamps
        self.group = group
        self.requestsCertificate = requestsCertificate
    }
}

/// A certificate's bytes, kept once.
package struct CertificateRecord: Hashable, Codable, Sendable {
    /// SHA-256 of `der`, hexadecimal.
    package var sha256: String
    package var der: Bytes

    package init(sha256: String, der: Bytes) {
        self.sha256 = sha256
        self.der = der
    }
}

/// An endpoint and the look-ups that led to it.
package struct EndpointRecord: Hashable, Codable, Sendable {
    package var id: Int
    package var endpoint: Endpoint
    /// The ids of the look-ups that led here, in order.
    package var lookups: [Int]

    package init(id: Int, endpoint: Endpoint, lookups: [Int]) {
        self.id = id
        self.endpoint = endpoint
        self.lookups = lookups
    }
}

extension EvidenceRecord: Codable {
    private enum Key: String, CodingKey { case plan, lookup, probe, certificate, endpoint, fetch }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch container.allKeys.first {
        case .plan: self = .plan(try container.decode(PlanRecord.self, forKey: .plan))
        case .lookup: self = .lookup(try container.decode(LookupRecord.self, forKey: .lookup))
        case .probe: self = .probe(try container.decode(ProbeRecord.self, forKey: .probe))
        case .endpoint: self = .endpoint(try container.decode(EndpointRecord.self, forKey: .endpoint))
        case .fetch: self = .fetch(try container.decode(FetchRecord.self, forKey: .fetch))
        case .certificate: self = .certificate(try container.decode(CertificateRecord.self, forKey: .certificate))
        case nil:
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "is not a known kind of evidence record"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .plan(let record): try container.encode(record, forKey: .plan)
        case .lookup(let record): try container.encode(record, forKey: .lookup)
        case .probe(let record): try container.encode(record, forKey: .probe)
        case .endpoint(let record): try container.encode(record, forKey: .endpoint)
        case .fetch(let record): try container.encode(record, forKey: .fetch)
        case .certificate(let record): try container.encode(record, forKey: .certificate)
        }
    }
}
