/// `snapshot.json`: when, from where, with what, and how politely was measured.
public struct Snapshot: Hashable, Codable, Sendable {
    public enum Origin: String, Codable, Sendable {
        /// We looked ourselves; there is evidence.
        case measured
        /// Taken over from a publication; there is none.
        case transcribed
    }

    /// Where a transcribed snapshot was published.
    public struct Source: Hashable, Codable, Sendable {
        public var title: String
        public var published: Day
        public var updated: Day?

        public init(title: String, published: Day, updated: Day? = nil) {
            self.title = title
            self.published = published
            self.updated = updated
        }
    }

    /// The format's number; 1.
    public var schema: Int
    public var date: Day
    public var origin: Origin
    public var source: Source?
    /// When the run began and ended; `nil` where transcribed.
    public var started: Instant?
    public var finished: Instant?
    /// Where we looked from, in a few words.
    public var vantage: String
    /// The measuring program and its version.
    public var tool: String
    public var manners: Manners?
    /// TCP connections made in all.
    public var connections: Int
    /// Ids of the providers in it, sorted.
    public var providers: [String]

    public init(
        schema: Int = 1, date: Day, origin: Origin, source: Source? = nil, started: Instant? = nil,
        finished: Instant? = nil, vantage: String, tool: String, manners: Manners? = nil, connections: Int,
        providers: [String]
    ) {
        self.schema = schema
        self.date = date
        self.origin = origin
        self.source = source
        self.started = started
        self.finished = finished
        self.vantage = vantage
        self.tool = tool
        self.manners = manners
        self.connections = connections
        self.providers = providers
    }
}

/// How politely is measured; printed with every scan.
public struct Manners: Hashable, Codable, Sendable {
    /// Connections to one address at the same time.
    public var perAddress: Int
    /// Milliseconds between the starts of two connections to one address.
    public var gap: Int
    /// Connections to one endpoint in one run.
    public var budget: Int
    /// Milliseconds to wait for a connection or an answer.
    public var timeout: Int
    /// Connections in all at the same time.
    public var jobs: Int

    public init(perAddress: Int = 2, gap: Int = 50, budget: Int = 200, timeout: Int = 10_000, jobs: Int = 50) {
        self.perAddress = perAddress
        self.gap = gap
        self.budget = budget
        self.timeout = timeout
        self.jobs = jobs
    }
}

extension Manners {
    /// Connections to one address at the same time, for a service: many mail exchangers allow one.
    public func connections(to service: Service) -> Int { service == .mx ? 1 : perAddress }
}
