"""The plan of the lab's mail, web and DAV servers: who answers where, behind which zone, with which certificate.

Beside `plan`, which has the XMPP servers; everything about mail reads this.
"""

from dataclasses import dataclass

import variants
from plan import Certificate

SMTP, SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S, SIEVE, HTTPS = 25, 587, 465, 143, 993, 110, 995, 4190, 443
# The suites of TLS 1.2 that all of them but Exim offer: few, so that the lab is scanned quickly.
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"
# Those of a Dovecot that lacks what DHE needs, so that it can do the first and the last only.
WITHOUT_PARAMETERS = "ECDHE+AESGCM:DHE+AESGCM:kRSA+AESGCM:!aNULL"
# Those behind a filter, near the end of any list by use.
UNUSUAL = "ECDHE+AESGCM:ECDHE+ARIA:ECDHE+CAMELLIA:ECDHE+AESCCM"
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
    ipv4: str | None
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
    names: tuple = ()  # DNS names of the certificate; empty: none, or plan.py has it
    aliases: tuple = ()  # domains with the same first mail exchanger, each with "signed" or "unsigned"
    certificate: tuple = ()  # what its certificate has otherwise, as pairs

    @property
    def identifier(self):
        return self.domain.split(".")[0]

    def name(self, host):
        return self.domain if host.label == "@" else f"{host.label}.{self.domain}"

    def host(self, label):
        return next(one for one in self.hosts if one.label == label)

    @property
    def first_exchanger(self):
        return next(self.name(host) for host in self.hosts if SMTP in host.ports)

    def served(self, *ports):
        """Pairs of address and port, for those of these ports that the provider's hosts have."""
        return [
            (address, port)
            for host in self.hosts
            for address in host.addresses
            for port in host.ports
            if port in ports
        ]


def _names(domain, *labels):
    return (domain, *(f"{label}.{domain}" for label in labels))


def _srv(label, ports):
    return "".join(f"{SRV_LABELS[port]}._tcp SRV 0 1 {port} {label}\n" for port in ports)


MTA_STS = '_mta-sts TXT "v=STSv1; id=20261124T1"\n'
NO_XMPP = "_xmpp-client._tcp SRV 0 0 0 .\n_xmpp-server._tcp SRV 0 0 0 .\n"
BOX_PORTS = (IMAP, IMAPS, POP3, POP3S)
SUBMIT_PORTS = (SUBMISSION, SUBMISSIONS)
MAIL_PORTS = (*SUBMIT_PORTS, *BOX_PORTS)

# Everything as it should be: one Postfix, one Dovecot, nginx with HSTS, Radicale and WebDAV behind it; SRV records and
# TLSA records for all of it, IPv6 at the MX. Of the two addresses with its MTA-STS policy only the one of IPv6 answers.
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
        MailHost("mta-sts", None, (HTTPS,), "fd00:1ab::31:3"),
    ),
    records="@ MX 10 mx\nmta-sts A 127.0.31.6\n"
    + _srv("mail", (SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S, SIEVE))
    + "_caldavs._tcp SRV 0 1 443 dav\n_carddavs._tcp SRV 0 1 443 dav\n"
    + MTA_STS,
    names=_names("weidenpost.test", "mx", "mail", "dav", "cloud", "mta-sts"),
)

# As many are: no DNSSEC, no SRV records (its hosts stand in the provider file), log-in also without TLS, no HSTS, and a
# Postfix that lets strangers wait for the banner and allows two connections. Its MTA-STS policy is still being tested.
ZIRBENPOST = MailProvider(
    "zirbenpost.test",
    (
        MailHost("@", "127.0.32.3", (HTTPS,)),
        MailHost("mx", "127.0.32.1", (SMTP,)),
        MailHost("mail", "127.0.32.2", (SUBMISSION, IMAP, IMAPS, POP3, POP3S, SIEVE)),
        MailHost("mta-sts", "127.0.32.3", (HTTPS,)),
    ),
    zone="unsigned",
    records="@ MX 10 mx\n" + MTA_STS,
    names=_names("zirbenpost.test", "mx", "mail", "mta-sts"),
)

# An Exim, which is a GnuTLS, behind an MX whose name is an alias; TLSA at the end of the alias.
TANNENPOST = MailProvider(
    "tannenpost.test",
    (MailHost("exim", "127.0.33.1", (SMTP,), tlsa=(SMTP,)),),
    records="@ MX 10 mx\nmx CNAME exim\n",
    names=_names("tannenpost.test", "mx", "exim"),
)

