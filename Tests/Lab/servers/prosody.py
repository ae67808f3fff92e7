"""Four Prosody instances, configured differently: as of 2014, of today, the one behind the traps, and one with OpenSSL 3.5."""

import copies
import plan
import variants

# ffdhe2048 of RFC 7919: finite-field Diffie-Hellman without making parameters at each start.
DH_PARAMETERS = """-----BEGIN DH PARAMETERS-----
MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
-----END DH PARAMETERS-----
"""

TLS = {
    "prosody-2014": {
        "protocol": '"tlsv1+"',
        "options": '{ "no_sslv2", "no_sslv3", "no_tlsv1_3", "no_ticket", "no_compression",'
        ' "cipher_server_preference", "single_dh_use", "single_ecdh_use" }',
        # Security level 0: OpenSSL 3 refuses TLS 1.0 and 1.1 above it.
        "ciphers": '"ECDHE+AESGCM:ECDHE+AES:DHE+AESGCM:DHE+AES:!aNULL:!eNULL:@SECLEVEL=0"',
    },
    "prosody-today": {
        "protocol": '"tlsv1_2+"',
        "ciphers": '"ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"',
    },
    "prosody-traps": {
        "protocol": '"tlsv1_2+"',
        "ciphers": '"ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:!aNULL"',
    },
    # Run with OpenSSL 3.5 (RFC 10024).
    "prosody-variants": {
        "protocol": '"tlsv1_2+"',
        "options": '{ "cipher_server_preference" }',
        "ciphers": '"ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"',
        "curveslist": '{ "X25519MLKEM768", "X25519", "P-256" }',
    },
}
# What single hosts have otherwise.
HYBRID_LAST = {"mohnpost.test": {"curveslist": '{ "X25519", "P-256", "X25519MLKEM768" }'}}
NOT_HYBRID = {"tulpenpost.test": {"curveslist": '{ "X25519", "P-256" }'}}
WITHOUT_MECHANISMS = ("tulpenpost.test",)
MECHANISMS = ("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
SERVER_ENCRYPTION_REQUIRED = {"prosody-2014": "false"}
INSTANCES = tuple(TLS)


def _table(entries):
    return "{ " + " ".join(f"{key} = {value};" for key, value in entries.items()) + " }"


def _ssl(instance, directory, certificate_directory, domain):
    return _table(
        TLS[instance]
        | HYBRID_LAST.get(domain, {})
        | NOT_HYBRID.get(domain, {})
        | {
            "dhparam": f'"{directory}/dh.pem"',
            "certificate": f'"{certificate_directory}/{domain}.pem"',
            "key": f'"{certificate_directory}/{domain}.key"',
        }
    )


def configuration(instance, directory, certificate_directory):
    served = plan.run_by(instance)
    addresses = ", ".join(f'"{address}"' for _, host in served for address in host.addresses)
    direct = [one for one, _ in served if plan.CLIENT_DIRECT in one.ports]
    text = f"""run_as_root = true
pidfile = "{directory}/prosody.pid"
data_path = "{directory}"
log = {{ {{ levels = {{ min = "info" }}, to = "console" }} }}
interfaces = {{ {addresses} }}
c2s_ports = {{ {plan.CLIENT} }}
s2s_ports = {{ {plan.SERVER} }}
modules_enabled = {{ "saslauth", "tls", "dialback", "disco", "roster" }}
modules_disabled = {{ "offline", "register" }}
authentication = "internal_hashed"
c2s_require_encryption = true
s2s_require_encryption = {SERVER_ENCRYPTION_REQUIRED.get(instance, "true")}
s2s_secure_auth = false
"""
    for one in direct:
        direct_ssl = _ssl(instance, directory, certificate_directory, one.domain)
        text += f"c2s_direct_tls_ports = {{ {plan.CLIENT_DIRECT} }}\nc2s_direct_tls_ssl = {direct_ssl}\n"
        if plan.SERVER_DIRECT in one.ports:
            text += f"s2s_direct_tls_ports = {{ {plan.SERVER_DIRECT} }}\ns2s_direct_tls_ssl = {direct_ssl}\n"
    for one, _ in served:
        # Without a certificate in the plan a domain is not hosted here: its answer is host-unknown.
        if one.certificate:
            text += f'VirtualHost "{one.domain}"\n'
            text += f"  ssl = {_ssl(instance, directory, certificate_directory, one.domain)}\n"
        if one.domain in WITHOUT_MECHANISMS:
            text += "  disable_sasl_mechanisms = { " + ", ".join(f'"{name}"' for name in MECHANISMS) + " }\n"
        if one is copies.XMPP:
            for domain in copies.domains():
                text += f'VirtualHost "{domain}"\n'
                text += f"  ssl = {_ssl(instance, directory, certificate_directory, one.domain)}\n"
    return text


def prepare(instance, directory, certificate_directory):
    """Returns the command that runs this instance in the foreground, and its environment."""
    directory.mkdir()
    (directory / "dh.pem").write_text(DH_PARAMETERS)
    file = directory / "prosody.cfg.lua"
    file.write_text(configuration(instance, directory, certificate_directory))
    return ["prosody", "-F", "--config", str(file)], variants.ENVIRONMENT if instance == "prosody-variants" else {}
