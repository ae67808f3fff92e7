import Model

/// What a piece of advice is about. Several rules of a profile are answered by the same change.
package enum Topic: String, Codable, CaseIterable, Sendable {
    /// TLS at all.
    case encryption
    case protocols, suites
    /// Finite-field groups of TLS 1.3.
    case groups
    /// Post-quantum key exchange.
    case hybridGroups = "hybrid-groups"
    case compression
    /// Clients must use STARTTLS.
    case startTLS = "starttls"
    case certificate
    /// TLSA records.
    case dane
    case dnssec, caa, spf, dmarc
    case mtaSTS = "mta-sts"
    case tlsReporting = "tls-rpt"

    /// The rules of `pruefstand-2026-12` and of its forerunners that it answers.
    package var rules: [String] {
        switch self {
        case .encryption: ["no-encryption"]
        case .protocols:
            ["ssl2", "ssl3", "ssl3-best", "no-tls12-or-later", "no-tls12", "tls10", "tls11", "no-tls13"]
        case .suites:
            [
                "broken-suite", "dh-below-2048", "rc4", "triple-des", "static-key", "no-forward-secrecy", "dhe", "cbc",
                "beside-ecdhe-aead",
            ]
        case .groups: ["ffdhe"]
        case .hybridGroups: ["no-hybrid-group"]
        case .compression: ["compression"]
        case .startTLS: ["starttls-optional"]
        case .certificate:
            [
                "rsa-below-1024", "rsa-below-2048", "rsa-below-3072-alone", "md5-signature", "sha1-signature",
                "name-mismatch", "untrusted-certificate", "unauthenticated",
            ]
        case .dane: ["no-dane", "breaks-dane"]
        case .dnssec, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting: []
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
