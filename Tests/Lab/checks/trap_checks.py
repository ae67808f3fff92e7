"""The traps: each must be exactly as treacherous as the README says, and no more."""

import os
import re
import socket

from expectation import contains, equal
from today_checks import by_dane, valid
from tools import (
    CLIENT,
    SERVER,
    STARTTLS,
    dialogue,
    features,
    first_bytes,
    kdig,
    mechanisms,
    open_stream,
    old_suites,
    protocols,
    read_until,
    run,
    s_client,
    time_until,
    verdict,
)
from year_2014_checks import OLD, WEAK

PORTS = (CLIENT, SERVER)
MISMATCH = ["hostname mismatch"]


def refused(address, port):
    try:
        socket.create_connection((address, port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def certificate(address, domain):
    pem = re.search(r"-----BEGIN.*?END CERTIFICATE-----", s_client(address, CLIENT, domain), re.S)[0]
    return run("openssl", "x509", "-noout", "-subject", "-ext", "subjectAltName", stdin=pem)


def cut_record(address, port, domain):
    """How long the server's TLS record claims to be, and how much of it comes before the end."""
    connection, _ = open_stream(address, port, domain)
    with connection:
        connection.sendall(STARTTLS)
        read_until(connection, b">")
        connection.sendall(bytes.fromhex("16030100050100000100"))
        seen = b""
        connection.shutdown(socket.SHUT_WR)
        while data := connection.recv(4096):
            seen += data
    return int.from_bytes(seen[3:5], "big"), len(seen) - 5


def chain(address, port, domain):
    return verdict(s_client(address, port, domain))


def checks():
    for port in PORTS:
        yield f"faulbaumpost {port}: the server itself is fine", equal(
            lambda port=port: valid("127.0.6.1", port, "faulbaumpost.test"), ["ok"]
        )
        yield f"ginsterpost {port}: the good half", equal(
            lambda port=port: protocols("127.0.7.1", port, "ginsterpost.test"), OLD[1:]
        )
        yield f"ginsterpost {port}: the bad half", equal(
            lambda port=port: protocols("127.0.7.2", port, "ginsterpost.test"), OLD
        )
        yield f"ginsterpost {port}: the bad half is weak", equal(
            lambda port=port: old_suites("127.0.7.2", port, "ginsterpost.test", "TLSv1.2"), WEAK
        )
        yield f"hagebuttenpost {port}: refuses connections", equal(lambda port=port: refused("127.0.8.1", port), True)
        yield f"ilexpost {port}: host-unknown", contains(
            lambda port=port: features("127.0.9.1", port, "ilexpost.test"), "<host-unknown"
        )
        yield f"jasminpost {port}: for the target", equal(
            lambda port=port: name_checked("127.0.10.1", port, "jasminpost.test", "xmpp.jasminpost.test"), ["ok"]
        )
        yield f"jasminpost {port}: not for the domain", equal(
            lambda port=port: valid("127.0.10.1", port, "jasminpost.test"), MISMATCH
        )
        for number, domain in ((11, "kiefernpost.test"), (12, "lindenpost.test")):
            address = f"127.0.{number}.1"
            yield f"{domain} {port}: trusted", equal(lambda a=address, p=port, d=domain: chain(a, p, d), ["ok"])
            yield f"{domain} {port}: no DNS name", equal(lambda a=address, p=port, d=domain: valid(a, p, d), MISMATCH)
        yield f"mistelpost {port}: self-signed", equal(
            lambda port=port: chain("127.0.13.1", port, "mistelpost.test"), ["self-signed certificate"]
        )
        yield f"mistelpost {port}: valid by DANE", contains(
            lambda port=port: by_dane("127.0.13.1", port, "mistelpost.test"), "DANE TLSA 3 1 1", "matched EE"
        )
        yield from nelken(port)
        yield f"oleanderpost {port}: takes the connection and says nothing", equal(
            lambda port=port: first_bytes("127.0.15.1", port, "oleanderpost.test", 2), b""
        )
        yield f"rosenpost {port}: a hundred megabytes", equal(
            lambda port=port: time_until("127.0.18.1", port, "rosenpost.test", 100_000_000) > 0, True
        )
        yield f"salbeipost {port}: a byte a second", equal(
            lambda port=port: time_until("127.0.19.1", port, "salbeipost.test", 4) > 3.9, True
        )
        yield f"thymianpost {port}: breaks off in a record", equal(
            lambda port=port: cut_record("127.0.20.1", port, "thymianpost.test"), (90, 26)
        )
        yield f"ulmenpost {port}: somebody is there all the same", equal(
            lambda port=port: valid("127.0.21.1", port, "ulmenpost.test"), ["ok"]
        )
        for address in ("127.0.22.1", "fd00:1ab::22:1"):
            yield f"veilchenpost {port} [{address}]: valid", equal(
                lambda address=address, port=port: valid(address, port, "veilchenpost.test"), ["ok"]
            )
    yield "kiefernpost: SRV-ID", contains(
        lambda: certificate("127.0.11.1", "kiefernpost.test"),
        "SRVName::_xmpp-client.kiefernpost.test",
        "SRVName::_xmpp-server.kiefernpost.test",
        without=("DNS:",),
    )
    yield "lindenpost: xmppAddr", contains(
        lambda: certificate("127.0.12.1", "lindenpost.test"), "XmppAddr::lindenpost.test", without=("DNS:",)
    )
    yield "mistelpost: the TLSA record is secure", equal(
        lambda: kdig("_5222._tcp.xmpp.mistelpost.test", "TLSA")[1], True
    )
    yield "the environment names the files", equal(
        lambda: [
            os.path.exists(os.environ[one]) for one in ("LAB_ROOT_HINTS", "LAB_TRUST_ANCHOR", "LAB_CA_FILE")
        ],
        [True, True, True],
    )


def name_checked(address, port, domain, name):
    return verdict(s_client(address, port, domain, "-verify_hostname", name))


def nelken(port):
    where = ("127.0.14.1", port, "nelkenpost.test")
    auth = b"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"
    yield f"nelkenpost {port}: STARTTLS beside another feature, not called required", contains(
        lambda: features(*where), "<starttls", "urn:xmpp:", without=("<required", "<mechanism", "dialback'>")
    )
    yield f"nelkenpost {port}: and nothing else before TLS", contains(
        lambda: dialogue(*where, auth), "policy-violation"
    )
    yield f"nelkenpost {port}: TLS then", equal(lambda: valid(*where), ["ok"])
    yield f"nelkenpost {port}: proceeds when asked", contains(lambda: dialogue(*where, STARTTLS), "<proceed")
    if port == CLIENT:
        yield "nelkenpost 5222: no SASL before TLS", equal(lambda: mechanisms(features(*where)), set())
