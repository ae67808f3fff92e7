"""The lab's own certificate authority, and the certificate of every provider.

Making RSA keys takes seconds, so a set is kept in .build/lab and used again until it is about to expire.
"""

import datetime
import hashlib
import os
import pathlib
import shutil
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import costly
import mail_plan
import plan

LEAF_DAYS = 90
# The set is made anew two days before the first of them expires that is not meant to have done so.
RENEW_DAYS = 2
USAGES = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}
ON_SRV = x509.ObjectIdentifier("1.3.6.1.5.5.7.8.7")
ON_XMPP_ADDRESS = x509.ObjectIdentifier("1.3.6.1.5.5.7.8.5")
IA5_STRING, UTF8_STRING = 0x16, 0x0C


def _key(kind):
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


def _name(common_name):
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Labor"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    )


def _other_name(kind, tag, text):
    value = text.encode()
    assert len(value) < 128  # one length byte is enough for our names
    return x509.OtherName(kind, bytes([tag, len(value)]) + value)


def _builder(subject, issuer, public_key, days, now):
    # A day back: clocks differ.
    return _dated(subject, issuer, public_key, now - datetime.timedelta(days=1), now + datetime.timedelta(days=days))


def _dated(subject, issuer, public_key, begin, end):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )


def _life(wanted, now):
    """From when to when it is valid."""
    if wanted.expired:
        return now - datetime.timedelta(days=40), now - datetime.timedelta(days=10)
    if wanted.hours:
        begin = now - datetime.timedelta(hours=1)
        return begin, begin + datetime.timedelta(hours=wanted.hours, seconds=-1)
    return now - datetime.timedelta(days=1), now + datetime.timedelta(days=LEAF_DAYS)


class Authority:
    """A certificate and its key that can sign others; the chain is what a server sends beside the leaf."""

    def __init__(self, common_name, now, parent=None):
        self.key = _key("rsa")
        self.name = _name(common_name)
        signer = parent or self
        builder = _builder(self.name, signer.name, self.key.public_key(), 3650, now)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0 if parent else 1), critical=True
        ).add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
        )
        builder = _with_key_identifiers(builder, self.key, signer.key)
        self.certificate = builder.sign(signer.key, hashes.SHA256())
        self.chain = [self.certificate] if parent else []


def _with_key_identifiers(builder, key, signing_key):
    return builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    ).add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
    )


def _leaf(wanted, authority, now):
    """authority is None for a certificate that signs itself."""
    key = _key(wanted.key)
    subject = _name(wanted.common_name)
    signing_key = authority.key if authority else key
    names = [x509.DNSName(name) for name in wanted.dns_names]
    names += [_other_name(ON_SRV, IA5_STRING, name) for name in wanted.srv_names]
    names += [_other_name(ON_XMPP_ADDRESS, UTF8_STRING, name) for name in wanted.xmpp_addresses]
    builder = _dated(subject, authority.name if authority else subject, key.public_key(), *_life(wanted, now))
    builder = (
        builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            # Key encipherment: static RSA suites need it.
            x509.KeyUsage(True, False, wanted.key == "rsa", False, False, False, False, False, False),
            critical=True,
        )
    )
    if wanted.usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([USAGES[one] for one in wanted.usage]), critical=False)
    if wanted.must_staple:
        builder = builder.add_extension(x509.TLSFeature([x509.TLSFeatureType.status_request]), critical=False)
    if wanted.responder:
        place = x509.UniformResourceIdentifier(wanted.responder)
        access = x509.AccessDescription(x509.AuthorityInformationAccessOID.OCSP, place)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    builder = _with_key_identifiers(builder, key, signing_key)
    certificate = builder.sign(signing_key, hashes.SHA256())
    return key, [certificate] + (authority.chain if authority and wanted.whole else [])


def _pem(certificates):
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


def _make(directory):
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    root = Authority("Prüfstand Lab Root CA", now)
    authorities = {
        "lab": Authority("Prüfstand Lab Intermediate CA", now, parent=root),
        "stranger": Authority("Some Other CA", now),
        "self": None,
    }
    (directory / "ca.pem").write_bytes(_pem([root.certificate]))
    wanted = [(one.domain, one.certificate) for one in plan.PROVIDERS if one.certificate]
    everything = wanted + mail_plan.certificates() + costly.certificates()
    for name, certificate in everything:
        key, chain = _leaf(certificate, authorities[certificate.issuer], now)
        (directory / f"{name}.pem").write_bytes(_pem(chain))
        # Traditional format: tlslite-ng reads PKCS#8 of RSA too, but its EC reader is choosy.
        (directory / f"{name}.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )
        os.chmod(directory / f"{name}.key", 0o600)
    ends = [_life(certificate, now)[1] for _, certificate in everything if not certificate.expired]
    (directory / "expires").write_text(str(int(min(ends).timestamp())))


def _usable(directory):
    try:
        expires = int((directory / "expires").read_text())
        for key in directory.glob("*.key"):
            key.read_bytes()
    except (OSError, ValueError):
        return False
    return expires - datetime.datetime.now().timestamp() > RENEW_DAYS * 86400


def provide(cache, target):
    """Puts ca.pem and DOMAIN.pem, DOMAIN.key into `target`, from the cache where that is good."""
    sources = b"".join(pathlib.Path(file).read_bytes() for file in (__file__, plan.__file__, mail_plan.__file__, costly.__file__))
    kept = cache / ("certificates-" + hashlib.sha256(sources).hexdigest()[:16])
    if not _usable(kept):
        made = pathlib.Path(tempfile.mkdtemp(prefix="new-", dir=target))
        _make(made)
        _keep(made, cache, kept)
        kept = made
    shutil.copytree(kept, target, dirs_exist_ok=True)


def _keep(made, cache, kept):
    """By rename, so that another lab sees a whole set or none; a cache we may not write is no reason to fail."""
    try:
        copy = pathlib.Path(tempfile.mkdtemp(prefix="new-", dir=cache))
        shutil.copytree(made, copy, dirs_exist_ok=True)
        # Whoever was first has won; an expired or unreadable set is put aside.
        if kept.exists() and not _usable(kept):
            old = copy.with_name(copy.name + "-old")
            kept.rename(old)
            shutil.rmtree(old)
        if kept.exists():
            shutil.rmtree(copy)
        else:
            copy.rename(kept)
    except OSError:
        return


def public_key_digest(file):
    """SHA-256 of the SubjectPublicKeyInfo: the data of a TLSA record 3 1 1."""
    certificate = x509.load_pem_x509_certificate(pathlib.Path(file).read_bytes())
    return hashlib.sha256(
        certificate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).hexdigest()
