import Model

extension Software {
    /// nginx 1.22, ngx_http_ssl_module.
    static func nginx(_ topic: Topic) -> Parts {
        let place = "/etc/nginx/nginx.conf, http"
        switch topic {
        case .protocols: return [(place, ["ssl_protocols TLSv1.2 TLSv1.3;"])]
        case .suites:
            // With these suites nginx does not start if its parameters for DHE are small, and needs none.
            return [(place, ["# remove ssl_dhparam", "ssl_ciphers \(suites);"])]
        case .groups: return [(place, ["ssl_ecdh_curve X25519:prime256v1:secp384r1;"])]
        // Not for all of http: it must not be sent without TLS (RFC 6797 §7.2).
        case .hsts:
            return [("\(place), server", ["add_header Strict-Transport-Security \"max-age=31536000\" always;"])]
        default: return []
        }
    }

    /// Apache 2.4, mod_ssl.
    static func apache(_ topic: Topic) -> Parts {
        let file = "/etc/apache2/mods-available/ssl.conf"
        switch topic {
        case .protocols: return [(file, ["SSLProtocol -all +TLSv1.2 +TLSv1.3"])]
        case .suites: return [(file, ["SSLCipherSuite \(suites)"])]
        case .groups: return [(file, ["SSLOpenSSLConfCmd Groups X25519:P-256:P-384"])]
        case .hsts:
            return [
                (
                    "/etc/apache2/sites-available/default-ssl.conf, VirtualHost",
                    ["Header always set Strict-Transport-Security \"max-age=31536000\""]
                ), ("", ["a2enmod headers"]),
            ]
        default: return []
        }
    }
}
