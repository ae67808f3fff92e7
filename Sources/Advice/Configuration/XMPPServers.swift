import Model

extension Software {
    /// Prosody 0.12, prosody.im/doc/advanced_ssl_config.
    static func prosody(_ topic: Topic, _ site: Site) -> Parts {
        let file = "/etc/prosody/prosody.cfg.lua"
        switch topic {
        case .protocols, .suites, .groups:
            return [
                (
                    file,
                    [
                        "ssl = {", "  protocol = \"tlsv1_2+\";", "  ciphers = \"\(suites)\";",
                        "  curveslist = { \"X25519\", \"P-256\", \"P-384\" };", "}",
                    ]
                )
            ]
        case .encryption:
            return [
                ("\(file), modules_enabled", ["\"tls\";"]),
                (
                    "\(file), VirtualHost \"\(site.domain)\"",
                    [
                        "ssl = {", "  certificate = \"\(site.certificateFile)\";", "  key = \"\(site.keyFile)\";", "}",
                    ]
                ),
            ]
        case .startTLS:
            let settings: [(service: Service, name: String)] = [
                (.xmppClient, "c2s_require_encryption"), (.xmppServer, "s2s_require_encryption"),
            ]
            return [(file, settings.filter { site.services.contains($0.service) }.map { "\($0.name) = true" })]
        default: return []
        }
    }

    /// ejabberd 23.01, docs.ejabberd.im/admin/configuration/toplevel.
    static func ejabberd(_ topic: Topic, _ site: Site) -> Parts {
        let file = "/etc/ejabberd/ejabberd.yml"
        switch topic {
        case .protocols:
            let options = ["no_sslv3", "no_tlsv1", "no_tlsv1_1", "cipher_server_preference"].map { "  - \($0)" }
            return [(file, ["c2s_protocol_options:"] + options + ["s2s_protocol_options:"] + options)]
        case .suites:
            // With these suites small parameters for DHE break every handshake, and none are needed.
            return [
                (
                    file,
                    [
                        "# remove c2s_dhfile", "# remove s2s_dhfile", "c2s_ciphers: \"\(suites)\"",
                        "s2s_ciphers: \"\(suites)\"",
                    ]
                )
            ]
        case .encryption, .startTLS:
            var parts: Parts = []
            if topic == .encryption {
                parts.append((file, ["certfiles:", "  - \(site.certificateFile)", "  - \(site.keyFile)"]))
            }
            if site.services.contains(.xmppServer) { parts.append((file, ["s2s_use_starttls: required"])) }
            if site.services.contains(.xmppClient) {
                parts.append(("\(file), listen, ejabberd_c2s", ["starttls: true", "starttls_required: true"]))
            }
            return parts
        default: return []
        }
    }
}