# An unsigned domain with the mail exchanger of a signed one: DANE for the hop, not for the domain. It redirects the
# well-known addresses of DAV, and has an autoconfig file. Its MTA-STS policy is enforced, and names another exchanger than
# the MX record: whoever believes it delivers nothing. Nothing points to its host "filter".
FICHTENPOST = MailProvider(
    "fichtenpost.test",
    (
        MailHost("@", "127.0.34.1", (HTTPS,)),
        MailHost("autoconfig", "127.0.34.1", (HTTPS,)),
        MailHost("dav", "127.0.34.2", (HTTPS,)),
        MailHost("mta-sts", "127.0.34.1", (HTTPS,)),
        MailHost("filter", "127.0.34.3", (IMAPS,)),
    ),
    zone="unsigned",
    records="@ MX 10 mx.weidenpost.test.\n" + MTA_STS,
    names=_names("fichtenpost.test", "autoconfig", "dav", "mta-sts", "filter"),
)

# A null MX (RFC 7505), declined IMAP, and nothing else.
EBERESCHENPOST = MailProvider(
    "ebereschenpost.test", (), records="@ MX 0 .\n_imap._tcp SRV 0 0 0 .\n_imaps._tcp SRV 0 0 0 .\n"
)

# No MX record: the domain itself takes the mail. Its TLSA record is of a certificate that nobody has.
KASTANIENPOST = MailProvider(
    "kastanienpost.test",
    (MailHost("@", "127.0.36.1", (SMTP,)),),
    records=f"_25._tcp TLSA 3 1 1 {'00' * 32}\n",
    names=_names("kastanienpost.test"),
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
        MailHost("mta-sts", "127.0.37.3", (HTTPS,)),
    ),
    records="".join(f"@ MX {10 + index} {label}\n" for index, label in enumerate(MISBEHAVIOURS)) + MTA_STS,
    names=_names("holunderpost.test", "autoconfig", "mail", "mta-sts", *MISBEHAVIOURS),
)

# MX and SRV records that name addresses in place of hosts.
MEHLBEERENPOST = MailProvider(
    "mehlbeerenpost.test", (), records="@ MX 10 192.0.2.1.\n_imaps._tcp SRV 0 0 993 192.0.2.1.\n"
)

# Dovecot takes whoever comes from its own address for safe, as everybody in the lab does over IPv6: it gets no IPv6 address.
#
# Models of four rows of the DANE table of 2014. mail.de: TLSA for every protocol there is, and every alias domain signed.
# Its XMPP server, and the certificate for all of it, stand in plan.py.
BUCHENPOST = MailProvider(
    "buchenpost.test",
    (
        MailHost("@", "127.0.41.3", (HTTPS,), tlsa=(HTTPS,)),
        MailHost("mx", "127.0.41.1", (SMTP,), "fd00:1ab::41:1", tlsa=(SMTP,)),
        MailHost("smtp", "127.0.41.7", SUBMIT_PORTS, "fd00:1ab::41:7", tlsa=SUBMIT_PORTS),
        MailHost("mail", "127.0.41.2", (*BOX_PORTS, SIEVE), tlsa=BOX_PORTS),
        MailHost("dav", "127.0.41.4", (HTTPS,), tlsa=(HTTPS,)),
        MailHost("cloud", "127.0.41.5", (HTTPS,), tlsa=(HTTPS,)),
    ),
    records="@ MX 10 mx\n"
    + _srv("smtp", SUBMIT_PORTS)
    + _srv("mail", (*BOX_PORTS, SIEVE))
    # RFC 6764 §4: where on the host it begins. At the root there is nothing.
    + "".join(
        f'_{word}s._tcp SRV 0 1 443 dav\n_{word}s._tcp TXT "note=labor" "path=/dav/"\n' for word in ("caldav", "carddav")
    ),
    aliases=(("buchenpost-eins.test", "signed"), ("buchenpost-zwei.test", "signed")),
)

# mailbox.org: TLSA for mail and the website, and no alias domains.
ESCHENPOST = MailProvider(
    "eschenpost.test",
    (
        MailHost("@", "127.0.42.3", (HTTPS,), "fd00:1ab::42:3", tlsa=(HTTPS,)),
        MailHost("mx1", "127.0.42.1", (SMTP,), "fd00:1ab::42:1", tlsa=(SMTP,)),
        MailHost("mx2", "127.0.42.4", (SMTP,), tlsa=(SMTP,)),
        MailHost("smtp", "127.0.42.7", SUBMIT_PORTS, "fd00:1ab::42:7", tlsa=SUBMIT_PORTS),
        MailHost("mail", "127.0.42.2", BOX_PORTS, tlsa=BOX_PORTS),
    ),
    records="@ MX 10 mx1\n@ MX 10 mx2\n" + _srv("smtp", SUBMIT_PORTS) + _srv("mail", BOX_PORTS) + NO_XMPP,
    names=_names("eschenpost.test", "mx1", "mx2", "smtp", "mail"),
)

