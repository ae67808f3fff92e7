import Content
import Model

/// A command with public tools that shows what a cell says. Host names come from other people's DNS, so whatever goes
/// into a command is quoted for a POSIX shell.
struct CheckCommand: Hashable {
    var word: TextKey
    /// `{version}`, `{suite}` of the text.
    var values: [String: String] = [:]
    var line: String

    func about(_ texts: Localization) -> String { texts.filled(word, values) }

    /// What to type to see what a column says of a domain.
    static func commands(_ column: TableDefinition.Column, _ findings: DomainFindings) -> [CheckCommand] {
        let domain = findings.domain
        func ask(_ type: String, _ name: String) -> [CheckCommand] {
            [CheckCommand(word: .commandPolicy, line: "kdig +dnssec \(type) \(quoted(name))")]
        }
        switch column {
        case .dnssec: return [dnssec(domain: domain)]
        case .caa: return ask("CAA", domain)
        case .spf: return ask("TXT", domain)
        case .dmarc: return ask("TXT", "_dmarc.\(domain)")
        case .mtaSTS: return ask("TXT", "_mta-sts.\(domain)")
        case .tlsReporting: return ask("TXT", "_smtp._tls.\(domain)")
        case .dkim:
            return (findings.policies?.dkim ?? []).flatMap { ask("TXT", "\($0.selector)._domainkey.\(domain)") }
        case .httpsRecord: return ask("HTTPS", domain)
        case .validationPersist: return ask("TXT", "_validation-persist.\(domain)")
        case .exchangerDNS:
            return (findings.policies?.exchangerZones?.value ?? []).flatMap { zone in
                ask("NS", zone.name) + zone.servers.prefix(4).flatMap { ask("AAAA", $0) }
            }
        case .aliases: return ask("MX", domain)
        default: return []
        }
    }

    static func dnssec(domain: String) -> CheckCommand {
        CheckCommand(word: .commandDNSSEC, line: "kdig +dnssec SOA \(quoted(domain))")
    }

    static func discovery(service: Service, domain: String) -> CheckCommand {
        let names: [String] =
            switch service {
            case .xmppClient: ["SRV _xmpp-client._tcp.", "SRV _xmpps-client._tcp."]
            case .xmppServer: ["SRV _xmpp-server._tcp.", "SRV _xmpps-server._tcp."]
            case .mx: ["MX "]
            case .submission: ["SRV _submission._tcp.", "SRV _submissions._tcp."]
            case .imap: ["SRV _imap._tcp.", "SRV _imaps._tcp."]
            case .pop3: ["SRV _pop3._tcp.", "SRV _pop3s._tcp."]
            case .sieve: ["SRV _sieve._tcp."]
            case .caldav: ["SRV _caldavs._tcp."]
            case .carddav: ["SRV _carddavs._tcp."]
            case .https, .webdav: ["AAAA "]
            }
        return CheckCommand(
            word: .commandDiscovery,
            line: names.map { name in
                let parts = name.split(separator: " ", omittingEmptySubsequences: false)
                return "kdig +dnssec \(parts[0]) \(quoted("\(parts.last ?? "")\(domain)"))"
            }.joined(separator: "\n"))
    }

    /// What to type to see what a column says of the endpoints of a service: for its certificate and its TLSA records every
    /// host is asked, at one address; for all else the first shows how to ask the others.
    static func commands(
        _ column: TableDefinition.Column, _ endpoints: some Collection<EndpointFindings>
    ) -> [CheckCommand] {
        guard [.certificates, .certificate, .federation, .wildcard, .tlsa].contains(column) else {
            return endpoints.prefix(1).flatMap { commands(column, $0) }
        }
        var asked: Set<Endpoint> = []
        return endpoints.filter { found in
            var host = found.endpoint
            host.address = ""
            return asked.insert(host).inserted
        }.flatMap { commands(column, $0) }
    }

