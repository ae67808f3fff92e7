import Model

/// What a piece of advice is about. Several rules of a profile are answered by the same change.
package enum Topic: String, Codable, CaseIterable, Sendable {
    /// TLS at all.
    case encryption
    case protocols, suites
    /// TLS 1.2 beside TLS 1.3, for profiles that count it.
    case oldTLS = "tls12"
    /// Finite-field groups of TLS 1.3.
    case groups
    /// Post-quantum key exchange.
    case hybridGroups = "hybrid-groups"
    case compression
    case masterSecret = "extended-master-secret"
    /// Clients must use STARTTLS.
    case startTLS = "starttls"
    case certificate
    /// How long certificates live, and when they are renewed.
    case lifetime
    /// TLSA records.
    case dane
    /// How clients log in.
    case sasl
    /// What other XMPP servers need.
    case federation
    case directTLS = "direct-tls"
    case ipv6, hsts
    case dnssec, caa, spf, dkim, dmarc
    case mtaSTS = "mta-sts"
    case tlsReporting = "tls-rpt"
    case httpsRecord = "https-record"
    /// The zones that the mail exchangers are in.
    case exchangerDNS = "mx-dns"

    /// The rules that it answers, of every profile.
    package var rules: [String] {
        switch self {
        case .encryption: ["no-encryption"]
        case .protocols:
            ["ssl2", "ssl3", "ssl3-best", "no-tls12-or-later", "no-tls12", "tls10", "tls11", "no-tls13"]
        case .suites:
            [
                "broken-suite", "dh-below-2048", "dh-below-3000", "dh", "dh-other", "rc4", "rc4-offered", "triple-des",
                "short-block-modern", "static-key", "no-forward-secrecy", "no-aead", "dhe", "cbc", "beside-ecdhe-aead",
                "suite-unlisted", "suite-insufficient", "suite-below-sufficient", "suite-outside-old",
                "suite-outside-intermediate",
            ]
        case .oldTLS: ["tls12", "suite-below-good", "suite-outside-modern"]
        case .groups: ["ffdhe", "ffdhe2048", "group-below-good", "group-insufficient"]
        case .hybridGroups: ["no-hybrid-group"]
        case .compression: ["compression"]
        case .masterSecret: ["no-extended-master-secret"]
        case .startTLS: ["starttls-optional"]
        case .certificate:
            [
                "rsa-below-1024", "rsa-below-2048", "rsa-below-3000", "rsa-below-3072", "rsa-below-3072-alone",
                "rsa-key", "key-unlisted", "md5-signature", "sha1-signature", "sha224-signature", "sha2-signature",
                "pkcs1-signature", "name-mismatch", "untrusted-certificate", "unauthenticated",
            ]
        case .lifetime: ["lives-over-366-days", "lives-over-90-days"]
        case .dane: ["no-dane", "no-dane-for-mail", "breaks-dane"]
        case .sasl, .federation, .directTLS, .ipv6, .hsts, .dnssec, .caa, .spf, .dkim, .dmarc, .mtaSTS, .tlsReporting,
            .httpsRecord, .exchangerDNS:
            []
        }
    }

    /// The columns of tables that it answers where they are below the best.
    package var columns: [String] {
        switch self {
        case .encryption, .compression, .masterSecret, .groups, .oldTLS: []
        case .protocols: ["protocols"]
        case .suites: ["ciphers"]
        case .hybridGroups: ["post-quantum"]
        case .startTLS: ["starttls"]
        case .certificate: ["certificates"]
        case .lifetime: ["certificate"]
        case .dane: ["tlsa", "dane", "dane-protocols"]
        case .sasl: ["sasl", "channel-binding"]
        case .federation, .directTLS, .ipv6, .hsts, .dnssec, .caa, .spf, .dkim, .dmarc, .mtaSTS, .tlsReporting,
            .httpsRecord, .exchangerDNS:
            [rawValue]
        }
    }

    /// The topic that answers a rule.
    ///
    /// Mail exchangers are authenticated by DANE alone (RFC 7672 §1.3), so a new certificate would not help them.
    package static func answering(_ rule: String, of service: Service) -> Topic? {
        if service == .mx, rule == "unauthenticated" { return .dane }
        return allCases.first { $0.rules.contains(rule) }
    }
}
