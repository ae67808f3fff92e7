"""The plan of the lab: who is there, at which address, behind which zone, with which certificate.

Everything else reads this: the zones, the certificates, the configurations, the probes of readiness.
"""

from dataclasses import dataclass

import variants

NAME_SERVER = ("127.0.53.1", "fd00:1ab::53")
RESOLVER = "127.0.53.53"
SCANNER = "127.0.53.80"
# getaddrinfo with AI_ADDRCONFIG (openssl s_client) counts no 127/8 as "this machine has IPv4"; this one it counts.
ORDINARY = "192.0.2.1"

CLIENT, SERVER, CLIENT_DIRECT, SERVER_DIRECT = 5222, 5269, 5223, 5270
SERVICE_OF_PORT = {
    CLIENT: "_xmpp-client._tcp",
    SERVER: "_xmpp-server._tcp",
    CLIENT_DIRECT: "_xmpps-client._tcp",
    SERVER_DIRECT: "_xmpps-server._tcp",
}
STARTTLS_PORTS = (CLIENT, SERVER)


@dataclass(frozen=True)
class Host:
    """One machine of a provider; `run_by` names the server process that answers there, None where nothing listens."""

    label: str
    ipv4: str
    ipv6: str | None
    run_by: str | None

    @property
    def addresses(self):
        return [address for address in (self.ipv4, self.ipv6) if address]


@dataclass(frozen=True)
class Certificate:
    """What a provider shows. `issuer` is "lab", "stranger" (a CA nobody trusts) or "self".

    hours: from the first to the last moment of its life; None: ninety days.
    usage: the extended key usage, out of "server" and "client"; empty: the extension is missing.
    """

    common_name: str
    dns_names: tuple = ()
    srv_names: tuple = ()
    xmpp_addresses: tuple = ()
    key: str = "rsa"
    issuer: str = "lab"
    hours: int | None = None
    expired: bool = False
    usage: tuple = ("server", "client")
    must_staple: bool = False
    responder: str = ""  # where OCSP is spoken
    whole: bool = True  # the intermediate is sent along


@dataclass(frozen=True)
class Provider:
    number: int
    domain: str
    hosts: tuple
    certificate: Certificate | None
    zone: str = "signed"  # or "unsigned", "bogus"
    ports: tuple = STARTTLS_PORTS
    records: str = "srv"  # or "none" (addresses only), "decline" (SRV with the target ".")
    tlsa_ports: tuple = ()
    lines: str = ""  # further lines of the zone file

    @property
    def identifier(self):
        return self.domain.split(".")[0]


def _host(number, run_by, label="xmpp", index=1, ipv6=False):
    return Host(label, f"127.0.{number}.{index}", f"fd00:1ab::{number}:{index}" if ipv6 else None, run_by)


def _provider(number, identifier, run_by, *, ipv6=False, hosts=None, certificate=..., **more):
    domain = f"{identifier}.test"
    if certificate is ...:
        certificate = Certificate(domain, (domain,))
    return Provider(number, domain, hosts or (_host(number, run_by, ipv6=ipv6),), certificate, **more)


ALL_PORTS = (CLIENT, SERVER, CLIENT_DIRECT, SERVER_DIRECT)

