import Model

/// Where lines are to be written.
struct Site: Hashable, Sendable {
    /// A service, if it matters which one.
    var services: [Service]
    /// The first host that shows the fault, for the names of files.
    var host: String
    /// The domain that the service is for.
    var domain: String

    /// Where Debian's packages keep certificates and keys.
    var certificateFile: String { "/etc/ssl/certs/\(host).pem" }
    var keyFile: String { "/etc/ssl/private/\(host).key" }
}

extension Software {
    /// What to write for a topic; empty where this software has no setting for it.
    func snippets(for topic: Topic, at site: Site) -> [Snippet] {
        let parts: [(place: String, lines: [String])] =
            switch self {
            case .postfix: Self.postfix(topic, site)
            case .exim: Self.exim(topic, site)
            case .dovecot: Self.dovecot(topic, site)
            case .cyrus: Self.cyrus(topic, site)
            case .prosody: Self.prosody(topic, site)
            case .ejabberd: Self.ejabberd(topic, site)
            case .nginx: Self.nginx(topic)
            case .apache: Self.apache(topic)
            case .bind, .dns, .policyFile, .openSSL: []
            }
        return parts.map { Snippet(software: self, place: $0.place, lines: $0.lines) }
    }

    typealias Parts = [(place: String, lines: [String])]

    /// The suites of TLS 1.2 with ephemeral keys on curves and authenticated encryption, as OpenSSL names them.
    static let suites = "ECDHE+AESGCM:ECDHE+CHACHA20"
}
