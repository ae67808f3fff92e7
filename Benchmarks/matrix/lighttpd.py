"""lighttpd with each of the TLS libraries that Debian builds it with, beside OpenSSL's."""

from matrix.server import ADDRESS, Server

KINDS = {
    "lighttpd-gnutls": ("GnuTLS: DHE only for clients that list a group of RFC 7919", "mod_gnutls"),
    "lighttpd-mbedtls": ("mbedTLS", "mod_mbedtls"),
    "lighttpd-nss": ("NSS: TLS 1.3 with ChaCha20 alone", "mod_nss"),
    "lighttpd-wolfssl": ("wolfSSL: closes where a stapled response is asked for", "mod_wolfssl"),
}


def servers():
    return [Server(name, about) for name, (about, _) in KINDS.items()]


def start(processes, servers, directory):
    for one in servers:
        _, module = KINDS[one.name]
        settings = directory / f"{one.name}.conf"
        settings.write_text(
            f'server.document-root = "{directory}"\nserver.bind = "{ADDRESS}"\nserver.port = {one.port}\n'
            f'server.modules = ("{module}")\nssl.engine = "enable"\n'
            f'ssl.pemfile = "{directory}/rsa.pem"\nssl.privkey = "{directory}/rsa.key"\n'
        )
        processes.start(one.name, ["lighttpd", "-D", "-f", settings])
    return [(one.name, one.port) for one in servers]
