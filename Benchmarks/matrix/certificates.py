"""A certificate authority and a leaf for each kind of key, new at each start."""

import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.x509.oid import NameOID

NAME = "server.test"
DAY = datetime.timedelta(days=1)


def key(kind):
    return {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "dsa": lambda: dsa.generate_private_key(2048),
    }[kind]()


def _builder(subject, issuer, public_key):
    now = datetime.datetime.now(datetime.timezone.utc)
    name = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + 30 * DAY)
    )


def _write(path, certificates, private_key):
    pem = serialization.Encoding.PEM
    path.with_suffix(".pem").write_bytes(b"".join(one.public_bytes(pem) for one in certificates))
    path.with_suffix(".key").write_bytes(
        private_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    path.with_suffix(".old.key").write_bytes(
        private_key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
        if not isinstance(private_key, ed25519.Ed25519PrivateKey)
        else b""
    )


def write(directory):
    """Writes ca.pem and KIND.pem, KIND.key (PKCS #8), KIND.old.key (its own format) for each kind."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = (
        _builder("Benchmark CA", "Benchmark CA", root_key.public_key())
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    _write(directory / "ca", [root], root_key)
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    for kind in ("rsa", "ecdsa", "p384", "ed25519", "dsa"):
        private_key = key(kind)
        leaf = (
            _builder(NAME, "Benchmark CA", private_key.public_key())
            .add_extension(x509.BasicConstraints(False, None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(root_key, hashes.SHA256())
        )
        _write(directory / kind, [leaf], private_key)
