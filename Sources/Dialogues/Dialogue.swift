import Model

/// What we say and hear on one layer of a connection, up to the go-ahead for TLS or up to authentication: a state
/// machine, bytes in → bytes out. It holds no socket, no timer and no clock.
///
/// What it learns depends on the bytes received, and at most on which of them came before our next word; a recorded
/// transcript has both, so it replays to the same facts.
package protocol Dialogue {
    /// What to say first; empty where the other side begins.
    mutating func begin() -> [UInt8]

    /// Takes bytes in the order in which they came, in any pieces. After the end it takes more, and learns nothing.
    mutating func receive(_ bytes: [UInt8]) -> DialogueStep

    /// What to say before hanging up, once, where the other side would understand it.
    mutating func farewell() -> [UInt8]

    /// Whether STARTTLS is offered and insisted on, out of the dialogue before TLS.
    /// - Parameters:
    ///   - host: whose refusal it is, where it is one.
    ///   - ending: how the connection ended, for what did not come.
    func startTLSOffer(host: String, ending: ProbeRecord.Ending) -> Finding<StartTLSOffer>

    /// The SASL mechanisms that are offered on this layer; not applicable where the protocol has none.
    func offeredMechanisms(host: String, ending: ProbeRecord.Ending) -> Finding<[String]>

    /// The server refused the connection for its rate or number: pause before the next one.
    var isRateLimited: Bool { get }

    /// What the dialogue says so far of whether the service can be used.
    var standing: DialogueStanding { get }
}

/// Whether a service can be used, as far as a dialogue without a log-in shows it.
package enum DialogueStanding: Hashable, Sendable {
    /// Nothing that decides it has come yet.
    case open
    /// The server answers as one does that works.
    case working
    /// The server turned us away, which says nothing about others.
    case refused(Reason)
    /// Nobody can use it as it is.
    case failing(Reason)
}

/// What to do next in a dialogue.
package enum DialogueStep: Hashable, Sendable {
    /// Nothing is decided yet: read on.
    case needMore
    /// Say this, and read on.
    case send([UInt8])
    /// The server is ready for a ClientHello. Bytes that came with the go-ahead are in none of the steps: they were
    /// sent as plaintext and must not count as TLS.
    case proceed
    /// There is nothing more to learn; say `farewell` and hang up.
    case finished
}

/// Where in a connection a dialogue stands.
package enum DialoguePhase: Hashable, Sendable {
    /// In the clear, asking for TLS where the server offers it.
    case beforeTLS
    /// In the clear, reading what is offered and no more.
    case withoutTLS
    /// Inside TLS, reading what is offered there.
    case insideTLS
}

/// How the scanner identifies itself. All of it must belong to the operator of the scan.
package struct DialogueIdentity: Hashable, Sendable {
    /// The name in EHLO (RFC 5321 §4.1.1.1).
    package var ehlo: String
    /// The domain in a server-to-server stream's `from`.
    package var xmppFrom: String
    /// What HTTP's User-Agent says (RFC 9110 §10.1.5); with an address where people read what the scan is about.
    package var userAgent: String

    package init(ehlo: String = "localhost", xmppFrom: String = "localhost", userAgent: String = "pruefstand") {
        self.ehlo = ehlo
        self.xmppFrom = xmppFrom
        self.userAgent = userAgent
    }
}

/// The dialogue that an endpoint's protocol has in a phase; `nil` where it has none there.
/// - Parameter purpose: a handshake's dialogue asks all there is to ask, one before a hello only for TLS.
package func dialogue(
    with endpoint: Endpoint, _ phase: DialoguePhase, purpose: ProbeRecord.Purpose,
    as us: DialogueIdentity = DialogueIdentity()
) -> (any Dialogue)? {
    // With implicit TLS the greeting comes inside TLS; after STARTTLS there is none.
    let greets = phase != .insideTLS || endpoint.mode == .direct
    switch endpoint.service {
    case .xmppClient, .xmppServer:
        return XMPPDialogue(
            service: endpoint.service, domain: endpoint.domain, from: us.xmppFrom, phase: phase)
    case .mx, .submission:
        return MailDialogue(
            SMTPLanguage(ehlo: us.ehlo, asksForInsistence: purpose == .handshake), service: endpoint.service,
            phase: phase, greets: greets)
    case .imap:
        return MailDialogue(
            IMAPLanguage(asksForInsistence: purpose == .handshake), service: .imap, phase: phase, greets: greets)
    case .pop3:
        return MailDialogue(POP3Language(), service: .pop3, phase: phase, greets: greets)
    case .sieve:
        // RFC 5804 §2.2: the server sends its capabilities once TLS is established.
        return MailDialogue(SieveLanguage(), service: .sieve, phase: phase, greets: true)
    case .https, .caldav, .carddav, .webdav:
        guard phase == .insideTLS else { return nil }
        let method = endpoint.service == .https ? "GET" : "OPTIONS"
        return HTTPDialogue(
            HTTPRequest(
                method: method, host: endpoint.host, port: endpoint.port, path: endpoint.path ?? "/",
                userAgent: us.userAgent),
            bodyLimit: 0)
    }
}
