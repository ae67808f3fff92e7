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

        fileprivate enum CodingKeys: String, CodingKey { case done, closed, failed }
        private enum FailedCodingKeys: String, CodingKey { case _0 }

        package init(from decoder: any Decoder) throws {
            try self.init(try decoder.container(keyedBy: CodingKeys.self))
        }

        fileprivate init(_ container: KeyedDecodingContainer<CodingKeys>) throws {
            guard let key = container.allKeys.first, container.allKeys.count == 1 else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(
                        codingPath: container.codingPath, debugDescription: "is not one known ending"))
            }
            switch key {
            case .done: self = .done
            case .closed: self = .closed
            case .failed:
                let values = try container.nestedContainer(keyedBy: FailedCodingKeys.self, forKey: .failed)
                self = .failed(try values.decode(Reason.self, forKey: ._0))
            }
        }
    }

    package var id: Int
    /// The id of the `EndpointRecord` that was connected to.
    package var endpoint: Int
    package var at: Instant
    package var purpose: Purpose
    /// Milliseconds until TCP was established; `nil` where it was not.
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
        at = try Instant(
            decoding: try container.decode(String.self, forKey: .at), at: container.codingPath + [CodingKeys.at])
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
        ending = try Ending(try container.nestedContainer(keyedBy: Ending.CodingKeys.self, forKey: .ending))
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
    /// An OCSP response came along, certificate timestamps did; `nil` where that was not asked for, and in evidence from
    /// before this was recorded.
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
