/// One page fetched over HTTPS: one connection, one request. A redirect is not followed in it; where it is followed,
/// the next page has a record of its own.
package struct FetchRecord: Hashable, Codable, Sendable {
    package var id: Int
    package var at: Instant
    /// An https address.
    package var url: String
    /// The ids of the look-ups of the host's addresses.
    package var lookups: [Int]
    /// The address that was connected to; empty where none was.
    package var address: String
    /// Milliseconds from the start of the connection to its end.
    package var milliseconds: Int
    /// Bytes in the order in which they passed; what is inside TLS is decrypted.
    package var transcript: [Passage]
    package var ending: ProbeRecord.Ending
    /// For a finished handshake: what the library reported.
    package var session: SessionRecord?
    /// SHA-256 digests of the certificates of the trust store that verifying the chain needs.
    package var anchors: [String]

    package init(
        id: Int, at: Instant, url: String, lookups: [Int], address: String, milliseconds: Int, transcript: [Passage],
        ending: ProbeRecord.Ending, session: SessionRecord? = nil, anchors: [String] = []
    ) {
        self.id = id
        self.at = at
        self.url = url
        self.lookups = lookups
        self.address = address
        self.milliseconds = milliseconds
        self.transcript = transcript
        self.ending = ending
        self.session = session
        self.anchors = anchors
    }
}
