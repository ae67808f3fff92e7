"""Zones with a trap each, for the DNS part alone: nobody listens at their addresses (127.0.61.x).

`TRAPS` says what each is; the providers of `Tests/Lab/policies` are named after them.
"""

import subprocess
import time

import dns.dnssec
import dns.rdataset
import dns.rdatatype
from cryptography.hazmat.primitives.asymmetric import ed448

# Any bytes of the right length do where nobody shows a certificate.
DIGEST = "11" * 32
OTHER = "22" * 32


def _host(label="mx", number=1):
    return f"{label} A 127.0.61.{number}\n"


def _tlsa(owner="_25._tcp.mx", record=f"3 1 1 {DIGEST}"):
    return f"{owner} TLSA {record}\n"


GOOD = "@ MX 10 mx\n" + _host() + _tlsa()
POLICIES = f"""@ CAA 0 issue "lab.test"
@ CAA 0 issuemail ";"
@ TXT "v=spf1 mx include:spf.erlenpost.test -all"
spf TXT "v=spf1 ip4:127.0.61.0/24 ?all"
_dmarc TXT "v=DMARC1; p=reject; sp=quarantine; rua=mailto:berichte@erlenpost.test"
_mta-sts TXT "v=STSv1; id=20261123T1"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@erlenpost.test"
@ HTTPS 1 . alpn="h2,h3" ipv4hint=127.0.61.9
_validation-persist TXT "lab.test; accounturi=https://acme.lab.test/acct/7; policy=wildcard; persistUntil=1798761600"
_validation-persist TXT "andere.test; accounturi=https://andere.test/1; spaeter=ja"
2026._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
"""

# Domain → kind of zone, records. Kinds: signed, unsigned, bogus (every signature), bogus-tlsa (only those over TLSA),
# unsigned-ipv4 (with a name server that has no IPv6 address), expired, nsec3 (opt-out, iterations and a salt), iterations (more than validators take), ed448, lame (delegated to an address where no name server is).
TRAPS = {
    "erlenpost.test": ("signed", GOOD + POLICIES),
    # Alias domains of erlenpost.
    "erlenpost-eins.test": ("signed", "@ MX 10 mx.erlenpost.test.\n"),
    "erlenpost-zwei.test": ("unsigned", "@ MX 10 mx.erlenpost.test.\n"),
    "erlenpost-drei.test": ("bogus", "@ MX 10 mx.erlenpost.test.\n"),
    # DANE.
    "nurhosts.test": ("unsigned", "@ MX 10 mx.erlenpost.test.\n"),
    "tlsa-alias.test": ("signed", "@ MX 10 mx\n" + _host() + "_25._tcp.mx CNAME dane\n" + _tlsa("dane")),
    "mx-alias.test": ("signed", "@ MX 10 mail\nmail CNAME mx.erlenpost.test.\n"),
    "nur-ipv4.test": (
        "unsigned-ipv4",
        "@ MX 10 mx\n" + _host() + 'ns4 A 127.0.53.1\n_validation-persist TXT "lab.test; policy=wildcard"\n',
    ),
    "mx-ziel.test": ("unsigned", _host()),
    "mx-halbalias.test": ("signed", "@ MX 10 mail\nmail CNAME mx.mx-ziel.test.\n" + _tlsa("_25._tcp.mail")),
    "tlsa-bogus.test": ("bogus-tlsa", GOOD),
    "tlsa-unbrauchbar.test": (
        "signed",
        "@ MX 10 mx\n" + _host() + "".join(_tlsa(record=one) for one in (f"0 0 1 {DIGEST}", f"1 1 1 {DIGEST}", f"3 1 9 {DIGEST}", f"3 5 1 {DIGEST}")),
    ),
    "tlsa-wechsel.test": ("signed", GOOD + _tlsa(record=f"3 1 1 {OTHER}")),
    "tlsa-halb.test": ("signed", "@ MX 10 mx\n@ MX 10 mx2\n" + _host() + _host("mx2", 2) + _tlsa()),
    "tlsa-reserve.test": ("signed", "@ MX 10 mx\n@ MX 20 mx2\n" + _host() + _host("mx2", 2) + _tlsa()),
    # Zones.
    "abgelaufen.test": ("expired", GOOD),
    "optout.test": ("nsec3", GOOD + "unsigniert NS ns.test.\n"),
    # Signed, and to be verified by other validators than Debian's libunbound.
    "ed448.test": ("ed448", GOOD + '@ TXT "v=spf1 -all"\n'),
    "iterationen.test": ("iterations", GOOD),
    "lahm.test": ("lame", ""),
    "joker.test": ("signed", "@ MX 10 mx\n" + _host() + '* A 127.0.61.7\n* TXT "v=spf1 -all"\n*._tcp.mx TLSA 3 1 1 ' + DIGEST + "\n"),
    # Mail routes.
    "leer.test": ("signed", ""),
    "nullmx.test": ("signed", '@ MX 0 .\n@ TXT "v=spf1 -all"\n'),
    "mx-adresse.test": ("signed", "@ MX 10 127.0.61.1.\n"),
    "viele-mx.test": ("unsigned", "".join(f"@ MX {number % 60000} m{number}\n" for number in range(5000))),
    "srv-adresse.test": ("signed", "_xmpp-client._tcp SRV 0 0 5222 127.0.61.1.\n_xmpp-server._tcp SRV 0 0 5269 127.0.61.1.\n"),
    # Policies.
    "spf-elf.test": (
        "signed",
        '@ TXT "v=spf1' + "".join(f' include:n{number}.spf-elf.test" "' for number in range(1, 12)) + ' -all"\n'
        + "".join(f'n{number} TXT "v=spf1 ip4:127.0.61.{number} ?all"\n' for number in range(1, 12)),
    ),
    "spf-leer.test": ("signed", '@ TXT "v=spf1 a:x1.spf-leer.test a:x2.spf-leer.test mx:x3.spf-leer.test -all"\n'),
    "zeichen.test": (
        "signed",
        '@ TXT "v=spf1 <script>alert(1)</script> -all"\n'
        + '_dmarc TXT "v=DMARC1; p=none; rua=mailto:<b>x</b>@zeichen.test; ruf=mailto:\\027[31mrot"\n'
        + '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:\\027]0;weg\\007@zeichen.test"\n'
        + '@ CAA 0 issue "\\027[2J<img src=x>"\n@ CAA 128 fremd "x"\n',
    ),
    "dmarc-oben.test": (
        "signed",
        '_dmarc TXT "v=DMARC1; p=reject; sp=none; pct=50"\nmail TXT "v=spf1 ~all"\nmail MX 10 mx.erlenpost.test.\n'
        + '_mta-sts TXT "v=STSv1; id=nein!"\n_smtp._tls TXT "v=TLSRPTv1;"\n'
        + '@ TXT "v=spf1 -all"\n@ TXT "v=spf1 ~all"\n',
    ),
}


