"""NSS's selfserv: SSLv3 and the ciphers that OpenSSL dropped."""

import subprocess

from matrix.server import Server

# name: (about, versions, suites)
KINDS = {
    "nss-legacy": (
        "SSLv3 to TLS 1.2 with RC4, 3DES, DES and NULL", "ssl3:tls1.2",
        ":0001:0002:0004:0005:0009:000A:002F:0033:C007:C011:C012:C013:C02F",
    ),
    "nss-ssl3": ("SSLv3 alone, RC4 and 3DES", "ssl3:ssl3", ":0004:0005:000A"),
    "nss-tls13": ("TLS 1.2 and 1.3", "tls1.2:tls1.3", ":1301:1303:C02F:CCA8:009C"),
}


def servers():
    return [Server(name, about, silent=True) for name, (about, *_) in KINDS.items()]


def start(processes, servers, directory):
    database = directory / "nss"
    database.mkdir()

    def run(*command):
        subprocess.run([str(one) for one in command], check=True, capture_output=True)

    run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    run(
        "openssl", "pkcs12", "-export", "-name", "leaf", "-passout", "pass:",
        "-in", directory / "rsa.pem", "-inkey", directory / "rsa.key", "-out", directory / "rsa.p12",
    )
    run("pk12util", "-i", directory / "rsa.p12", "-d", f"sql:{database}", "-W", "")
    for one in servers:
        _, versions, suites = KINDS[one.name]
        processes.start(
            one.name,
            ["selfserv", "-n", "leaf", "-p", one.port, "-d", f"sql:{database}", "-V", versions, "-c", suites],
            {"NSS_ALLOW_WEAK_DH": "1"},
        )
    return [(one.name, one.port) for one in servers]