    /// What to type to see what a column says of an endpoint.
    static func commands(_ column: TableDefinition.Column, _ findings: EndpointFindings) -> [CheckCommand] {
        let endpoint = findings.endpoint
        switch column {
        // It prints issuers and dates, and whether the server asks for a certificate.
        case .certificates, .certificate, .federation, .wildcard:
            let name = isXMPP(endpoint) ? endpoint.domain : endpoint.host
            return [
                CheckCommand(
                    word: .commandCertificate,
                    line: openssl(endpoint, "-showcerts -verify_hostname \(quoted(name))"))
            ]
        case .certificateKeys:
            guard findings.certificates.value != nil else { return [] }
            return [
                CheckCommand(
                    word: .commandKey,
                    line: openssl(endpoint, "2>/dev/null") + " | openssl x509 -noout -pubkey"
                        + " | openssl pkey -pubin -outform DER | sha256sum")
            ]
        // Those that OpenSSL does not speak any more are asked for with the suites.
        case .protocols:
            let line = openssl(endpoint, "-$version -cipher ALL:@SECLEVEL=0")
            return [
                CheckCommand(
                    word: .commandVersion, line: "for version in tls1 tls1_1 tls1_2 tls1_3; do \(line); done")
            ]
        case .ciphers: return suites(findings)
        case .starttls: return dialogue(endpoint)
        case .tlsa:
            return [
                CheckCommand(
                    word: .commandTLSA,
                    line: "kdig +dnssec TLSA \(quoted("_\(endpoint.port)._tcp.\(endpoint.host)"))")
            ]
        case .postQuantum:
            return [CheckCommand(word: .commandHybrid, line: openssl(endpoint, "-tls1_3 -groups X25519MLKEM768"))]
        case .sasl, .channelBinding:
            return [CheckCommand(word: .commandInside, line: inside(endpoint))]
        case .ipv6:
            return [CheckCommand(word: .commandPolicy, line: "kdig AAAA \(quoted(endpoint.host))")]
        case .hsts:
            let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
            return [
                CheckCommand(
                    word: .commandHeader,
                    line: "curl -sk -o /dev/null -D - "
                        + quoted("https://\(host):\(endpoint.port)\(endpoint.path ?? "/")"))
            ]
        default: return []
        }
    }

    /// A dialogue inside TLS. The wait is for the answer; `openssl s_client` would end with its input.
    private static func inside(_ endpoint: Endpoint) -> String {
        let said: String =
            switch endpoint.service {
            case .xmppClient, .xmppServer: streamHeader(endpoint)
            case .imap: #"a CAPABILITY\r\n"#
            case .pop3: #"CAPA\r\n"#
            case .sieve: #"CAPABILITY\r\n"#
            default: #"EHLO pruefung.example\r\n"#
            }
        let line = openssl(endpoint, "-quiet").replacing(" </dev/null", with: "")
        return "(printf %b \(quoted(said)); sleep 3) | \(line)"
    }

    /// All suites at once, and the weakest by itself where it is one that speaks against the server.
    private static func suites(_ findings: EndpointFindings) -> [CheckCommand] {
        let offered = findings.versions.compactMap { entry in entry.finding.value.map { (entry.version, $0.suites) } }
        let all = offered.flatMap { version, suites in suites.map { (version, $0) } }
        var commands: [CheckCommand] = []
        if let (version, weakest) = all.min(by: { ($0.1.bits, $0.1.name) < ($1.1.bits, $1.1.name) }),
            weakest.bits < 128 || !weakest.forwardSecrecy
        {
            commands.append(suite(weakest, version, findings.endpoint))
        }
        commands.append(
            CheckCommand(
                word: .commandAllSuites,
                line: sslyze(
                    findings.endpoint, "--sslv2 --sslv3 --tlsv1 --tlsv1_1 --tlsv1_2 --tlsv1_3 --elliptic_curves")))
        return commands
    }

    private static func suite(_ suite: SuiteFacts, _ version: ProtocolVersion, _ endpoint: Endpoint) -> CheckCommand {
        let flags: [ProtocolVersion: String] = [.tls10: "-tls1", .tls11: "-tls1_1", .tls12: "-tls1_2"]
        let name = suite.openSSLName.isEmpty ? suite.name : suite.openSSLName
        let gone =
            ["RC4", "3DES", "DES", "IDEA", "SEED", "RC2"].contains { suite.cipher.hasPrefix($0) } || suite.export
        if version == .tls13 {
            return CheckCommand(
                word: .commandSuite, values: ["suite": name],
                line: openssl(endpoint, "-tls1_3 -ciphersuites \(quoted(name))"))
        }
        guard let flag = flags[version], !gone, !suite.openSSLName.isEmpty else {
            return CheckCommand(
                word: .commandOldSuite, values: ["suite": name],
                line: sslyze(
                    endpoint, version == .ssl2 ? "--sslv2" : "--sslv3 --tlsv1 --tlsv1_1 --tlsv1_2"))
        }
        return CheckCommand(
            word: .commandSuite, values: ["suite": name],
            line: openssl(endpoint, "\(flag) -cipher \(quoted("\(name):@SECLEVEL=0"))"))
    }

