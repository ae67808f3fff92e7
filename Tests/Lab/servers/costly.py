"""Providers that cost a scanner what they can: slow, fat, and many names at one address.

Nothing here is in the lab's ordinary content; `Tests/Lab/bounds` scans it beside that. Slow ones are HAProxy, which waits
before it asks the real server behind it, and so delays every greeting and every answer.
"""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import mail_plan
from plan import Certificate

SMTP, SUBMISSION, IMAPS = mail_plan.SMTP, mail_plan.SUBMISSION, mail_plan.IMAPS
EXCHANGERS = 16
# Longer than the timeout of the lab, shorter than the patience for a mail server's greeting.
GREETING_DELAY, ANSWER_DELAY = 10, 4
NAMES = 10_000

# Sixteen mail exchangers, which are one address that takes its time.
SCHLEHENPOST = ("schlehenpost.test", ["127.0.51.1"])
# Sixty-four addresses, all of them slow: two for each of sixteen mail exchangers and sixteen submission servers.
STECHPALMENPOST = ("stechpalmenpost.test", [f"127.0.52.{number}" for number in range(1, 65)])
# Sixteen names that lead to another provider's mail exchanger.
HARTRIEGELPOST = ("hartriegelpost.test", [mail_plan.WEIDENPOST.host("mx").ipv4])
# Sixteen mail exchangers with replies as large as they may be: see hostile_mail_peer.py.
HOLZAPFELPOST = ("holzapfelpost.test", [f"127.0.54.{number}" for number in range(1, 17)])
# A certificate of ten thousand names.
VOGELBEERPOST = ("vogelbeerpost.test", ["127.0.55.1"])


def certificates():
    """Pairs of the file's name and what is in the certificate."""
    return [(HOLZAPFELPOST[0], Certificate(HOLZAPFELPOST[0], (HOLZAPFELPOST[0],)))]


def zones():
    """Pairs of a domain and the lines of its zone."""

    def names(label, addresses, each=1):
        return "".join(
            f"{label}{1 + index // each} A {address}\n" for index, address in enumerate(addresses)
        )

    exchangers = "".join(f"@ MX {10 + number} mx{number}\n" for number in range(1, EXCHANGERS + 1))
    declined = mail_plan.NO_XMPP
    slow = STECHPALMENPOST[1]
    yield SCHLEHENPOST[0], declined + exchangers + names("mx", SCHLEHENPOST[1] * EXCHANGERS)
    yield STECHPALMENPOST[0], declined + exchangers + names("mx", slow[:32], 2) + names("smtp", slow[32:], 2) + "".join(
        f"_submission._tcp SRV 0 1 {SUBMISSION} smtp{number}\n" for number in range(1, EXCHANGERS + 1)
    )
    yield HARTRIEGELPOST[0], declined + exchangers + names("mx", HARTRIEGELPOST[1] * EXCHANGERS)
    yield HOLZAPFELPOST[0], declined + exchangers + names("mx", HOLZAPFELPOST[1])
    yield VOGELBEERPOST[0], declined + f"@ MX 0 .\n_imaps._tcp SRV 0 1 {IMAPS} imap\nimap A {VOGELBEERPOST[1][0]}\n"


def _certificate_of_many_names(file):
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.timezone.utc)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, VOGELBEERPOST[0])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=90))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(f"name{number}.{VOGELBEERPOST[0]}") for number in range(NAMES)]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    file.write_bytes(
        certificate.public_bytes(encoding)
        + key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def prepare(directory):
    """Returns the command that runs the HAProxy of the slow and of the one with the long certificate."""
    directory.mkdir()
    _certificate_of_many_names(directory / "names.pem")
    mx, mail = mail_plan.WEIDENPOST.host("mx").ipv4, mail_plan.WEIDENPOST.host("mail").ipv4

    def slow(name, addresses, port, seconds, server):
        binds = "".join(f"  bind {address}:{port}\n" for address in addresses)
        return f"""frontend {name}
{binds}  tcp-request inspect-delay {seconds}s
  tcp-request content accept if WAIT_END
  default_backend {name}
backend {name}
  server real {server}:{port}
"""

    file = directory / "haproxy.cfg"
    file.write_text(
        """global
  maxconn 4000
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
"""
        + slow("schlehen", SCHLEHENPOST[1], SMTP, GREETING_DELAY, mx)
        + slow("stechpalmen-mx", STECHPALMENPOST[1][:32], SMTP, ANSWER_DELAY, mx)
        + slow("stechpalmen-smtp", STECHPALMENPOST[1][32:], SUBMISSION, ANSWER_DELAY, mail)
        + f"""frontend vogelbeer
  bind {VOGELBEERPOST[1][0]}:{IMAPS} ssl crt {directory}/names.pem ssl-max-ver TLSv1.2 ciphers {mail_plan.CIPHERS}
  default_backend vogelbeer
backend vogelbeer
  server dovecot {mail_plan.ZIRBENPOST.host("mail").ipv4}:{mail_plan.IMAP}
"""
    )
    return ["haproxy", "-db", "-f", str(file)]


def questions(tcp):
    for _, addresses in (SCHLEHENPOST, STECHPALMENPOST):
        yield "haproxy-costly", f"[{addresses[0]}]:{SMTP}", tcp(addresses[0], SMTP)
    yield "haproxy-costly", f"[{VOGELBEERPOST[1][0]}]:{IMAPS}", tcp(VOGELBEERPOST[1][0], IMAPS)
    for address in HOLZAPFELPOST[1]:
        yield "hostile_mail", f"[{address}]:{SMTP}", tcp(address, SMTP)
