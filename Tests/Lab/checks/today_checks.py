"""Servers as of today: eichenpost (Prosody), pappelpost and quittenpost (ejabberd)."""

import os

from expectation import contains, equal
from tools import CLIENT, SERVER, features, kdig, negotiated, protocols, run, s_client, verdict

CLIENT_DIRECT, SERVER_DIRECT = 5223, 5270
BY_NAME = ("-connect", "xmpp.eichenpost.test:5222", "-starttls", "xmpp", "-xmpphost", "eichenpost.test")
NOW = ["TLSv1.2", "TLSv1.3"]


def valid(address, port, domain):
    text = s_client(address, port, domain, "-verify_hostname", domain, starttls=port in (CLIENT, SERVER))
    return verdict(text)


def by_dane(address, port, domain, *options):
    """Verified by the TLSA record of the DNS alone: there is no CA in the store."""
    records = kdig(f"_{port}._tcp.xmpp.{domain}", "TLSA")[2]
    options = ["-dane_tlsa_domain", f"xmpp.{domain}", "-dane_ee_no_namechecks", *options]
    for record in records:
        usage, selector, matching, *data = record.split()
        options += ["-dane_tlsa_rrdata", f"{usage} {selector} {matching} {''.join(data)}"]
    return s_client(address, port, domain, *options, "-no-CAfile", starttls=port in (CLIENT, SERVER))


def checks():
    for address in ("127.0.5.1", "fd00:1ab::5:1"):
        for port in (CLIENT, SERVER):
            name = f"eichenpost {port} [{address}]"
            where = (address, port, "eichenpost.test")
            yield f"{name}: TLS 1.2 and 1.3", equal(lambda where=where: protocols(*where), NOW)
            yield f"{name}: STARTTLS required", contains(lambda where=where: features(*where), "<starttls", "<required")
        for port in (CLIENT, SERVER, CLIENT_DIRECT, SERVER_DIRECT):
            name = f"eichenpost {port} [{address}]"
            where = (address, port, "eichenpost.test")
            yield f"{name}: valid", equal(lambda where=where: valid(*where), ["ok"])
            yield f"{name}: DANE", contains(lambda where=where: by_dane(*where), "DANE TLSA 3 1 1", "matched EE")
    yield "eichenpost 5222: ECDSA P-256", contains(
        lambda: s_client("127.0.5.1", CLIENT, "eichenpost.test"), "Peer signature type: ECDSA", "256 bit"
    )
    cbc = ("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384")
    yield "eichenpost 5222: no CBC", equal(
        lambda: negotiated(s_client("127.0.5.1", CLIENT, "eichenpost.test", *cbc)), None
    )
    yield "eichenpost: found by name, too", equal(
        lambda: verdict(run("openssl", "s_client", *BY_NAME, "-CAfile", os.environ["LAB_CA_FILE"])), ["ok"]
    )
    for number, identifier in ((16, "pappelpost"), (17, "quittenpost")):
        for address in (f"127.0.{number}.1", f"fd00:1ab::{number}:1"):
            for port in (CLIENT, SERVER):
                name = f"{identifier} {port} [{address}]"
                where = (address, port, f"{identifier}.test")
                yield f"{name}: TLS 1.2 and 1.3", equal(lambda where=where: protocols(*where), NOW)
                yield f"{name}: valid", equal(lambda where=where: valid(*where), ["ok"])
                yield f"{name}: STARTTLS required", contains(
                    lambda where=where: features(*where), "<starttls", "<required"
                )
    yield "quittenpost 5223: direct TLS", equal(lambda: valid("127.0.17.1", CLIENT_DIRECT, "quittenpost.test"), ["ok"])
