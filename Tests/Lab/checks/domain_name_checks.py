"""The zones: which are secure, insecure and bogus, and what stands in them."""

from expectation import contains, equal
from tools import delv, kdig

SIGNED = """ahorn eichen ginster hagebutten ilex jasmin kiefern linden mistel nelken oleander rosen salbei thymian
ulmen""".split()
UNSIGNED = "birken cedern dorn pappel quitten".split()


def srv(identifier, kind="SRV", *options, service="_xmpp-client._tcp"):
    return kdig(f"{service}.{identifier}post.test", kind, *options)


def checks():
    for one in SIGNED:
        yield f"{one}post DNS: secure", equal(lambda one=one: srv(one)[:2], ("NOERROR", True))
    for one in UNSIGNED:
        yield f"{one}post DNS: insecure", equal(lambda one=one: srv(one)[:2], ("NOERROR", False))
    yield "faulbaumpost DNS: bogus", equal(lambda: srv("faulbaum")[0], "SERVFAIL")
    yield "faulbaumpost DNS: there, when nobody checks", equal(
        lambda: srv("faulbaum", "SRV", "+cdflag")[2], ["5 10 5222 xmpp.faulbaumpost.test."]
    )
    yield "ahornpost DNS: delv says fully validated", contains(
        lambda: delv("_5269._tcp.xmpp.ahornpost.test", "TLSA"), "; fully validated"
    )
    yield "birkenpost DNS: delv says unsigned", contains(
        lambda: delv("_xmpp-client._tcp.birkenpost.test", "SRV"), "; unsigned answer"
    )
    yield "faulbaumpost DNS: delv says broken", contains(
        lambda: delv("xmpp.faulbaumpost.test", "A"), "resolution failed"
    )
    yield "ginsterpost DNS: two targets", equal(
        lambda: sorted(srv("ginster")[2]),
        ["10 10 5222 schlecht.ginsterpost.test.", "5 10 5222 gut.ginsterpost.test."],
    )
    yield "ulmenpost DNS: declined, client", equal(lambda: srv("ulmen")[2], ["0 0 0 ."])
    yield "ulmenpost DNS: declined, server", equal(
        lambda: srv("ulmen", service="_xmpp-server._tcp")[2], ["0 0 0 ."]
    )
    yield "veilchenpost DNS: no SRV, securely", equal(lambda: srv("veilchen"), ("NXDOMAIN", True, []))
    yield "veilchenpost DNS: addresses", equal(
        lambda: kdig("veilchenpost.test", "A")[2] + kdig("veilchenpost.test", "AAAA")[2],
        ["127.0.22.1", "fd00:1ab::22:1"],
    )
    for one, services in (("eichen", ("_xmpps-client", "_xmpps-server")), ("quitten", ("_xmpps-client",))):
        for service in services:
            yield f"{one}post DNS: {service}", equal(
                lambda one=one, service=service: len(srv(one, service=service + "._tcp")[2]), 1
            )
    for one, ports in (("ahorn", (5222, 5269)), ("eichen", (5222, 5223, 5269, 5270)), ("mistel", (5222, 5269))):
        for port in ports:
            yield f"{one}post DNS: TLSA for {port}", equal(
                lambda one=one, port=port: [
                    (secure, record[:6]) for _, secure, records in [tlsa(one, port)] for record in records
                ],
                [(True, "3 1 1 ")],
            )
    for one in ("birken", "cedern", "dorn"):
        yield f"{one}post DNS: no TLSA", equal(lambda one=one: tlsa(one, 5222)[2], [])
    yield "scanner DNS: an address", equal(lambda: kdig("scanner.test", "A"), ("NOERROR", True, ["127.0.53.80"]))


def tlsa(identifier, port):
    return kdig(f"_{port}._tcp.xmpp.{identifier}post.test", "TLSA")
