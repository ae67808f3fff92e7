/// `snapshot.json`: when, from where, with what, and how politely was measured.
package struct SnapshotManifest: Hashable, Codable, Sendable {
    package enum Origin: String, Codable, Sendable {
        /// We looked ourselves; there is evidence.
        case measured
        /// Taken over from a publication; there is none.
        case transcribed
    }

    /// Where a transcribed snapshot was published.
    package struct Source: Hashable, Codable, Sendable {
        package var title: String
        package var published: Day
        package var updated: Day?

        package init(title: String, published: Day, updated: Day? = nil) {
            self.title = title
            self.published = published
            self.updated = updated
        }
    }

    /// The format that this program writes; it reads all from 1 on. `docs/adr/0005-evidence-format.md` says when there
    /// has to be another, and `docs/adr/0016-findings-that-hold-still.md` what the second changed.
    package static let format = 2

    /// The format's number.
    package var schema: Int
    package var date: Day
    package var origin: Origin
    package var source: Source?
    /// When the run began and ended; `nil` where transcribed.
    package var started: Instant?
    package var finished: Instant?
    /// Where we looked from, in a few words.
    package var vantage: String
    /// The measuring program and its version.
    package var tool: String
    package var manners: Manners?
    /// The most that each part of the run might take; `nil` where transcribed, and from before there were any.
    package var limits: ScanLimits?
    /// TCP connections made in all.
    package var connections: Int
    /// Ids of the providers in it, sorted.
    package var providers: [String]
    /// Every other file of the snapshot (`ID.json`, `evidence/ID.ndjson.gz`, `evidence/ID.proofs.json.gz`) → SHA-256 of
    /// its bytes, hexadecimal; `nil` in snapshots from before there were digests.
    package var files: [String: String]?
    /// Providers whose findings are those of an earlier snapshot and were therefore not written again → the file
    /// `ID.json` that has them. It is always that snapshot's own: references do not lead to references.
    package var findings: [String: FileReference]?
    /// Providers whose findings equal those of an earlier snapshot and whose evidence was therefore not kept again → the
    /// evidence that stands for it, `evidence/ID.ndjson.gz`.
    package var unchanged: [String: FileReference]?
    /// Fingerprint of the key that signs `snapshot.json`, as ssh-keygen(1) prints it (`SHA256:…`); `nil` where none does.
    package var signer: String?
    /// SHA-256, hexadecimal, of `snapshot.json` with an empty string in the place of this one; `nil` like `files`.
    package var digest: String?

    /// A provider's file in an earlier snapshot.
    package struct FileReference: Hashable, Codable, Sendable {
        package var snapshot: Day
        /// SHA-256 of the file, hexadecimal.
        package var sha256: String

        package init(snapshot: Day, sha256: String) {
            self.snapshot = snapshot
            self.sha256 = sha256
        }
    }

    /// Where the findings of a provider are: here, or in the snapshot that has them.
    package func holder(ofFindings id: String) -> Day { findings?[id]?.snapshot ?? date }

    package init(
        schema: Int = SnapshotManifest.format, date: Day, origin: Origin, source: Source? = nil,
        started: Instant? = nil, finished: Instant? = nil, vantage: String, tool: String, manners: Manners? = nil,
        limits: ScanLimits? = nil, connections: Int, providers: [String]
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
        self.limits = limits
        self.connections = connections
        self.providers = providers
    }
}
