import Model

/// What one XMPP stream told until it ended: facts, no judgement. The texts in it are the server's: they are bounded by
/// `textLimit` and are otherwise as they came.
package struct XMPPFacts: Hashable, Sendable {
    /// Characters kept of any text of the server's.
    package static let textLimit = 200
    /// Entries kept of any list of the server's.
    package static let listLimit = 64

    /// The server's stream header came.
    package var streamOpened = false
    /// Attributes of the server's stream header (RFC 6120 §4.7); `nil` where it has none.
    package var from: String?
    package var version: String?
    /// The header has an `id` (RFC 6120 §4.7.3).
    package var hasID = false
    /// The header declares `jabber:server:dialback`, as servers do that know Server Dialback (XEP-0220 §2.1).
    package var dialbackNamespace = false

    /// The features in their order, as `namespace name`, the first `listLimit`; `nil` until `<stream:features/>` came whole.
    package var features: [String]?
    /// How many features there really are.
    package var featureCount = 0
    package var startTLSOffered = false
    /// `<required/>` stands in the offer (RFC 6120 §5.3.1).
    package var startTLSRequired = false
    /// SASL mechanisms in the server's order (RFC 6120 §6.4.1), then those that only SASL2 has.
    package var mechanisms: [String] = []
    /// Mechanisms of SASL2 (XEP-0388) in the server's order.
    package var sasl2Mechanisms: [String] = []
    /// Channel binding types (XEP-0440), such as `tls-exporter`.
    package var channelBindings: [String] = []
    /// The features have `urn:xmpp:features:dialback` (XEP-0220 §2.3).
    package var dialback = false
    /// The features have the authentication from before SASL (XEP-0078).
    package var legacyAuthentication = false

    /// The server answered `<starttls/>` with `<proceed/>`.
    package var proceeded = false
    /// Plaintext bytes after `<proceed/>`. A TLS server never sends first, so they may have been injected; they are
    /// counted and not interpreted.
    package var bytesAfterProceed = 0
    /// The server answered `<starttls/>` with `<failure/>` (RFC 6120 §5.4.2.2).
    package var startTLSFailed = false
    /// The condition of a stream error (RFC 6120 §4.9.3); empty where the server named none, as before XMPP 1.0.
    package var streamError: String?
    /// What the server says of the error in its own words.
    package var streamErrorText = ""
    /// Where a `see-other-host` error points.
    package var otherHost = ""
    /// The server closed the stream with `</stream:stream>`.
    package var streamClosed = false
    /// What came broke XML's rules or XMPP's (`malformed`), or our bounds (`tooLarge`).
    package var fault: Reason?

    /// Facts of a stream of which nothing came yet.
    package init() {}

    /// The server speaks XMPP 1.0 or later, so features must follow; an older one has none (RFC 6120 §4.7.5).
    package var announcesFeatures: Bool {
        guard let major = version?.prefix(while: { $0 != "." }), let number = Int(major) else { return false }
        return number >= 1
    }
}
