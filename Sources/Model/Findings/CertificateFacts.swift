/// What a certificate says, bounded and as text; all of it is outside data.
package struct CertificateFacts: Hashable, Codable, Sendable {
    /// SHA-256 of the DER form, hexadecimal.
    package var sha256: String
    /// Distinguished names in RFC 4514 form, at most 500 characters; an ellipsis behind them shows that they were cut.
    package var subject: String
    package var issuer: String
    package var notBefore: Instant?
    package var notAfter: Instant?
    /// `RSA`, `EC P-256`, `Ed25519`, `ML-DSA-65`, …; an object identifier where it has no name here; empty where there
    /// is no key.
    package var keyType: String
    /// Key size in bits, 0 where unknown.
    package var keyBits: Int
    /// The signature's hash: `SHA256`, `SHA1`, `MD5`; empty where the scheme has none of its own (Ed25519).
    package var signatureHash: String
    /// Names it is valid for: `DNS:example.org`, `SRV:_xmpp-client.example.org`, `XMPP:example.org`; the first 100.
    package var names: [String]
    /// How many names it really has.
    package var nameCount: Int
    package var selfSigned: Bool
    /// It says that the server has to send an OCSP response along (RFC 7633); `nil` in snapshots from before this was
    /// read.
    package var mustStaple: Bool?
    /// It has certificate timestamps in it (RFC 6962 §3.3, historical); `nil` in snapshots from before this was read.
    package var hasTimestamps: Bool?
    /// What the key may be used for (RFC 5280 §4.2.1.12): `serverAuth`, `clientAuth`, …, an object identifier where it
    /// has no name here; empty where the certificate does not restrict it; at most 20. `nil` where it cannot be read,
    /// and in snapshots from before this was read.
    package var extendedKeyUsage: [String]?
    /// It names a responder for its status (OCSP, RFC 6960); `nil` in snapshots from before this was read.
    package var hasResponder: Bool?
    /// How it is signed, by OpenSSL's long name (`ecdsa-with-SHA256`) or that of the specification (`ML-DSA-65`); an
    /// object identifier where it has no name here; `nil` in snapshots from before this was read.
    package var signatureAlgorithm: String?
    /// SHA-256 of the SubjectPublicKeyInfo, hexadecimal, which is the same for two certificates with one key; `nil` where
    /// the certificate cannot be read, and in snapshots from before this was read.
    package var keyDigest: String?

    package init(
        sha256: String, subject: String, issuer: String, notBefore: Instant?, notAfter: Instant?, keyType: String,
        keyBits: Int, signatureHash: String, names: [String], nameCount: Int, selfSigned: Bool,
        mustStaple: Bool? = nil, hasTimestamps: Bool? = nil, extendedKeyUsage: [String]? = nil,
        hasResponder: Bool? = nil, signatureAlgorithm: String? = nil, keyDigest: String? = nil
    ) {
        self.sha256 = sha256
        self.subject = subject
        self.issuer = issuer
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.keyType = keyType
        self.keyBits = keyBits
        self.signatureHash = signatureHash
        self.names = names
        self.nameCount = nameCount
        self.selfSigned = selfSigned
        self.mustStaple = mustStaple
        self.hasTimestamps = hasTimestamps
        self.extendedKeyUsage = extendedKeyUsage
        self.hasResponder = hasResponder
        self.signatureAlgorithm = signatureAlgorithm
        self.keyDigest = keyDigest
    }
}

