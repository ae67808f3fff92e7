/// How a zone is signed.
public struct ZoneFacts: Hashable, Codable, Sendable {
    /// The zone's own name: that of the domain, or one above it.
    public var name: String
    public var keys: [Key]
    /// DS records in the zone above.
    public var delegations: [Delegation]
    /// How names that do not exist are denied by hash (RFC 5155); `nil`: by name (NSEC).
    public var nsec3: NSEC3?
    /// When the first of the signatures that were seen ends.
    public var signaturesEnd: Instant?
    /// `obsolete-algorithm`, `small-key`, `obsolete-digest`, `nsec3-iterations`, `nsec3-salt`, `ends-soon`.
    public var problems: [String]

    /// A zone key.
    public struct Key: Hashable, Codable, Sendable {
        public var tag: Int
        /// The IANA mnemonic.
        public var algorithm: String
        /// 0 where it cannot be read.
        public var bits: Int
        /// A secure entry point, as a DS record points at.
        public var signsKeys: Bool

        public init(tag: Int, algorithm: String, bits: Int, signsKeys: Bool) {
            self.tag = tag
            self.algorithm = algorithm
            self.bits = bits
            self.signsKeys = signsKeys
        }
    }

    /// A DS record.
    public struct Delegation: Hashable, Codable, Sendable {
        public var tag: Int
        public var algorithm: String
        /// 1 SHA-1, 2 SHA-256, 4 SHA-384.
        public var digestType: Int

        public init(tag: Int, algorithm: String, digestType: Int) {
            self.tag = tag
            self.algorithm = algorithm
            self.digestType = digestType
        }
    }

    /// RFC 9276 asks for 0 iterations and no salt.
    public struct NSEC3: Hashable, Codable, Sendable {
        public var iterations: Int
        /// Bytes.
        public var saltLength: Int

        public init(iterations: Int, saltLength: Int) {
            self.iterations = iterations
            self.saltLength = saltLength
        }
    }

    public init(
        name: String, keys: [Key], delegations: [Delegation], nsec3: NSEC3?, signaturesEnd: Instant?,
        problems: [String]
    ) {
        self.name = name
        self.keys = keys
        self.delegations = delegations
        self.nsec3 = nsec3
        self.signaturesEnd = signaturesEnd
        self.problems = problems
    }
}
