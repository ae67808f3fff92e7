import Model

/// What to change on servers or in the DNS, as data: the sentences for it are in the texts files.
package struct Advice: Hashable, Sendable {
    package var topic: Topic
    /// What it answers: rules of a profile (`tls10`), or columns about a domain (`caa`); the worst first.
    package var rules: [String]
    /// The best grade that is possible with what it answers; empty where that lowers no grade.
    package var grade: String
    /// In the order of ``Service``; empty where it is about the domain.
    package var services: [Service]
    /// What to write where; empty where no software can be configured for it.
    package var snippets: [Snippet]
}

/// Lines for one file of one piece of software, or for one zone.
package struct Snippet: Hashable, Sendable {
    package var software: Software
    /// The file or the section to write into, as the software's documentation names it; empty for commands and records.
    package var place: String
    /// Ready to be copied. Names in them are names of hosts and nothing else: what else stands in the DNS is left out.
    package var lines: [String]

    /// What stands above the lines: `Postfix, /etc/postfix/main.cf`.
    package var title: String { place.isEmpty ? software.name : "\(software.name), \(place)" }
}

/// What can be configured, in the versions of Debian 12.
package enum Software: String, Codable, CaseIterable, Sendable {
    case postfix, exim, dovecot, cyrus, prosody, ejabberd, nginx, apache
    /// A name server that signs zones.
    case bind
    /// Records of a zone.
    case dns
    /// The policy file of MTA-STS on a web server.
    case policyFile = "policy-file"
    /// Commands for a certificate, for whatever server uses it.
    case openSSL = "openssl"

    /// The name as its project writes it.
    package var name: String {
        switch self {
        case .postfix: "Postfix"
        case .exim: "Exim"
        case .dovecot: "Dovecot"
        case .cyrus: "Cyrus IMAP"
        case .prosody: "Prosody"
        case .ejabberd: "ejabberd"
        case .nginx: "nginx"
        case .apache: "Apache"
        case .bind: "BIND"
        case .dns: "DNS"
        case .policyFile: "MTA-STS"
        case .openSSL: "OpenSSL"
        }
    }

    /// Those that can serve a service, where it is unknown which one does.
    package static func serving(_ service: Service) -> [Software] {
        switch service {
        case .mx, .submission: [.postfix, .exim]
        case .imap, .pop3, .sieve: [.dovecot, .cyrus]
        case .xmppClient, .xmppServer: [.prosody, .ejabberd]
        case .https, .caldav, .carddav, .webdav: [.nginx, .apache]
        }
    }
}