PROVIDERS = (
    _provider(1, "ahornpost", "prosody-2014", tlsa_ports=STARTTLS_PORTS),
    _provider(2, "birkenpost", "legacy", zone="unsigned"),
    _provider(
        3,
        "cedernpost",
        "legacy",
        zone="unsigned",
        certificate=Certificate("mail.irgendwo.test", ("mail.irgendwo.test",), issuer="stranger"),
    ),
    _provider(4, "dornpost", "legacy", zone="unsigned"),
    _provider(
        5,
        "eichenpost",
        "prosody-today",
        ipv6=True,
        ports=ALL_PORTS,
        tlsa_ports=ALL_PORTS,
        certificate=Certificate("eichenpost.test", ("eichenpost.test",), key="ec"),
    ),
    _provider(6, "faulbaumpost", "prosody-traps", zone="bogus"),
    _provider(
        7,
        "ginsterpost",
        None,
        hosts=(_host(7, "prosody-2014", "gut", 1), _host(7, "legacy", "schlecht", 2)),
    ),
    _provider(8, "hagebuttenpost", None, certificate=None),
    _provider(9, "ilexpost", "prosody-traps", certificate=None),
    _provider(
        10,
        "jasminpost",
        "prosody-traps",
        certificate=Certificate("xmpp.jasminpost.test", ("xmpp.jasminpost.test",)),
    ),
    # No DNS name and no domain in the common name: a client that falls back on the CN must not pass.
    _provider(
        11,
        "kiefernpost",
        "prosody-traps",
        certificate=Certificate(
            "Kiefernpost", srv_names=("_xmpp-client.kiefernpost.test", "_xmpp-server.kiefernpost.test")
        ),
    ),
    _provider(
        12,
        "lindenpost",
        "prosody-traps",
        certificate=Certificate("Lindenpost", xmpp_addresses=("lindenpost.test",)),
    ),
    _provider(
        13,
        "mistelpost",
        "prosody-traps",
        tlsa_ports=STARTTLS_PORTS,
        certificate=Certificate("mistelpost.test", ("mistelpost.test",), issuer="self"),
    ),
    _provider(14, "nelkenpost", "hostile"),
    _provider(15, "oleanderpost", "hostile", certificate=None),
    _provider(16, "pappelpost", "ejabberd", ipv6=True, zone="unsigned"),
    _provider(17, "quittenpost", "ejabberd", ipv6=True, zone="unsigned", ports=(CLIENT, SERVER, CLIENT_DIRECT)),
    _provider(18, "rosenpost", "hostile", certificate=None),
    _provider(19, "salbeipost", "hostile", certificate=None),
    _provider(20, "thymianpost", "hostile", certificate=None),
    # Declined by SRV, and yet somebody answers at its address: whoever falls back is caught.
    _provider(21, "ulmenpost", "prosody-traps", records="decline"),
    _provider(22, "veilchenpost", "prosody-traps", ipv6=True, records="none"),
    # Its mail and its website stand in mail_plan.py; the certificate is for all of them.
    _provider(
        41,
        "buchenpost",
        None,
        hosts=(_host(41, "prosody-today", index=6, ipv6=True),),
        tlsa_ports=STARTTLS_PORTS,
        certificate=Certificate(
            "buchenpost.test",
            ("buchenpost.test", *(f"{label}.buchenpost.test" for label in ("mx", "smtp", "mail", "dav", "cloud"))),
        ),
    ),
)


def _variant(number, identifier, run_by, lines, **certificate):
    domain = f"{identifier}.test"
    return _provider(
        number, identifier, run_by, lines=lines, certificate=Certificate(domain, (domain,), key="ec", **certificate)
    )


# One fact each that varies, beside the ordinary content of the lab: VariantTests scans them. Their policies vary, too.
VARIANTS = (
    # As public authorities issue today: for servers alone, and for less than a week. A hybrid group comes first.
    _variant(
        23, "malvenpost", "prosody-variants", '_dmarc TXT "v=DMARC1; p=quarantine; t=y"\n', usage=("server",), hours=160
    ),
    # A hybrid group comes last.
    _variant(24, "mohnpost", "prosody-variants", '_dmarc TXT "v=DMARC1; p=reject; np=reject"\n', expired=True),
    _variant(
        25, "narzissenpost", "prosody-variants", '_dmarc TXT "v=DMARC1; p=none; psd=n"\n@ HTTPS 1 . alpn=h2\n',
        hours=300 * 24, whole=False,
    ),
    # It asks for a stapled response that no responder issues.
    _variant(26, "primelpost", "ejabberd", "", usage=("server",), must_staple=True),
    # It lets nobody log in.
    _variant(
        27, "tulpenpost", "prosody-variants", "@ HTTPS 0 www\nwww A 127.0.27.1\n" + variants.short_key(), usage=(),
        hours=300 * 24,
    ),
)
PROVIDERS += VARIANTS


def provider(identifier):
    return next(one for one in PROVIDERS if one.identifier == identifier)


def run_by(server):
    """The pairs of provider and host that one server process answers for."""
    return [(one, host) for one in PROVIDERS for host in one.hosts if host.run_by == server]


def all_addresses():
    """Every address the loopback needs, with its prefix; 127/8 is there by itself."""
    ipv6 = [NAME_SERVER[1]] + [host.ipv6 for one in PROVIDERS for host in one.hosts if host.ipv6]
    return [f"{ORDINARY}/32"] + [f"{address}/64" for address in ipv6]