# What RFC 9276 warns of: opt-out, iterations and a salt; more iterations than BIND and Unbound take (150).
NSEC3 = {"nsec3": ("-p", "-t", "5", "-s", "cafe"), "iterations": ("-t", "151")}


def _spoil(zone, kind):
    """Turns one bit in the signatures over records of one type."""
    for node in zone.zone.nodes.values():
        for rdataset in list(node.rdatasets):
            if rdataset.rdtype != dns.rdatatype.RRSIG or rdataset.covers != kind:
                continue
            spoilt = dns.rdataset.Rdataset(rdataset.rdclass, rdataset.rdtype, rdataset.covers, rdataset.ttl)
            for signature in rdataset:
                wrong = bytes([signature.signature[0] ^ 1]) + signature.signature[1:]
                spoilt.add(signature.replace(signature=wrong))
            node.replace_rdataset(spoilt)


def _with_nsec3(directory, origin, text, *arguments):
    """By ldns, because dnspython signs with NSEC only. Returns the zone and DS."""
    file = directory / f"{origin.strip('.')}.unsigned"
    file.write_text(text)
    run = {"cwd": directory, "check": True, "capture_output": True, "text": True}
    key = subprocess.run(["ldns-keygen", "-k", "-a", "ECDSAP256SHA256", origin.strip(".")], **run).stdout.strip()
    signed = directory / f"{origin.strip('.')}.signed"
    subprocess.run(
        ["ldns-signzone", "-n", *arguments, "-i", str(int(time.time()) - 3600), "-f", str(signed), file.name, key],
        **run,
    )
    return signed.read_text(), (directory / f"{key}.ds").read_text()


def write(directory, head, signed_zone, put):
    """Puts the zones, and returns the lines of their delegations."""
    delegations = ""
    for domain, (kind, records) in TRAPS.items():
        origin = domain + "."
        if kind == "lame":
            delegations += f"{origin} NS ns.{origin}\nns.{origin} A 127.0.61.53\n"
            continue
        if kind == "unsigned-ipv4":
            delegations += f"{origin} NS ns4.{origin}\nns4.{origin} A 127.0.53.1\n"
            put(origin, head(origin).replace("@ NS ns.test.", "@ NS ns4") + records)
            continue
        delegations += f"{origin} NS ns.test.\n"
        text = head(origin) + records
        if kind == "unsigned":
            put(origin, text)
            continue
        if kind in NSEC3:
            text, ds = _with_nsec3(directory, origin, text, *NSEC3[kind])
            put(origin, text)
            delegations += ds
            continue
        zone = signed_zone(origin, text)
        if kind == "ed448":
            zone.private_key = ed448.Ed448PrivateKey.generate()
            zone.public_key = dns.dnssec.make_dnskey(
                zone.private_key.public_key(), dns.dnssec.Algorithm.ED448, flags=257
            )
        now = int(time.time())
        zone.sign(now - 40 * 86400, now - 10 * 86400) if kind == "expired" else zone.sign()
        if kind == "bogus":
            zone.spoil()
        elif kind == "bogus-tlsa":
            _spoil(zone, dns.rdatatype.TLSA)
        delegations += zone.ds()
        put(origin, zone.text())
    return delegations
