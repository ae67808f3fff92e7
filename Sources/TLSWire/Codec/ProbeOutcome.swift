import Model

/// What became of one hello. Three states, and none of them stands for another: what was not answered is unknown.
package enum ProbeOutcome: Hashable, Sendable {
    /// The server answered with a ServerHello.
    case accepted(ServerHelloFacts)
    /// The server answered, and not with a ServerHello.
    case refused(Refusal)
    /// No answer, or none that can be read.
    case unknown(Reason)
}

/// An answer other than a ServerHello.
package enum Refusal: Hashable, Sendable {
    /// A TLS alert.
    case alert(Alert)
    /// SSLv2's ERROR message with its number.
    case ssl2Error(UInt16)
    /// Bytes that are no TLS; the first of them, at most 60.
    case notTLS(Bytes)
}
