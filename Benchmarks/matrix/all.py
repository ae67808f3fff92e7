"""Every server of the matrix."""

import subprocess

from matrix import botan, certificates, erlang, gnutls, handmade, java, lighttpd, nginx, nss, openssl_server
from matrix.server import Processes

FAMILIES = (nginx, openssl_server, gnutls, java, nss, handmade, lighttpd, erlang, botan)
FIRST_PORT = 4431


def start(directory, prefixes=()):
    """Starts those whose names begin with one of the prefixes (all where there is none) and waits for them."""
    certificates.write(directory)
    # A fixed safe prime of the right size is enough here, and making one takes a minute.
    subprocess.run(
        ["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:modp_2048"]
        + ["-out", str(directory / "dh2048.pem")],
        check=True, capture_output=True,
    )
    processes = Processes(directory)
    chosen, ports = [], []
    port = FIRST_PORT
    for family in FAMILIES:
        wanted = [one for one in family.servers() if not prefixes or one.name.startswith(tuple(prefixes))]
        for one in wanted:
            one.port = port
            port += 1
        if wanted:
            ports += family.start(processes, wanted, directory)
        chosen += wanted
    for name, number in ports:
        processes.wait_for(name, number)
    return processes, chosen