/// Whether a chain leads to a trusted root at the time of the probe (RFC 5280 §6).
package struct TrustFacts: Hashable, Codable, Sendable {
    /// True where nothing at all is wrong with the chain; names are judged apart.
    package var valid: Bool
    /// Every problem, not just the last: `expired`, `not-yet-valid`, `self-signed`, `untrusted-root`,
    /// `missing-intermediate`, `bad-signature`, `weak-key`, … with the position in the chain. `unreadable-key` and
    /// `unknown-signature` stand for what this program cannot verify.
    package var problems: [Problem]
    /// What is remarkable about the certificates as they were sent, without making the chain invalid: `wrong-order` (it
    /// stands before the one that it issued), `sent-root`, `unrelated` (it issued none of the others), `duplicate`;
    /// with the position among those sent. `nil` in snapshots from before this was looked at.
    package var sent: [Problem]?

    package struct Problem: Hashable, Codable, Sendable {
        /// A stable name in kebab-case.
        package var name: String
        /// Position in the chain, 0 for the leaf.
        package var depth: Int

        package init(name: String, depth: Int) {
            self.name = name
            self.depth = depth
        }
    }

    /// All that speaks against the chain is that this program cannot read a key or check a signature in it, which says
    /// nothing of the chain.
    package var isBeyondVerification: Bool {
        !valid && problems.allSatisfy { ["unreadable-key", "unknown-signature"].contains($0.name) }
    }

    /// The algorithm of the first key or signature that cannot be verified; empty where there is none, or none is known.
    /// - Parameter chain: as it was sent.
    package func unsupportedAlgorithm(in chain: [CertificateFacts]) -> String {
        guard let problem = problems.first, chain.indices.contains(problem.depth) else { return "" }
        let certificate = chain[problem.depth]
        return problem.name == "unknown-signature" ? certificate.signatureAlgorithm ?? "" : certificate.keyType
    }

    package init(valid: Bool, problems: [Problem], sent: [Problem]? = nil) {
        self.valid = valid
        self.problems = problems
        self.sent = sent
    }
}

/// Whether the leaf is valid for the name that was asked for (RFC 9525, RFC 6120 §13.7).
package struct IdentityFacts: Hashable, Codable, Sendable {
    package var valid: Bool
    /// The reference identity that had to be met (the JID domain in XMPP).
    package var expected: String
    /// The certificate's name that met it (`DNS:example.org`), empty where none did.
    package var matched: String
    /// No name matched, but the subject's common name would have, which does not count any more (RFC 9525 §2).
    package var commonNameOnly: Bool?

    package init(valid: Bool, expected: String, matched: String, commonNameOnly: Bool? = nil) {
        self.valid = valid
        self.expected = expected
        self.matched = matched
        self.commonNameOnly = commonNameOnly
    }
}

/// A chain and what is to be said of it.
package struct ChainFacts: Hashable, Codable, Sendable {
    /// As sent, the leaf first.
    package var certificates: [CertificateFacts]
    package var trust: TrustFacts
    package var identity: IdentityFacts
    /// What DANE makes of this chain; `nil` in snapshots from before this was looked at.
    package var dane: Finding<DANEFacts>?

    package init(
        certificates: [CertificateFacts], trust: TrustFacts, identity: IdentityFacts, dane: Finding<DANEFacts>? = nil
    ) {
        self.certificates = certificates
        self.trust = trust
        self.identity = identity
        self.dane = dane
    }

    /// The algorithm of the first key or signature that cannot be verified.
    package var unsupportedAlgorithm: String { trust.unsupportedAlgorithm(in: certificates) }
}

/// One TLSA record (RFC 6698 §2.1).
package struct TLSAFacts: Hashable, Codable, Sendable {
    package var usage: UInt8
    package var selector: UInt8
    package var matching: UInt8
    /// Hexadecimal, at most 512 digits.
    package var data: String
    /// It matches the chain that the server sent; `nil` where no chain is known or the record is unusable.
    package var matches: Bool?

    package init(usage: UInt8, selector: UInt8, matching: UInt8, data: String, matches: Bool?) {
        self.usage = usage
        self.selector = selector
        self.matching = matching
        self.data = data
        self.matches = matches
    }
}

/// What DANE makes of an endpoint (RFC 6698, 7671, 7672, 7673). A TLSA set that is insecure or bogus never gets here.
package struct DANEFacts: Hashable, Codable, Sendable {
    /// The name the TLSA set was found at.
    package var name: String
    package var records: [TLSAFacts]
    /// How many records are of a kind that this protocol may use.
    package var usable: Int
    /// A usable record authenticates the server.
    package var verified: Bool
    /// Why not, where `verified` is false: `no-match`, `name-mismatch`, `unusable`, `expired`, …
    package var problem: String

    package init(name: String, records: [TLSAFacts], usable: Int, verified: Bool, problem: String) {
        self.name = name
        self.records = records
        self.usable = usable
        self.verified = verified
        self.problem = problem
    }
}
