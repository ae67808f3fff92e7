/// What a mail protocol's dialogue told besides STARTTLS and SASL. All texts are the server's, bounded.
package struct DialogueFindings: Hashable, Codable, Sendable {
    /// The server's first words.
    package var greeting: Finding<String>
    /// What the server said that it can, in the clear; not applicable where TLS begins at once.
    package var beforeTLS: Finding<[String]>
    /// The same inside TLS.
    package var insideTLS: Finding<[String]>
    /// Measured: how many bytes came in the clear along with the go-ahead for TLS, where honest servers send none. They
    /// were thrown away; a client that keeps them takes an attacker's words for the server's (CVE-2011-0411).
    package var bytesBehindGoAhead: Finding<Int>

    package init(
        greeting: Finding<String>, beforeTLS: Finding<[String]>, insideTLS: Finding<[String]>,
        bytesBehindGoAhead: Finding<Int>
    ) {
        self.greeting = greeting
        self.beforeTLS = beforeTLS
        self.insideTLS = insideTLS
        self.bytesBehindGoAhead = bytesBehindGoAhead
    }
}

/// What the stream features of an XMPP server told besides STARTTLS and SASL, before TLS and inside it.
package struct XMPPFindings: Hashable, Codable, Sendable {
    /// Not applicable where TLS begins at once.
    package var beforeTLS: Finding<XMPPFeatureFacts>
    package var insideTLS: Finding<XMPPFeatureFacts>

    package init(beforeTLS: Finding<XMPPFeatureFacts>, insideTLS: Finding<XMPPFeatureFacts>) {
        self.beforeTLS = beforeTLS
        self.insideTLS = insideTLS
    }
}

/// The features of one XMPP stream. All texts are the server's, bounded; what is missing was not announced.
package struct XMPPFeatureFacts: Hashable, Codable, Sendable {
    /// Channel binding types (XEP-0440), such as `tls-exporter`.
    package var channelBindings: [String]
    /// Mechanisms of SASL2 (XEP-0388).
    package var sasl2Mechanisms: [String]
    /// The feature of Server Dialback is announced (XEP-0220 §2.3).
    package var dialback: Bool
    /// The stream header has dialback's namespace, as that of servers has that know it (XEP-0220 §2.1).
    package var dialbackNamespace: Bool
    /// The authentication from before SASL is announced (XEP-0078).
    package var legacyAuthentication: Bool

    package init(
        channelBindings: [String], sasl2Mechanisms: [String], dialback: Bool, dialbackNamespace: Bool,
        legacyAuthentication: Bool
    ) {
        self.channelBindings = channelBindings
        self.sasl2Mechanisms = sasl2Mechanisms
        self.dialback = dialback
        self.dialbackNamespace = dialbackNamespace
        self.legacyAuthentication = legacyAuthentication
    }
}

/// What a web server's first response told.
package struct WebFindings: Hashable, Codable, Sendable {
    /// The status code (RFC 9110 §15).
    package var status: Finding<Int>
    /// `notOffered`: the response has no such field, or one that browsers pass over.
    package var hsts: Finding<HSTSFacts>
    /// Compliance classes of WebDAV (RFC 4918 §18); `calendar-access` is CalDAV, `addressbook` CardDAV.
    package var davClasses: Finding<[String]>
    /// Authentication schemes that were asked for (RFC 9110 §11.6.1).
    package var authentication: Finding<[String]>
    /// What the server calls itself in the field Server (RFC 9110 §10.2.4), bounded; `nil` in snapshots from before this
    /// was kept.
    package var serverField: Finding<String>?

    package init(
        status: Finding<Int>, hsts: Finding<HSTSFacts>, davClasses: Finding<[String]>,
        authentication: Finding<[String]>, serverField: Finding<String>? = nil
    ) {
        self.status = status
        self.hsts = hsts
        self.davClasses = davClasses
        self.authentication = authentication
        self.serverField = serverField
    }
}

/// A Strict-Transport-Security field (RFC 6797 §6.1).
package struct HSTSFacts: Hashable, Codable, Sendable {
    /// Seconds.
    package var maxAge: Int
    package var includesSubdomains: Bool
    package var preload: Bool

    package init(maxAge: Int, includesSubdomains: Bool, preload: Bool) {
        self.maxAge = maxAge
        self.includesSubdomains = includesSubdomains
        self.preload = preload
    }
}
