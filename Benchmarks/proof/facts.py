"""Decides single questions about a server by asking it: each answer comes with its evidence."""

from proof.hello import CURVES, FFDHE, GROUPS_13, ask
from rivals import names

CHACHA = {0x1303, 0xCCA8, 0xCCA9, 0xCCAA, 0xCCAB, 0xCCAC, 0xCCAD, 0xCCAE}
# What a server of PrioritizeChaCha may find in front of ChaCha20: known to it, or it would be dropped.
DECOYS = [0xC02F, 0xC030, 0x009C, 0x009D, 0x002F, 0x0035, 0xC013, 0xC014, 0x1304, 0x1305, 0x1301, 0x1302]
# Key exchange by an ephemeral curve, out of the IANA name.
EPHEMERAL_CURVE = ("TLS_ECDHE_", "TLS_ECDH_anon")
FINITE_FIELDS = "TLS_DHE_"


def accepts_suite(address, port, version, suite):
    """Accepted from some client: DHE may depend on whether a group of RFC 7919 is listed (§4)."""
    answer = ask(address, port, version, [suite])
    if (answer.version, answer.suite) != (version, suite) and names.shown(suite).startswith(FINITE_FIELDS):
        answer = ask(address, port, version, [suite], CURVES + FFDHE)
    return (answer.version, answer.suite) == (version, suite), str(answer)


def accepts_version(address, port, version, suites):
    """Offers the suites that somebody saw there, in parts that every server reads to the end."""
    suites = sorted(suites)
    answer = None
    for start in range(0, len(suites), 32):
        answer = ask(address, port, version, suites[start : start + 32])
        if answer.version == version:
            return True, str(answer)
    if version == "TLSv1.2":
        listing = ask(address, port, version, suites[:32], listed=True)
        if listing.version == version:
            return True, f"from a client that lists it behind TLS 1.3: {listing}; from others: {answer}"
    return False, str(answer)


def depends_on_listing(address, port, version, suites):
    """Whether the version is taken from clients that list it in `supported_versions`, and refused to all others."""
    suites = sorted(suites)[:32]
    listing, other = ask(address, port, version, suites, listed=True), ask(address, port, version, suites)
    shown = f"from a client that lists it behind TLS 1.3: {listing}; from others: {other}"
    return listing.version == version and other.version != version, shown


def accepts_group(address, port, group, suites):
    """`suites`: version → numbers that the server accepts."""
    shown = "no suite with a group"
    if suites.get("TLSv1.3") and group in GROUPS_13:
        answer = ask(address, port, "TLSv1.3", suites["TLSv1.3"], [group])
        if answer.group == group:
            return True, str(answer)
        shown = str(answer)
    for version in ("TLSv1.2", "TLSv1.1", "TLSv1.0"):
        wanted = [one for one in suites.get(version, ()) if names.shown(one).startswith(EPHEMERAL_CURVE)]
        if not wanted:
            continue
        # An ECDSA certificate is only taken where its own curve is offered as well: behind the one in question.
        for groups in ([group], [group, 23], [group, 24]):
            answer = ask(address, port, version, wanted, groups, whole=True)
            if answer.group == group:
                return True, f"{version}, ServerKeyExchange with group {group}: {answer}"
            shown = f"{version}: {answer}"
        break
    return False, shown


def follows(address, port, version, order):
    """Whether the server takes the first of each two neighbours although the client puts it behind the other."""
    for first, second in zip(order, order[1:]):
        # In front of the others, ChaCha20 would have PrioritizeChaCha move it up: the last of a third offer.
        answer = ask(address, port, version, [second, first])
        if answer.suite == first:
            continue
        if second in CHACHA and first not in CHACHA:
            decoy = next(one for one in DECOYS if (one >> 8 == 0x13) == (version == "TLSv1.3") and one not in order)
            answer = ask(address, port, version, [decoy, second, first])
            if answer.suite == first:
                continue
        return False, f"of {names.shown(second)}, {names.shown(first)} it takes the former: {answer}"
    return True, f"of each two neighbours, offered the other way round, it takes the first ({len(order)} suites)"


# To ask for a version of which nobody saw a suite.
OLD = [
    0xC014, 0xC013, 0x0039, 0x0033, 0x0035, 0x002F, 0x000A, 0x0005, 0x0004, 0x0009, 0x0003, 0x0006, 0x0008, 0x003A,
    0x0034, 0x0018, 0xC018, 0xC019, 0x0001, 0x0002, 0xC006, 0xC010, 0xC009, 0xC00A,
]
USUAL = {
    "TLSv1.3": [0x1301, 0x1302, 0x1303, 0x1304, 0x1305],
    "TLSv1.2": [0xC02F, 0xC030, 0xC02B, 0xC02C, 0xCCA8, 0xCCA9, 0x009C, 0x009D, 0x009E] + OLD,
    "SSLv2": [0x010080, 0x020080, 0x030080, 0x040080, 0x0700C0],
}


def preference(address, port, version, suites):
    """`client` where the server takes the first of the offer whichever way round that is."""
    forth, back = (ask(address, port, version, list(offer)) for offer in (suites, reversed(suites)))
    whose = "server" if forth.suite == back.suite else "client"
    return whose, f"offered forth {forth}; back {back}"
