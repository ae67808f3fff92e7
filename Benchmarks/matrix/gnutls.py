"""gnutls-serv, a process for each priority string."""

from matrix.server import Server

# name: (about, kinds of certificate, priority string)
KINDS = {
    "gnutls-normal": ("as it comes", "rsa ecdsa", "NORMAL"),
    "gnutls-server-order": ("own order, TLS 1.2", "rsa", "NORMAL:-VERS-ALL:+VERS-TLS1.2:%SERVER_PRECEDENCE"),
    "gnutls-legacy": (
        "TLS 1.0 to 1.2 with RC4, 3DES, NULL and anonymous", "rsa ecdsa",
        "NORMAL:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1:+VERS-TLS1.2:+ARCFOUR-128:+3DES-CBC:+NULL:+CAMELLIA-128-CBC"
        ":+MD5:+ANON-DH:+ANON-ECDH:+RSA:+DHE-RSA",
    ),
    "gnutls-x448": ("TLS 1.3 with X448 and P-521 alone", "rsa", "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-X448:+GROUP-SECP521R1"),
}


def servers():
    return [Server(name, about) for name, (about, *_) in KINDS.items()]


def start(processes, servers, directory):
    for one in servers:
        _, kinds, priority = KINDS[one.name]
        command = ["gnutls-serv", "--quiet", "--nodb", "--http", f"--port={one.port}", f"--priority={priority}"]
        for kind in kinds.split():
            command += ["--x509certfile", directory / f"{kind}.pem", "--x509keyfile", directory / f"{kind}.old.key"]
        command += ["--dhparams", directory / "dh2048.pem"]
        processes.start(one.name, command)
    return [(one.name, one.port) for one in servers]
