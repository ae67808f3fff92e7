"""The zones: a signed root, a signed `test.`, and one zone per provider, signed, unsigned or bogus.

The zones are signed anew at each start, by keys that live as long as the lab.
"""

import time

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataset
import dns.rdatatype
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec

import certificates
import copies
import costly
import mail_plan
import plan
import trap_zones

TTL = 300
SERIAL = 2014072901
NAME_SERVER = "ns.test."


def _head(origin):
    return f"""$ORIGIN {origin}
$TTL {TTL}
@ SOA {NAME_SERVER} hostmaster.test. {SERIAL} 3600 900 604800 300
@ NS {NAME_SERVER}
"""


def _name_server_addresses():
    return f"{NAME_SERVER} A {plan.NAME_SERVER[0]}\n{NAME_SERVER} AAAA {plan.NAME_SERVER[1]}\n"


def _address_lines(owner, host):
    return "".join(f"{owner} {'AAAA' if ':' in one else 'A'} {one}\n" for one in host.addresses)


def _provider_zone(one, certificate_directory):
    text = _head(one.domain + ".")
    for host in one.hosts:
        text += _address_lines(host.label, host)
        if one.records != "srv":
            text += _address_lines("@", host)
    for port in one.ports:
        service = plan.SERVICE_OF_PORT[port]
        if one.records == "decline":
            text += f"{service} SRV 0 0 0 .\n"
        elif one.records == "srv":
            for index, host in enumerate(one.hosts):
                text += f"{service} SRV {5 + 5 * index} 10 {port} {host.label}\n"
    for port in one.tlsa_ports:
        digest = certificates.public_key_digest(certificate_directory / f"{one.domain}.pem")
        for host in one.hosts:
            text += f"_{port}._tcp.{host.label} TLSA 3 1 1 {digest}\n"
    return text + one.lines


def _mail_records(one, certificate_directory):
    text = ""
    for host in one.hosts:
        text += _address_lines(host.label, host)
        for port in host.tlsa:
            digest = certificates.public_key_digest(certificate_directory / f"{one.domain}.pem")
            owner = f"_{port}._tcp" if host.label == "@" else f"_{port}._tcp.{host.label}"
            text += f"{owner} TLSA 3 1 1 {digest}\n"
    return text + one.records


class SignedZone:
    """A zone and the one key (ECDSA P-256) that signs all of it."""

    def __init__(self, origin, text):
        self.origin = dns.name.from_text(origin)
        self.zone = dns.zone.from_text(text, origin=self.origin, relativize=False, check_origin=False)
        self.private_key = ec.generate_private_key(ec.SECP256R1())
        self.public_key = dns.dnssec.make_dnskey(
            self.private_key.public_key(), dns.dnssec.Algorithm.ECDSAP256SHA256, flags=257
        )

    def ds(self):
        digest = dns.dnssec.make_ds(self.origin, self.public_key, dns.dnssec.DSDigest.SHA256)
        return f"{self.origin} {TTL} DS {digest.to_text()}\n"

    def sign(self, inception=None, expiration=None):
        now = int(time.time())
        # An hour back for clocks, thirty days ahead for labs that are kept open.
        dns.dnssec.sign_zone(
            self.zone,
            keys=[(self.private_key, self.public_key)],
            dnskey_ttl=TTL,
            inception=inception or now - 3600,
            expiration=expiration or now + 30 * 86400,
        )

    def spoil(self):
        """Turns one bit in every signature but the DNSKEY's: the chain reaches the zone and breaks inside it."""
        for name, node in self.zone.nodes.items():
            for rdataset in list(node.rdatasets):
                if rdataset.rdtype != dns.rdatatype.RRSIG or rdataset.covers == dns.rdatatype.DNSKEY:
                    continue
                spoilt = dns.rdataset.Rdataset(rdataset.rdclass, rdataset.rdtype, rdataset.covers, rdataset.ttl)
                for signature in rdataset:
                    wrong = bytes([signature.signature[0] ^ 1]) + signature.signature[1:]
                    spoilt.add(signature.replace(signature=wrong))
                node.replace_rdataset(spoilt)

    def text(self):
        return self.zone.to_text(relativize=False, sorted=True)


def _zones(certificate_directory):
    """The providers' zones by domain: kind and text. Who has both XMPP and mail has one zone for both."""
    zones = {one.domain: (one.zone, _provider_zone(one, certificate_directory)) for one in plan.PROVIDERS}
    for one in mail_plan.MAIL_PROVIDERS:
        kind, text = zones.get(one.domain, (one.zone, _head(one.domain + ".")))
        zones[one.domain] = kind, text + _mail_records(one, certificate_directory)
        for alias, alias_kind in one.aliases:
            zones[alias] = alias_kind, _head(alias + ".") + f"@ MX 10 {one.first_exchanger}.\n"
    return zones


def write(directory, certificate_directory):
    """Writes the zone files; returns their origins with the files, and the trust anchor of the root."""
    files = {}
    delegations = ""

    def put(origin, text):
        files[origin] = directory / (origin.strip(".") or "root")
        files[origin].write_text(text)

    for domain, (kind, text) in _zones(certificate_directory).items():
        origin = domain + "."
        delegations += f"{origin} NS {NAME_SERVER}\n"
        if kind == "unsigned":
            put(origin, text)
            continue
        zone = SignedZone(origin, text)
        zone.sign()
        if kind == "bogus":
            zone.spoil()
        delegations += zone.ds()
        put(origin, zone.text())

    for domain, lines in costly.zones():
        delegations += f"{domain}. NS {NAME_SERVER}\n"
        put(domain + ".", _head(domain + ".") + lines)

    shared = copies.records(_mail_records, certificate_directory) if copies.COUNT else ""
    for number, domain in enumerate(copies.domains(), 1):
        zone = SignedZone(domain + ".", _head(domain + ".") + shared + copies.slow_records(number))
        zone.sign()
        delegations += f"{domain}. NS {NAME_SERVER}\n" + zone.ds()
        put(domain + ".", zone.text())

    delegations += trap_zones.write(directory, _head, SignedZone, put)
    test = SignedZone(
        "test.", _head("test.") + _name_server_addresses() + f"scanner A {plan.SCANNER}\n" + delegations
    )
    test.sign()
    put("test.", test.text())

    root = SignedZone(".", _head(".") + f"test. NS {NAME_SERVER}\n" + test.ds() + _name_server_addresses())
    root.sign()
    put(".", root.text())
    return files, f". {TTL} IN DNSKEY {root.public_key.to_text()}\n"


def root_hints():
    return f". 3600000 NS {NAME_SERVER}\n" + _name_server_addresses().replace(" A ", " 3600000 A ").replace(
        " AAAA ", " 3600000 AAAA "
    )
