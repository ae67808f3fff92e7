"""The plan of the lab's mail, web and DAV servers: who answers where, behind which zone, with which certificate.

Beside `plan`, which has the XMPP servers; everything about mail reads this.
"""

from dataclasses import dataclass

from plan import Certificate

SMTP, SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S, SIEVE, HTTPS = 25, 587, 465, 143, 993, 110, 995, 4190, 443
# The suites of TLS 1.2 that all of them but Exim offer: few, so that the lab is scanned quickly.
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"
SRV_LABELS = {
    SUBMISSION: "_submission",
    SUBMISSIONS: "_submissions",
    IMAP: "_imap",
    IMAPS: "_imaps",
    POP3: "_pop3",
    POP3S: "_pop3s",
    SIEVE: "_sieve",
}


@dataclass(frozen=True)
class MailHost:
    """A name, its address, and the ports at which somebody answers."""

    label: str  # "@" is the domain itself
    ipv4: str
    ports: tuple
    ipv6: str | None = None
    tlsa: tuple = ()  # ports with a TLSA record 3 1 1 of the provider's certificate

    @property
    def addresses(self):
        return [address for address in (self.ipv4, self.ipv6) if address]


@dataclass(frozen=True)
class MailProvider:
    domain: str
    hosts: tuple
    zone: str = "signed"  # or "unsigned"
    records: str = ""  # further lines of the zone file
    names: tuple = ()  # DNS names of the certificate; empty: no certificate

    @property
    def identifier(self):
        return self.domain.split(".")[0]

    def name(self, host):
        return self.domain if host.label == "@" else f"{host.label}.{self.domain}"

    def host(self, label):
        return next(one for one in self.hosts if one.label == label)


def _names(domain, *labels):
    return (domain, *(f"{label}.{domain}" for label in labels))


def _srv(label, ports):
    return "".join(f"{SRV_LABELS[port]}._tcp SRV 0 1 {port} {label}\n" for port in ports)


# Everything as it should be: one Postfix, one Dovecot, nginx with HSTS, Radicale and WebDAV behind it; SRV records and
# TLSA records for all of it, IPv6 at the MX.
WEIDENPOST = MailProvider(
    "weidenpost.test",
    (
        MailHost("@", "127.0.31.3", (HTTPS,), tlsa=(HTTPS,)),
        MailHost("mx", "127.0.31.1", (SMTP,), "fd00:1ab::31:1", tlsa=(SMTP,)),
        MailHost(
            "mail",
            "127.0.31.2",
            (SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S, SIEVE),
            tlsa=(SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S),
        ),
        MailHost("dav", "127.0.31.4", (HTTPS,), tlsa=(HTTPS,)),
        MailHost("cloud", "127.0.31.5", (HTTPS,), tlsa=(HTTPS,)),
    ),
    records="@ MX 10 mx\n"
    + _srv("mail", (SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S, SIEVE))
    + "_caldavs._tcp SRV 0 1 443 dav\n_carddavs._tcp SRV 0 1 443 dav\n",
    names=_names("weidenpost.test", "mx", "mail", "dav", "cloud"),
)

# As many are: no DNSSEC, no SRV records (its hosts stand in the provider file), log-in also without TLS, no HSTS, and a
# Postfix that lets strangers wait for the banner and allows two connections.
ZIRBENPOST = MailProvider(
    "zirbenpost.test",
    (
        MailHost("@", "127.0.32.3", (HTTPS,)),
        MailHost("mx", "127.0.32.1", (SMTP,)),
        MailHost("mail", "127.0.32.2", (SUBMISSION, IMAP, IMAPS, POP3, POP3S, SIEVE)),
    ),
    zone="unsigned",
    records="@ MX 10 mx\n",
    names=_names("zirbenpost.test", "mx", "mail"),
)

# An Exim, which is a GnuTLS, behind an MX whose name is an alias; TLSA at the end of the alias.
TANNENPOST = MailProvider(
    "tannenpost.test",
    (MailHost("exim", "127.0.33.1", (SMTP,), tlsa=(SMTP,)),),
    records="@ MX 10 mx\nmx CNAME exim\n",
    names=_names("tannenpost.test", "mx", "exim"),
)

# An unsigned domain with the mail exchanger of a signed one: DANE for the hop, not for the domain. It redirects the
# well-known addresses of DAV, and has an autoconfig file.
FICHTENPOST = MailProvider(
    "fichtenpost.test",
    (
        MailHost("@", "127.0.34.1", (HTTPS,)),
        MailHost("autoconfig", "127.0.34.1", (HTTPS,)),
        MailHost("dav", "127.0.34.2", (HTTPS,)),
    ),
    zone="unsigned",
    records="@ MX 10 mx.weidenpost.test.\n",
    names=_names("fichtenpost.test", "autoconfig", "dav"),
)

# A null MX (RFC 7505), declined IMAP, and nothing else.
EBERESCHENPOST = MailProvider(
    "ebereschenpost.test", (), records="@ MX 0 .\n_imap._tcp SRV 0 0 0 .\n_imaps._tcp SRV 0 0 0 .\n"
)

# No MX record: the domain itself takes the mail.
KASTANIENPOST = MailProvider(
    "kastanienpost.test", (MailHost("@", "127.0.36.1", (SMTP,)),), names=_names("kastanienpost.test")
)

# Mail exchangers that no package plays: see hostile_mail_peer.py. One label, one way of misbehaving.
MISBEHAVIOURS = (
    "longline",
    "endless",
    "changing",
    "toomany",
    "refusing",
    "greylisting",
    "injecting",
    "early",
    "oldhelo",
    "declining",
)
HOLUNDERPOST = MailProvider(
    "holunderpost.test",
    (
        *(MailHost(label, f"127.0.37.{10 + index}", (SMTP,)) for index, label in enumerate(MISBEHAVIOURS)),
        MailHost("mail", "127.0.37.2", (IMAP, POP3, SIEVE)),
        MailHost("@", "127.0.37.1", (HTTPS,)),
        MailHost("autoconfig", "127.0.37.1", (HTTPS,)),
    ),
    records="".join(f"@ MX {10 + index} {label}\n" for index, label in enumerate(MISBEHAVIOURS)),
    names=_names("holunderpost.test", "autoconfig", "mail", *MISBEHAVIOURS),
)

# MX and SRV records that name addresses in place of hosts.
MEHLBEERENPOST = MailProvider(
    "mehlbeerenpost.test", (), records="@ MX 10 192.0.2.1.\n_imaps._tcp SRV 0 0 993 192.0.2.1.\n"
)

MAIL_PROVIDERS = (
    WEIDENPOST,
    ZIRBENPOST,
    TANNENPOST,
    FICHTENPOST,
    EBERESCHENPOST,
    KASTANIENPOST,
    HOLUNDERPOST,
    MEHLBEERENPOST,
)


def certificates():
    """Pairs of the file's name and what is in the certificate."""
    return [(one.domain, Certificate(one.domain, one.names)) for one in MAIL_PROVIDERS if one.names]


def addresses():
    """IPv6 addresses for the loopback."""
    return [f"{host.ipv6}/64" for one in MAIL_PROVIDERS for host in one.hosts if host.ipv6]
