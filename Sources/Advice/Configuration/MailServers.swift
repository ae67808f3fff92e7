import Model

extension Software {
    /// Postfix 3.7, postconf(5).
    static func postfix(_ topic: Topic, _ site: Site) -> Parts {
        let main = "/etc/postfix/main.cf"
        switch topic {
        case .encryption:
            return [
                (
                    main,
                    [
                        "smtpd_tls_security_level = may",
                        "smtpd_tls_chain_files = \(site.keyFile), \(site.certificateFile)",
                    ]
                )
            ]
        case .protocols:
            return [
                (main, ["smtpd_tls_protocols = >=TLSv1.2", "smtpd_tls_mandatory_protocols = >=TLSv1.2"])
            ]
        case .suites:
            // Not tls_high_cipherlist, which binds Postfix as a client, too.
            return [(main, ["smtpd_tls_exclude_ciphers = aNULL, kRSA, kDHE, kPSK, SHA1, SHA256, SHA384"])]
        case .groups: return [(main, ["tls_eecdh_auto_curves = X25519 prime256v1 secp384r1"])]
        case .startTLS:
            guard site.services.contains(.submission) else { return [] }
            return [("", ["postconf -P submission/inet/smtpd_tls_security_level=encrypt"])]
        default: return []
        }
    }

    /// Exim 4.96 with GnuTLS, as Debian builds it; the priority string (gnutls_priority_init(3)) has all of TLS in it.
    static func exim(_ topic: Topic, _ site: Site) -> Parts {
        let main = "/etc/exim4/exim4.conf.template, main"
        switch topic {
        case .encryption:
            return [
                (
                    main,
                    [
                        "tls_advertise_hosts = *", "tls_certificate = \(site.certificateFile)",
                        "tls_privatekey = \(site.keyFile)",
                    ]
                )
            ]
        case .protocols, .suites, .groups:
            return [
                (
                    main,
                    [
                        "tls_require_ciphers = SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
                            + ":-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"
                            + ":-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM"
                            + ":-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1"
                    ]
                )
            ]
        case .startTLS: return [(main, ["auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}"])]
        default: return []
        }
    }

    /// Dovecot 2.3, doc.dovecot.org, "SSL configuration".
    static func dovecot(_ topic: Topic, _ site: Site) -> Parts {
        let file = "/etc/dovecot/conf.d/10-ssl.conf"
        switch topic {
        case .encryption:
            return [
                (file, ["ssl = required", "ssl_cert = <\(site.certificateFile)", "ssl_key = <\(site.keyFile)"])
            ]
        case .protocols: return [(file, ["ssl_min_protocol = TLSv1.2"])]
        case .suites:
            // With these suites small parameters for DHE break every handshake, and none are needed.
            return [(file, ["ssl_cipher_list = \(suites)", "ssl_dh ="])]
        case .groups: return [(file, ["ssl_curve_list = X25519:P-256:P-384"])]
        case .startTLS:
            // POP3 announces USER before TLS by the second setting alone.
            return [
                (file, ["ssl = required"]), ("/etc/dovecot/conf.d/10-auth.conf", ["disable_plaintext_auth = yes"]),
            ]
        default: return []
        }
    }
    /// Cyrus IMAP 3.6, imapd.conf(5). It has one curve for key exchange, and no groups of finite fields.
    static func cyrus(_ topic: Topic, _ site: Site) -> Parts {
        let file = "/etc/imapd.conf"
        switch topic {
        case .encryption:
            return [(file, ["tls_server_cert: \(site.certificateFile)", "tls_server_key: \(site.keyFile)"])]
        case .protocols: return [(file, ["tls_versions: tls1_2 tls1_3"])]
        case .suites: return [(file, ["tls_ciphers: \(suites)"])]
        case .startTLS:
            // APOP of POP3, which the greeting offers, is none of plaintext to Cyrus.
            return [(file, ["allowplaintext: no", "allowapop: no"])]
        default: return []
        }
    }
}
