import Model

/// What one layer of an SMTP, IMAP, POP3 or ManageSieve connection told until it ended: facts, no judgement. The texts
/// in it are the server's: they are bounded by `textLimit` and are otherwise as they came.
package struct MailFacts: Hashable, Sendable {
    /// Characters kept of any text of the server's.
    package static let textLimit = 200
    /// Entries kept of any list of the server's.
    package static let listLimit = 64

    /// The server's first words, one line of them.
    package var greeting: String?
    /// What the server says that it can, each as it says it (`AUTH PLAIN LOGIN`, `LOGINDISABLED`), the first
    /// `listLimit`; `nil` until the list came whole.
    package var capabilities: [String]?
    /// STARTTLS or STLS is among them, or was taken without being announced.
    package var startTLSOffered = false
    /// SASL mechanisms in the server's order.
    package var mechanisms: [String] = []
    /// There is a way in beside SASL: IMAP's LOGIN (no LOGINDISABLED), POP3's USER or APOP, a connection that is
    /// authenticated already.
    package var otherLogin = false
    /// The server would hear nothing but STARTTLS (SMTP's 530, RFC 3207 §4).
    package var insists = false
    /// The server said goodbye (IMAP's BYE) instead of answering the question whether it requires STARTTLS.
    package var endedByQuestion = false
    /// What shows that somebody in between overwrites the server's answers (a firewall that inspects SMTP): an extension
    /// of X alone where no STARTTLS is, or a greeting of asterisks before an EHLO that is not understood. What is
    /// missing then may be there.
    package var overwritten: String?
    /// EHLO was not understood and HELO was: a server from before RFC 1869 (historical).
    package var withoutExtensions = false

    /// The server said to go ahead with TLS.
    package var proceeded = false
    /// Plaintext bytes after the STARTTLS response. A TLS server never sends first, so they may have been injected;
    /// they are counted and not interpreted.
    package var bytesAfterProceed = 0
    /// Bytes that came before the question that they seem to answer was sent.
    package var earlyBytes = 0
    /// The server offers STARTTLS, and declined it when asked.
    package var declined: Reason?
    /// A server without a list of capabilities did not know STARTTLS.
    package var startTLSUnknown = false
    /// The server turned us away: 421, 554, `* BYE`, `-ERR` for a greeting.
    package var refusal: Reason?
    /// What came broke the protocol's rules (`malformed`), or our bounds (`tooLarge`).
    package var fault: Reason?

    /// Facts of a connection on which nothing came yet.
    package init() {}
}

extension MailFacts {
    mutating func note(capabilities list: [String]) {
        capabilities = list.prefix(Self.listLimit).map { String($0.prefix(Self.textLimit)) }
    }

    /// Adds mechanisms that are not there yet, upper case, as RFC 4422 §3.1 has them.
    mutating func add(mechanisms names: some Sequence<some StringProtocol>) {
        for name in names {
            let name = String(name.prefix(Self.textLimit)).uppercased()
            if !name.isEmpty, mechanisms.count < Self.listLimit, !mechanisms.contains(name) { mechanisms.append(name) }
        }
    }
}

/// A line as text: outside data, cut to the limit of a fact.
func bounded(_ line: some Sequence<UInt8>) -> String {
    String(String(decoding: Array(line), as: UTF8.self).prefix(MailFacts.textLimit))
}

/// A reason with a server's words, without those that are others on the next connection.
func reason(_ code: Reason.Code, inWordsOf server: String) -> Reason { Reason(code, withoutVolatileWords(server)) }

/// Why a server turned us away, in its own words. "Too many connections" and greylisting are told apart from the rest,
/// because they pass.
func refusal(_ words: String) -> Reason {
    let lower = words.lowercased()
    if ["greylist", "graylist", "grey list", "gray list"].contains(where: lower.contains) {
        return reason(.greylisted, inWordsOf: words)
    }
    if ["too many", "rate limit", "too fast", "throttl", "concurrent", "connection limit", "maximum number"].contains(
        where: lower.contains)
    {
        return reason(.rateLimited, inWordsOf: words)
    }
    return reason(.turnedAway, inWordsOf: words)
}
