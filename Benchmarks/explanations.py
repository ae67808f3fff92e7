"""Known differences, by name. Each entry says for which servers, rival and items it holds, who is right, and why; that
it is so is proven anew in each run by asking the server. An entry that no difference met in a whole run is reported.
"""

import dataclasses
import fnmatch


@dataclasses.dataclass(frozen=True)
class Explanation:
    name: str
    rival: str
    kind: str
    #: Patterns as of a shell, several by `|`.
    servers: str
    items: str
    #: `ours` or the rival's name
    right: str
    why: str
    versions: str = "*"
    #: What we must have said; None: whatever.
    ours: object = None
    #: Not met in every run.
    at_random: bool = False


# Servers of tlslite-ng whose newest version is TLS 1.0.
OLD_TLSLITE = "tlslite-legacy|scapy-export"

ALL = (
    Explanation(
        "sslscan-version-without-x25519", "sslscan", "version", "nginx-x25519", "TLSv1.2", "ours",
        "its hello that asks for a version offers the curves 9 to 14 and 22 to 28, not x25519", ours=True,
    ),
    Explanation(
        "nmap-without-x448", "nmap", "version", "nginx-x448", "TLSv1.3", "ours",
        "its hellos offer the groups 23, 24, 25, 29, 256 and in TLS 1.3 41, not x448", ours=True,
    ),
    Explanation(
        "nmap-without-ed25519", "nmap", "version", "nginx-ed25519", "TLSv1.2", "ours",
        "its hello of TLS 1.2 offers no signature scheme of Ed25519, the only certificate here", ours=True,
    ),
    Explanation(
        "nmap-without-ecdsa-sha384", "nmap", "version", "nginx-ecdsa", "TLSv1.3", "ours",
        "its hello of TLS 1.3 offers ecdsa_secp256r1_sha256 and ecdsa_secp521r1_sha512, and the only key here is of P-384",
        ours=True,
    ),
    Explanation(
        "sslscan-groups-by-few-suites", "sslscan", "group",
        "openssl-aria|openssl-camellia|openssl-anonymous|openssl-null|openssl-psk", "*", "ours",
        "its hello that asks for a group offers 84 suites: none of ARIA, ECDHE with Camellia, anonymous, NULL or PSK",
        ours=True,
    ),
    Explanation(
        "sslscan-groups-of-nss", "sslscan", "group", "nss-legacy", "*", "ours",
        "before TLS 1.3 it tells no group of NSS, which sends its whole flight as one record (its length in the bytes)",
        ours=True,
    ),
    Explanation(
        "sslscan-without-brainpool13", "sslscan", "group", "tlslite-modern", "brainpoolP*tls13", "ours",
        "it does not know the numbers that RFC 8734 gave the brainpool curves in TLS 1.3", ours=True,
    ),
    Explanation(
        "sslscan-asks-no-psk", "sslscan", "suite", "openssl-psk", "TLS_*PSK_*", "ours",
        "OpenSSL offers no suite with a pre-shared key to a client that has none", ours=True,
    ),
    Explanation(
        "sslscan-lists-no-ffdhe", "sslscan", "suite", "lighttpd-gnutls", "TLS_DHE_*", "ours",
        "beside suites of TLS 1.2 it lists no group of RFC 7919, without which GnuTLS has no DHE", ours=True,
    ),
    Explanation(
        "sslscan-offers-344-suites", "sslscan", "version", "lighttpd-wolfssl", "TLSv1.2", "ours",
        "its hello that asks for a version offers 344 suites, and wolfSSL calls more than 150 malformed (alert 50)",
        ours=True,
    ),
    Explanation(
        "sslscan-random-x25519-key", "sslscan", "version", "lighttpd-wolfssl", "TLSv1.3", "ours",
        "it sends random bytes for a key, and wolfSSL refuses every second X25519 key, whose unused bit is set"
        " (RFC 7748 §5: to be masked)",
        ours=True, at_random=True,
    ),
    Explanation(
        "sslscan-groups-by-random-x25519-key", "sslscan", "group", "lighttpd-wolfssl", "*", "ours",
        "the same, whether it asks for X25519 or looks for TLS 1.3 first, without which it asks for no group",
        ours=True, at_random=True,
    ),
    Explanation(
        "sslscan-takes-retries-for-groups", "sslscan", "group", "lighttpd-wolfssl", "*", "ours",
        "it counts any ServerHello, and wolfSSL asks clients without a group of its own to try again without naming one",
        ours=False, at_random=True,
    ),
    Explanation(
        "nmap-without-cecpq1", "nmap", "suite", "botan", "TLS_CECPQ1_*", "ours",
        "it has no suite of CECPQ1 in its lists", ours=True,
    ),
    Explanation(
        "sslscan-without-cecpq1", "sslscan", "suite", "botan", "TLS_CECPQ1_*", "ours",
        "OpenSSL has no suite of CECPQ1", ours=True,
    ),
    Explanation(
        "nmap-lists-no-versions", "nmap", "version", OLD_TLSLITE, "TLSv1.2", "ours",
        "its hello of TLS 1.2 does not list versions, and tlslite-ng takes more than its newest one where they are listed",
        ours=True,
    ),
    Explanation(
        "sslscan-lists-no-versions", "sslscan", "version", OLD_TLSLITE, "TLSv1.2", "ours",
        "the same", ours=True,
    ),
)


def _fits(patterns, text):
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns.split("|"))


def find(difference):
    for one in ALL:
        if (
            one.rival == difference.rival
            and one.kind == difference.kind
            and _fits(one.servers, difference.server)
            and _fits(one.items, difference.name)
            and _fits(one.versions, difference.version)
            and one.ours in (None, difference.ours)
        ):
            return one
    return None
