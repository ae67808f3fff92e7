/// One domain of a survey's list.
package struct SurveyEntry: Hashable, Codable, Sendable {
    /// Its line in the list, from 1. Results are sorted by it.
    package var line: Int
    /// In A-labels.
    package var domain: String
    /// The rank that the list has for it; `nil` where it has none.
    package var rank: Int?

    package init(line: Int, domain: String, rank: Int? = nil) {
        self.line = line
        self.domain = domain
        self.rank = rank
    }
}

/// What a list has, as one shard reads it.
package struct SurveyListCounts: Hashable, Codable, Sendable {
    /// Lines that name something, whatever it is: no comments, no blank lines, no header. The same in every shard.
    package var lines = 0
    /// Lines whose domain cannot be used. The same in every shard.
    package var unusable = 0
    /// Domains of this shard, each once.
    package var domains = 0
    /// Lines of this shard whose domain is on an earlier line.
    package var duplicates = 0
    /// Servers of this shard; `nil` in the resolve pass.
    package var servers: Int?

    package init() {}
}