    private static func dialogue(_ endpoint: Endpoint) -> [CheckCommand] {
        guard endpoint.mode == .startTLS, isXMPP(endpoint) else { return [] }
        return [
            CheckCommand(
                word: .commandDialogue,
                line:
                    "printf %s \(quoted(streamHeader(endpoint))) | nc -w 5 \(quoted(endpoint.address)) \(endpoint.port)"
            )
        ]
    }

    private static func streamHeader(_ endpoint: Endpoint) -> String {
        let namespace = endpoint.service == .xmppServer ? "jabber:server" : "jabber:client"
        return #"<?xml version="1.0"?><stream:stream xmlns="\#(namespace)" "#
            + #"xmlns:stream="http://etherx.jabber.org/streams" to="\#(endpoint.domain)" version="1.0">"#
    }

    private static func isXMPP(_ endpoint: Endpoint) -> Bool {
        endpoint.service == .xmppClient || endpoint.service == .xmppServer
    }

    /// `openssl s_client` to the very address that was measured.
    private static func openssl(_ endpoint: Endpoint, _ arguments: String) -> String {
        let address = endpoint.address.contains(":") ? "[\(endpoint.address)]" : endpoint.address
        var line = "openssl s_client -connect \(quoted("\(address):\(endpoint.port)"))"
        let name = isXMPP(endpoint) ? endpoint.domain : endpoint.host
        line += " -servername \(quoted(name))"
        switch (endpoint.mode, endpoint.service) {
        case (.startTLS, .xmppClient): line += " -starttls xmpp -xmpphost \(quoted(name))"
        case (.startTLS, .xmppServer): line += " -starttls xmpp-server -xmpphost \(quoted(name))"
        case (.startTLS, .mx), (.startTLS, .submission): line += " -starttls smtp"
        case (.startTLS, .imap): line += " -starttls imap"
        case (.startTLS, .pop3): line += " -starttls pop3"
        case (.startTLS, .sieve): line += " -starttls sieve"
        case (.direct, .xmppClient): line += " -alpn xmpp-client"
        case (.direct, .xmppServer): line += " -alpn xmpp-server"
        default: break
        }
        return "\(line) \(arguments) </dev/null"
    }

    private static func sslyze(_ endpoint: Endpoint, _ arguments: String) -> String {
        var line = "sslyze \(arguments)"
        switch (endpoint.mode, endpoint.service) {
        case (.startTLS, .xmppClient): line += " --starttls=xmpp --xmpp_to=\(quoted(endpoint.domain))"
        case (.startTLS, .xmppServer): line += " --starttls=xmpp_server --xmpp_to=\(quoted(endpoint.domain))"
        case (.startTLS, .mx), (.startTLS, .submission): line += " --starttls=smtp"
        case (.startTLS, .imap): line += " --starttls=imap"
        case (.startTLS, .pop3): line += " --starttls=pop3"
        default: break
        }
        return "\(line) \(quoted("\(endpoint.host):\(endpoint.port)"))"
    }

    /// Fit for a POSIX shell: as it is where it is harmless, else in single quotation marks. Characters that would move
    /// a terminal's cursor become question marks.
    static func quoted(_ text: String) -> String {
        let harmless = text.utf8.allSatisfy {
            (97...122).contains($0 | 0x20) || (48...57).contains($0) || [45, 46, 58, 95].contains($0)
        }
        if harmless, !text.isEmpty, !text.hasPrefix("-") { return text }
        var quoted = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" {
                quoted += "'\\''"
            } else {
                quoted.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "?" : scalar)
            }
        }
        return quoted + "'"
    }
}
