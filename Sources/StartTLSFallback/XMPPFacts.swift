import Findings

/// What one XMPP dialogue showed, before or inside TLS. All texts are the other side's, bounded.
public struct XMPPFacts: Hashable, Sendable {
    /// The other side answered with a stream header.
    public var streamOpened = false
    /// It gave a version of at least 1.0, so that features must follow (RFC 6120 §4.7.5).
    public var announcesFeatures = false
    /// Qualified names of the features, `namespace local`, in order; `nil` until they came.
    public var features: [String]?
    public var startTLSOffered = false
    /// `<required/>` stands in the offer.
    public var startTLSRequired = false
    /// SASL mechanisms in the order offered (RFC 6120 §6.4.1, XEP-0388).
    public var mechanisms: [String] = []
    /// Channel bindings (XEP-0440).
    public var channelBindings: [String] = []
    /// Server dialback is offered (XEP-0220).
    public var dialback = false
    /// The condition of a stream error (RFC 6120 §4.9.3), and its text.
    public var streamError: String?
    public var streamErrorText = ""
    /// The other side answered `<starttls/>` with `<failure/>` (RFC 6120 §5.4.2.2).
    public var startTLSFailed = false
    /// The other side gave the go-ahead.
    public var proceeded = false
    /// Bytes that came along with the go-ahead; they were sent in the clear and must not count as part of TLS.
    public var bytesAfterProceed = 0
    /// The stream broke XML's or our bounds.
    public var fault: Reason?

    public init() {}
}
