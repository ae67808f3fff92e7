"""Java's JSSE: one machine, a listener for each configuration."""

import pathlib
import subprocess

from matrix.server import Server

HERE = pathlib.Path(__file__).parent
# name: (about, protocols, suites, own order); empty: as it comes, `*`: all that there are
KINDS = {
    "jsse-default": ("as it comes", "", "", True),
    "jsse-legacy": ("SSLv3 to TLS 1.3, all suites there are", "SSLv3,TLSv1,TLSv1.1,TLSv1.2,TLSv1.3", "*", True),
    "jsse-client-order": ("TLS 1.2, the client's order", "TLSv1.2", "", False),
}


def servers():
    return [Server(name, about) for name, (about, *_) in KINDS.items()]


def start(processes, servers, directory):
    stores = []
    for kind in ("rsa", "ecdsa"):
        store = directory / f"java-{kind}.p12"
        subprocess.run(
            ["openssl", "pkcs12", "-export", "-name", kind, "-passout", "pass:changeit", "-out", str(store)]
            + ["-in", str(directory / f"{kind}.pem"), "-inkey", str(directory / f"{kind}.key")],
            check=True, capture_output=True,
        )
        stores.append(str(store))
    security = directory / "java.security"
    security.write_text("jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n")
    listeners = [f"{one.port};{';'.join(str(part) for part in KINDS[one.name][1:])}" for one in servers]
    processes.start(
        "jsse",
        ["java", "-Xmx256m", "-XX:+UseSerialGC", f"-Djava.security.properties={security}"]
        + [HERE / "JsseServer.java", ",".join(stores), *listeners],
    )
    return [("jsse", one.port) for one in servers]
