import Findings

/// What one XMPP stream told until it ended: facts, no judgement. The texts in it are the server's: they are bounded by
/// `textLimit` and are otherwise as they came.
public struct XMPPFacts: Hashable, Sendable {
    /// Characters kept of any text of the server's.
    public static let textLimit = 200
    /// Entries kept of any list of the server's.
    public static let listLimit = 64

    /// The server's stream header came.
    public var streamOpened = false
    /// Attributes of the server's stream header (RFC 6120 §4.7); `nil` where it has none.
    public var from: String?
    public var version: String?
    /// The header has an `id` (RFC 6120 §4.7.3).
    public var hasID = false
    /// The header declares `jabber:server:dialback`, as servers do that know Server Dialback (XEP-0220 §2.1).
    public var dialbackNamespace = false

    /// The features in their order, as `namespace name`, the first `listLimit`; `nil` until `<stream:features/>` came whole.
    public var features: [String]?
    /// How many features there really are.
    public var featureCount = 0
    public var startTLSOffered = false
    /// `<required/>` stands in the offer (RFC 6120 §5.3.1).
    public var startTLSRequired = false
    /// SASL mechanisms in the server's order (RFC 6120 §6.4.1), then those that only SASL2 has.
    public var mechanisms: [String] = []
    /// Mechanisms of SASL2 (XEP-0388) in the server's order.
    public var sasl2Mechanisms: [String] = []
    /// Channel binding types (XEP-0440), such as `tls-exporter`.
    public var channelBindings: [String] = []
    /// The features have `urn:xmpp:features:dialback` (XEP-0220 §2.3).
    public var dialback = false
    /// The features have the authentication from before SASL (XEP-0078).
    public var legacyAuthentication = false

    /// The server answered `<starttls/>` with `<proceed/>`.
    public var proceeded = false
    /// Bytes that came after `<proceed/>` in the clear. A TLS server never speaks first, so somebody may have slipped
    /// them in; nobody looks at them.
    public var bytesAfterProceed = 0
    /// The server answered `<starttls/>` with `<failure/>` (RFC 6120 §5.4.2.2).
    public var startTLSFailed = false
    /// The condition of a stream error (RFC 6120 §4.9.3); empty where the server named none, as before XMPP 1.0.
    public var streamError: String?
    /// What the server says of the error in its own words.
    public var streamErrorText = ""
    /// Where a `see-other-host` error points.
    public var otherHost = ""
    /// The server closed the stream with `</stream:stream>`.
    public var streamClosed = false
    /// What came broke XML's rules or XMPP's (`malformed`), or our bounds (`tooLarge`).
    public var fault: Reason?

    /// Facts of a stream of which nothing came yet.
    public init() {}

    /// The server speaks XMPP 1.0 or later, so features must follow; an older one has none (RFC 6120 §4.7.5).
    public var announcesFeatures: Bool {
        guard let major = version?.prefix(while: { $0 != "." }), let number = Int(major) else { return false }
        return number >= 1
    }
}
