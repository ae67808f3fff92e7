/// How the resolver works; everything has a default that is right on the Internet.
package struct ResolverConfiguration: Sendable {
    /// Whom it trusts to begin with.
    package enum TrustAnchors: Hashable, Sendable {
        /// The root's keys of 2017 and 2024, key tags 20326 and 38696 (IANA root-anchors.xml).
        case builtIn
        /// DS or DNSKEY records in a file in zone format.
        case file(String)
    }

    /// A zone file with the names and addresses of the root servers; `nil` for the real ones.
    package var rootHints: String?
    package var trustAnchors: TrustAnchors
    /// An address, or `address@port`, of a resolver that is asked instead of the zones' own servers. Its answers
    /// are validated here all the same.
    package var forwarder: String?
    /// How long one look-up may take, from the moment that it is sent.
    package var timeLimit: Duration
    /// How many look-ups are sent at the same time; further ones wait for their turn.
    package var concurrency: Int
    /// For how many seconds an answer is kept at most, whatever its TTL says; `nil`: as long as it says.
    package var cacheLimit: Int?
    /// Megabytes of the caches in all, about.
    package var cacheSize: Int

    package init(
        rootHints: String? = nil, trustAnchors: TrustAnchors = .builtIn, forwarder: String? = nil,
        timeLimit: Duration = .seconds(10), concurrency: Int = 500, cacheLimit: Int? = nil,
        cacheSize: Int = 232
    ) {
        self.rootHints = rootHints
        self.trustAnchors = trustAnchors
        self.forwarder = forwarder
        self.timeLimit = timeLimit
        self.concurrency = concurrency
        self.cacheLimit = cacheLimit
        self.cacheSize = cacheSize
    }

    /// The root zone's keys as DS records: the roll from the first to the second was set for October 2026.
    package static let rootAnchors = [
        ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
        ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
    ]
}
