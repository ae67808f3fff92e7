"""The peers in Python: tlslite-ng, and for SSLv2 and the export suites the lab's scapy server.

    handmade.py DIRECTORY PORT NAME [PORT NAME …]
"""

import pathlib
import sys

from matrix.server import ADDRESS, Server

HERE = pathlib.Path(__file__).resolve().parent
LAB = HERE.parents[1] / "Tests" / "Lab" / "servers"
ABOUT = {
    "tlslite-legacy": "SSLv3 to TLS 1.0, RC4, 3DES, static RSA",
    "tlslite-anonymous": "anonymous and NULL, TLS 1.0 to 1.2",
    "tlslite-modern": "TLS 1.2 and 1.3",
    "scapy-export": "SSLv2, export suites and TLS 1.0",
}


def servers():
    return [Server(name, about) for name, about in ABOUT.items()]


def start(processes, servers, directory):
    arguments = [part for one in servers for part in (one.port, one.name)]
    processes.start("handmade", [sys.executable, "-B", "-m", "matrix.handmade", directory, *arguments])
    return [("handmade", one.port) for one in servers]


def _settings(name):
    from tlslite.api import HandshakeSettings

    made = HandshakeSettings()
    if name in ("tlslite-legacy", "scapy-export"):
        made.minVersion, made.maxVersion = (3, 0), (3, 1)
        made.cipherNames, made.macNames = ["aes256", "aes128", "3des", "rc4"], ["sha", "md5"]
        made.keyExchangeNames = ["rsa"]
    elif name == "tlslite-anonymous":
        made.minVersion, made.maxVersion = (3, 1), (3, 3)
        made.cipherNames, made.macNames = ["aes256", "aes128", "rc4", "null"], ["sha", "md5", "sha256"]
        made.keyExchangeNames = ["dh_anon", "ecdh_anon", "rsa"]
    return made


def _handler(name, directory):
    import antique_tls
    from tlslite.api import TLSConnection, X509CertChain, parsePEMKey
    from tlslite.errors import BaseTLSException

    settings = _settings(name)
    chain = X509CertChain()
    chain.parsePemList((directory / "rsa.pem").read_text())
    key = parsePEMKey((directory / "rsa.key").read_text(), private=True)
    antique = antique_tls.Server(directory / "rsa.pem", directory / "rsa.key") if name == "scapy-export" else None

    def handle(connection):
        connection.settimeout(10)
        try:
            if antique and antique.is_for(connection):
                return antique.serve(connection)
            protected = TLSConnection(connection)
            protected.handshakeServer(
                certChain=chain, privateKey=key, settings=settings, anon=name == "tlslite-anonymous"
            )
            protected.recv(1)
        except BaseTLSException:
            pass

    return handle


def main():
    sys.path.insert(0, str(LAB))
    from listening import forever, listen

    directory = pathlib.Path(sys.argv[1])
    for port, name in zip(sys.argv[2::2], sys.argv[3::2]):
        listen(ADDRESS, int(port), _handler(name, directory))
    forever()


if __name__ == "__main__":
    main()
