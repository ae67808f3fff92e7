/// How a zone is signed.
package struct ZoneFacts: Hashable, Codable, Sendable {
    /// The zone's own name: that of the domain, or one above it.
    package var name: String
    package var keys: [Key]
    /// DS records in the zone above.
    package var delegations: [Delegation]
    /// How names that do not exist are denied by hash (RFC 5155); `nil`: by name (NSEC).
    package var nsec3: NSEC3?
    /// `obsolete-algorithm`, `small-key`, `obsolete-digest`, `nsec3-iterations`, `nsec3-salt`,
    /// `has-ended`, `ends-soon`.
    package var problems: [String]

    /// A zone key.
    package struct Key: Hashable, Codable, Sendable {
        package var tag: Int
        /// The IANA mnemonic.
        package var algorithm: String
        /// 0 where it cannot be read.
        package var bits: Int
        /// A secure entry point, as a DS record points at.
        package var signsKeys: Bool

        package init(tag: Int, algorithm: String, bits: Int, signsKeys: Bool) {
            self.tag = tag
            self.algorithm = algorithm
            self.bits = bits
            self.signsKeys = signsKeys
        }
    }

    /// A DS record.
    package struct Delegation: Hashable, Codable, Sendable {
        package var tag: Int
        package var algorithm: String
        /// 1 SHA-1, 2 SHA-256, 4 SHA-384.
        package var digestType: Int
        /// Whether the digest is that of a zone key; `nil` where the digest cannot be computed here (GOST), and in
        /// findings of earlier versions. One without a key may belong to a key that is still to come (RFC 6781 §4.1.2).
        package var hasKey: Bool?

        package init(tag: Int, algorithm: String, digestType: Int, hasKey: Bool? = nil) {
            self.tag = tag
            self.algorithm = algorithm
            self.digestType = digestType
            self.hasKey = hasKey
        }
    }

    /// RFC 9276 asks for 0 iterations and no salt.
    package struct NSEC3: Hashable, Codable, Sendable {
        package var iterations: Int
        /// Bytes.
        package var saltLength: Int

        package init(iterations: Int, saltLength: Int) {
            self.iterations = iterations
            self.saltLength = saltLength
        }
    }

    package init(
        name: String, keys: [Key], delegations: [Delegation], nsec3: NSEC3?, problems: [String]
    ) {
        self.name = name
        self.keys = keys
        self.delegations = delegations
        self.nsec3 = nsec3
        self.problems = problems
    }
}
