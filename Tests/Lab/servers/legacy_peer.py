"""The XMPP servers of 2014 that no package ships any more: SSLv3 to TLS 1.2 with RC4, 3DES (the oldest of them) and static RSA only.

    legacy_peer.py CERTIFICATE-DIRECTORY

The TLS is tlslite-ng's, and for SSLv2 and the export suites scapy's (antique_tls.py): two stacks that share
nothing with the scanner's own.
"""

import pathlib
import sys

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
from tlslite.errors import BaseTLSException

import antique_tls
import plan
from listening import forever, listen
from xmpp_stream import Closed, Policy, Stream

PATIENCE = 60.0  # seconds without a word
SSL3, TLS1_0, TLS1_2 = (3, 0), (3, 1), (3, 3)


def settings(highest):
    """No forward secrecy: RSA key exchange only. The order of preference is tlslite-ng's, whatever is said here."""
    made = HandshakeSettings()
    made.minVersion, made.maxVersion = SSL3, highest
    # To a client with supported_versions it would speak what is in this list, whatever the highest version is.
    made.versions = [version for version in made.versions if version <= highest]
    # A row graded A- in 2014 cannot have offered 3DES: its 112 bits would have cost the A.
    made.cipherNames = ["aes256", "aes128", "rc4"] + (["3des"] if highest == TLS1_0 else [])
    made.macNames = ["sha", "md5"]
    made.keyExchangeNames = ["rsa"]
    # Extensions that came after the servers this is a model of.
    made.useEncryptThenMAC = False
    made.useExtendedMasterSecret = False
    return made


class Protected:
    """A tlslite connection with the two verbs of a socket that the stream needs."""

    def __init__(self, connection):
        self.connection = connection

    def recv(self, size):
        return bytes(self.connection.recv(size))

    def sendall(self, data):
        self.connection.sendall(data)


class Peer:
    """One service of one provider."""

    def __init__(self, policy, certificate_directory, domain, highest=TLS1_2, antique=False):
        chain_file, key_file = (certificate_directory / f"{domain}.{ending}" for ending in ("pem", "key"))
        self.policy = policy
        self.settings = settings(highest)
        self.chain = X509CertChain()
        self.chain.parsePemList(chain_file.read_text())
        self.key = parsePEMKey(key_file.read_text(), private=True)
        self.antique = antique_tls.Server(chain_file, key_file) if antique else None

    def __call__(self, connection):
        connection.settimeout(PATIENCE)
        try:
            Stream(connection, self.policy, protected=False).serve()
            if self.antique and self.antique.is_for(connection):
                self.antique.serve(connection)
                return
            protected = TLSConnection(connection)
            protected.handshakeServer(certChain=self.chain, privateKey=self.key, settings=self.settings)
            Stream(Protected(protected), self.policy, protected=True).serve()
        except (Closed, BaseTLSException):
            pass


def policies(domain, client, server, mechanisms_before):
    return {
        plan.CLIENT: Policy(domain, False, client, mechanisms_before if client == "optional" else ()),
        plan.SERVER: Policy(domain, True, server, mechanisms_after=("EXTERNAL",)),
    }


# identifier: (C2S STARTTLS, S2S STARTTLS, SASL before TLS, the highest version, SSLv2 and export too)
KINDS = {
    "birkenpost": ("optional", "optional", ("SCRAM-SHA-1",), TLS1_2, False),
    "cedernpost": ("optional", "optional", ("SCRAM-SHA-1", "PLAIN"), TLS1_0, True),
    "dornpost": ("required", "none", (), TLS1_2, False),
    "ginsterpost": ("optional", "optional", ("SCRAM-SHA-1",), TLS1_2, False),
}


def main():
    certificate_directory = pathlib.Path(sys.argv[1])
    for one, host in plan.run_by("legacy"):
        client, server, mechanisms_before, highest, antique = KINDS[one.identifier]
        for port, policy in policies(one.domain, client, server, mechanisms_before).items():
            peer = Peer(policy, certificate_directory, one.domain, highest, antique)
            for address in host.addresses:
                listen(address, port, peer)
    forever()


main()