# posteo.de: TLSA for the mail exchanger and the website alone, and no alias domain signed.
LAERCHENPOST = MailProvider(
    "laerchenpost.test",
    (
        MailHost("@", "127.0.43.3", (HTTPS,), "fd00:1ab::43:3", tlsa=(HTTPS,)),
        MailHost("mx", "127.0.43.1", (SMTP,), "fd00:1ab::43:1", tlsa=(SMTP,)),
        MailHost("mail", "127.0.43.2", MAIL_PORTS),
        MailHost("dav", "127.0.43.4", (HTTPS,)),
    ),
    records="@ MX 10 mx\n"
    + _srv("mail", MAIL_PORTS)
    + "_caldavs._tcp SRV 0 1 443 dav\n_carddavs._tcp SRV 0 1 443 dav\n"
    + NO_XMPP,
    names=_names("laerchenpost.test", "mx", "mail", "dav"),
    aliases=(("laerchenpost-eins.test", "unsigned"), ("laerchenpost-zwei.test", "unsigned")),
)

# GMX: nothing of it.
ESPENPOST = MailProvider(
    "espenpost.test",
    (
        MailHost("@", "127.0.44.3", (HTTPS,)),
        MailHost("mx00", "127.0.44.1", (SMTP,)),
        MailHost("mx01", "127.0.44.4", (SMTP,)),
        MailHost("mail", "127.0.44.2", MAIL_PORTS),
    ),
    zone="unsigned",
    records="@ MX 10 mx00\n@ MX 10 mx01\n" + _srv("mail", MAIL_PORTS) + NO_XMPP,
    names=_names("espenpost.test", "mx00", "mx01", "mail"),
    aliases=(("espenpost-eins.test", "unsigned"),),
)

# Load balancers before two servers that do not accept the same: TLS 1.3 alone beside TLS 1.2 alone; one of today beside
# an old one; STARTTLS beside none. HAProxy hands each connection to the next server. See haproxy.py, web.py, postfix.py.
WACHOLDERPOST = MailProvider(
    "wacholderpost.test",
    (
        MailHost("@", "127.0.45.1", (HTTPS,)),
        MailHost("dav", "127.0.45.2", (HTTPS,)),
        MailHost("mx", "127.0.45.3", (SMTP,)),
        MailHost("probed", "127.0.45.4", (HTTPS,)),
        MailHost("probed-dav", "127.0.45.5", (HTTPS,)),
        MailHost("probed-mx", "127.0.45.6", (SMTP,)),
        MailHost("shared", "127.0.45.7", (HTTPS,)),
    ),
    zone="unsigned",
    records="@ MX 10 mx\n_caldavs._tcp SRV 0 1 443 dav\n_carddavs._tcp SRV 0 0 0 .\n" + NO_XMPP,
    names=_names("wacholderpost.test", "dav", "mx", "probed", "probed-dav", "probed-mx", "shared"),
)
# By the balanced host: the servers behind it. Whose turn it is depends on everybody who connects, so a test that probes
# many times has the same servers behind a balancer of its own (probed-…, in no record that a scan follows).
BALANCED = {
    "@": ("127.0.45.11", "127.0.45.12"),
    "dav": ("127.0.45.21", "127.0.45.22"),
    "mx": ("127.0.45.31", "127.0.45.32"),
}
PROBED = {"@": "probed", "dav": "probed-dav", "mx": "probed-mx"}

# A variant, as those of plan.py, with OpenSSL 3.5: everything gets a hybrid group. It has to staple, may do so, and does not.
SANDDORNPOST = MailProvider(
    "sanddornpost.test",
    (
        MailHost("@", "127.0.46.1", (HTTPS,)),
        MailHost("mx", "127.0.46.2", (SMTP,)),
        MailHost("mail", "127.0.46.3", MAIL_PORTS),
    ),
    records="@ MX 10 mx\n"
    + _srv("mail", MAIL_PORTS)
    + NO_XMPP
    + '_dmarc TXT "v=DMARC1; p=reject; t=y; np=reject; psd=n"\n'
    + '@ CAA 0 issue "ca.test; accounturi=https://ca.test/acme/acct/1; validationmethods=dns-01"\n'
    + '@ CAA 0 issuemail ";"\n'
    + '_validation-persist TXT "ca.test; accounturi=https://ca.test/acme/acct/1"\n'
    + variants.strong_keys()
    + variants.https_record(),
    names=_names("sanddornpost.test", "mx", "mail", "*"),
    certificate=(("must_staple", True), ("responder", "http://ocsp.sanddornpost.test/")),
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
    BUCHENPOST,
    ESCHENPOST,
    LAERCHENPOST,
    ESPENPOST,
    WACHOLDERPOST,
    SANDDORNPOST,
)
# Who shares the Postfix and, where there are mailboxes, the Dovecot that are as they should be.
WELL_KEPT = (WEIDENPOST, KASTANIENPOST, BUCHENPOST, ESCHENPOST, LAERCHENPOST, ESPENPOST)


def certificates():
    """Pairs of the file's name and what is in the certificate."""
    return [
        (one.domain, Certificate(one.domain, one.names, **dict(one.certificate))) for one in MAIL_PROVIDERS if one.names
    ]


def addresses():
    """IPv6 addresses for the loopback."""
    return [f"{host.ipv6}/64" for one in MAIL_PROVIDERS for host in one.hosts if host.ipv6]
