"""Numbers of suites and groups by name, out of the tables of nmap and testssl.sh: none of ours is used."""

import functools
import pathlib
import re

NMAP = pathlib.Path("/usr/share/nmap/nselib/tls.lua")
TESTSSL = pathlib.Path("/etc/testssl/cipher-mapping.txt")
CURVES = pathlib.Path("/etc/testssl/curves-mapping.txt")
# What neither table has.
MORE = {
    "TLS_SHA256_SHA256": 0xC0B4, "TLS_SHA384_SHA384": 0xC0B5, "TLS_AEGIS_256_SHA512": 0x1306,
    "TLS_RSA_WITH_28147_CNT_IMIT": 0xFF02, "TLS_RSA_WITH_28147_CNT_IMIT_STREAM": 0xFF03,
    "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT_OLD": 0xFF85, "TLS_GOSTR341112_256_WITH_NULL_GOSTR3411": 0xFF87, "TLS_AEGIS_128L_SHA256": 0x1307,
    "SSL_RSA_FIPS_WITH_DES_CBC_SHA": 0xFEFE, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA": 0xFEFF,
    "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA_2": 0xFFE0, "SSL_RSA_FIPS_WITH_DES_CBC_SHA_2": 0xFFE1,
}
# SSLv2 kinds as nmap's script sslv2 calls them, beside the names of the specification.
SSL2 = {
    "SSL2_RC4_128_WITH_MD5": 0x010080, "SSL2_RC4_128_EXPORT40_WITH_MD5": 0x020080,
    "SSL2_RC2_128_CBC_WITH_MD5": 0x030080, "SSL2_RC2_128_CBC_EXPORT40_WITH_MD5": 0x040080,
    "SSL2_IDEA_128_CBC_WITH_MD5": 0x050080, "SSL2_DES_64_CBC_WITH_MD5": 0x060040,
    "SSL2_DES_192_EDE3_CBC_WITH_MD5": 0x0700C0,
}
# IANA "TLS Supported Groups", what testssl.sh's table of curves does not have.
MORE_GROUPS = {
    0x001E: "x448", 0x001F: "brainpoolP256r1tls13", 0x0020: "brainpoolP384r1tls13", 0x0021: "brainpoolP512r1tls13",
    0x0100: "ffdhe2048", 0x0101: "ffdhe3072", 0x0102: "ffdhe4096", 0x0103: "ffdhe6144", 0x0104: "ffdhe8192",
    0x11EB: "SecP256r1MLKEM768", 0x11EC: "X25519MLKEM768", 0x11ED: "SecP384r1MLKEM1024",
}


@functools.cache
def suites():
    """IANA and OpenSSL name → number."""
    found = dict(MORE) | SSL2
    for name, number in re.findall(r'((?:TLS|SSL)_[\w-]+)(?:"\])?\s*=\s*0x([0-9A-Fa-f]{4})\b', NMAP.read_text()):
        # nmap marks the suites of TLS 1.3, which have no key exchange in their names.
        found[name.replace("TLS_AKE_WITH_", "TLS_")] = found[name] = int(number, 16)
    for line in TESTSSL.read_text().splitlines():
        fields = line.split()
        if len(fields) < 4:
            continue
        number = int("".join(part[2:] for part in fields[0].split(",")), 16)
        for name in fields[2:4]:
            # RC4-MD5 and their like are names of SSLv2 kinds, too; the table has those last.
            if name != "-":
                found.setdefault(name, number)
    return found


@functools.cache
def names():
    """Number → one name to show."""
    shown = {}
    for name, number in suites().items():
        if name.startswith(("TLS_", "SSL_", "SSL2_")) and not name.startswith("TLS_AKE_"):
            shown.setdefault(number, name)
    return shown


@functools.cache
def groups():
    """Number → name."""
    found = {
        int(high + low, 16): name
        for high, low, name in re.findall(r"0x(\w\w),0x(\w\w) -\s+(\S+)", CURVES.read_text())
    }
    return found | MORE_GROUPS


def group(name):
    """The number of a group, or a KeyError."""
    return {one: number for number, one in groups().items()}[name]


def suite(name):
    """The number of a suite.

    A KeyError for a name that no table has: it must not be lost silently.
    """
    return suites()[name]


def shown(number):
    return names().get(number, f"0x{number:04X}")
