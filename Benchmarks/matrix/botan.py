"""Botan 2's own server, with its default policy."""

from matrix.server import Server


def servers():
    return [Server("botan", "Botan 2: CECPQ1 beside ECDHE and DHE")]


def start(processes, servers, directory):
    for one in servers:
        processes.start(
            one.name,
            ["botan", "tls_server", directory / "rsa.pem", directory / "rsa.key", f"--port={one.port}", "--type=tcp"],
        )
    return [(one.name, one.port) for one in servers]
