"""Servers that no package ships because nobody wants them: mute, endless, dripping, breaking off; and one that is
merely unusual: it enforces STARTTLS without a word of it.

    hostile_peer.py CERTIFICATE-DIRECTORY
"""

import pathlib
import ssl
import sys
import time

import plan
from listening import forever, listen
from xmpp_stream import Closed, Policy, Stream

PATIENCE = 60.0
HUNDRED_MEGABYTES = 100 * 1024 * 1024


def mute(connection):
    """Takes the connection, reads, and answers nothing at all."""
    while connection.recv(4096):
        pass


def endless(policy):
    """A hundred megabytes of stream features, well-formed all the way."""
    feature = b"<feature xmlns='urn:example:endless'>" + b"x" * 900 + b"</feature>"
    block = feature * 64

    def serve(connection):
        connection.settimeout(PATIENCE)
        connection.recv(4096)
        Stream(connection, policy, protected=False).send_header()
        connection.sendall(b"<stream:features>")
        for _ in range(HUNDRED_MEGABYTES // len(block)):
            connection.sendall(block)
        connection.sendall(b"</stream:features>")
        mute(connection)

    return serve


def dripping(policy):
    """A byte a second, forever: the header first, then white space."""

    class Drip:
        def __init__(self, connection):
            self.connection = connection

        def sendall(self, data):
            for byte in data:
                self.connection.sendall(bytes([byte]))
                time.sleep(1)

    def serve(connection):
        drip = Drip(connection)
        Stream(drip, policy, protected=False).send_header()
        while True:
            drip.sendall(b" ")

    return serve


def breaking_off(policy):
    """Proceeds to TLS, announces a record of 90 bytes, sends 26 of them and closes."""

    def serve(connection):
        connection.settimeout(PATIENCE)
        try:
            Stream(connection, policy, protected=False).serve()
        except Closed:
            return
        if connection.recv(16384):
            connection.sendall(bytes.fromhex("160303005a020000560303") + bytes(20))
            # All that was sent shall arrive: a reset in its place would be another kind of failure.
            connection.shutdown(1)
            mute(connection)

    return serve


def unannounced(policy, certificate_directory):
    """STARTTLS without <required/>, beside another feature, and yet nothing else is let in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(
        certificate_directory / f"{policy.domain}.pem", certificate_directory / f"{policy.domain}.key"
    )

    def serve(connection):
        connection.settimeout(PATIENCE)
        try:
            Stream(connection, policy, protected=False).serve()
            with context.wrap_socket(connection, server_side=True) as protected:
                Stream(protected, policy, protected=True).serve()
        except Closed:
            pass

    return serve


def handler(identifier, policy, certificate_directory):
    match identifier:
        case "oleanderpost":
            return mute
        case "rosenpost":
            return endless(policy)
        case "salbeipost":
            return dripping(policy)
        case "thymianpost":
            return breaking_off(policy)
        case "nelkenpost":
            return unannounced(policy, certificate_directory)
    raise ValueError(identifier)


def main():
    certificate_directory = pathlib.Path(sys.argv[1])
    for one, host in plan.run_by("hostile"):
        starttls = "unannounced" if one.identifier == "nelkenpost" else "required"
        for port in one.ports:
            to_servers = port == plan.SERVER
            after = ("EXTERNAL",) if to_servers else ("SCRAM-SHA-1", "PLAIN")
            policy = Policy(one.domain, to_servers, starttls, mechanisms_after=after)
            for address in host.addresses:
                listen(address, port, handler(one.identifier, policy, certificate_directory))
    forever()


main()
