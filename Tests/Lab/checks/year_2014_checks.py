"""The four rows of the table of 2014: ahornpost, birkenpost, cedernpost, dornpost."""

from expectation import contains, equal
from tools import (
    CLIENT,
    SERVER,
    STARTTLS,
    after_tls,
    dialogue,
    features,
    old_handshake,
    old_suites,
    protocols,
    s_client,
    verdict,
)

WEAK = {"RC4-SHA", "RC4-MD5", "AES128-SHA", "AES256-SHA"}
WEAKER = WEAK | {"DES-CBC3-SHA"}
EXPORT = {"EXP-RC4-MD5", "EXP-RC2-CBC-MD5", "EXP-DES-CBC-SHA"}
SSL2 = {"RC4-MD5", "EXP-RC4-MD5", "RC2-CBC-MD5", "EXP-RC2-CBC-MD5", "DES-CBC3-MD5"}
OLD = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"]

AHORN, BIRKEN, CEDERN, DORN = (
    (f"127.0.{number}.1", domain)
    for number, domain in ((1, "ahornpost.test"), (2, "birkenpost.test"), (3, "cedernpost.test"), (4, "dornpost.test"))
)


def at(provider, port):
    return provider[0], port, provider[1]


def verified(provider, port):
    return verdict(s_client(*at(provider, port), "-verify_hostname", provider[1], "-cipher", "ALL:@SECLEVEL=0"))


def checks():
    yield from ahorn()
    for provider, name in ((BIRKEN, "birkenpost"), (CEDERN, "cedernpost")):
        yield from optional(provider, name)
    yield from birken()
    yield from cedern()
    yield from dorn()


def ahorn():
    for port in (CLIENT, SERVER):
        name = f"ahornpost {port}"
        yield f"{name}: TLS 1.0 to 1.2", equal(lambda port=port: protocols(*at(AHORN, port)), OLD[1:])
        yield f"{name}: valid", equal(lambda port=port: verified(AHORN, port), ["ok"])
        for version in OLD[1:]:
            yield f"{name}: forward secrecy only, {version}", equal(
                lambda port=port, version=version: sorted(
                    {one.split("-")[0] for one in old_suites(*at(AHORN, port), version)}
                ),
                ["DHE", "ECDHE"],
            )
        for weak in ("RC4", "3DES"):
            yield f"{name}: no {weak}", equal(
                lambda port=port, weak=weak: old_handshake(*at(AHORN, port), "TLSv1.0", weak), None
            )
    yield "ahornpost 5222: STARTTLS required", contains(
        lambda: features(*at(AHORN, CLIENT)), "<starttls", "<required", without=("<mechanism",)
    )
    yield "ahornpost 5269: STARTTLS optional", contains(
        lambda: features(*at(AHORN, SERVER)), "<starttls", "dialback", without=("<required",)
    )
    yield "ahornpost 5222: sends its intermediate", contains(
        lambda: s_client(*at(AHORN, CLIENT)), "Intermediate CA", "Server public key is 2048 bit"
    )


def optional(provider, name):
    yield f"{name} 5222: STARTTLS optional", contains(
        lambda: features(*at(provider, CLIENT)), "<starttls", "SCRAM-SHA-1", without=("<required",)
    )
    yield f"{name} 5269: STARTTLS optional", contains(
        lambda: features(*at(provider, SERVER)), "<starttls", "dialback", without=("<required",)
    )
    yield f"{name}: host-unknown for others", contains(
        lambda: features(provider[0], CLIENT, "example.test"), "<host-unknown", "</stream:stream>"
    )


def birken():
    for port in (CLIENT, SERVER):
        name = f"birkenpost {port}"
        yield f"{name}: SSLv3 to TLS 1.2", equal(lambda port=port: protocols(*at(BIRKEN, port)), OLD)
        yield f"{name}: valid", equal(lambda port=port: verified(BIRKEN, port), ["ok"])
        for version in OLD:
            yield f"{name}: RC4, static RSA, {version}", equal(
                lambda port=port, version=version: old_suites(*at(BIRKEN, port), version), WEAK
            )
    for offered in ("RC4-SHA:AES128-SHA", "AES128-SHA:RC4-SHA"):
        yield f"birkenpost 5222: the server's order, offered {offered}", equal(
            lambda offered=offered: old_handshake(*at(BIRKEN, CLIENT), "TLSv1.2", offered), "AES128-SHA"
        )
    yield "birkenpost 5222: SASL after TLS", equal(lambda: after_tls(*at(BIRKEN, CLIENT)), {"SCRAM-SHA-1", "PLAIN"})
    yield "birkenpost 5269: SASL after TLS", equal(lambda: after_tls(*at(BIRKEN, SERVER)), {"EXTERNAL"})


def cedern():
    yield "cedernpost 5222: PLAIN before TLS", contains(lambda: features(*at(CEDERN, CLIENT)), "PLAIN")
    for port in (CLIENT, SERVER):
        name = f"cedernpost {port}"
        yield f"{name}: SSLv2, SSLv3, TLS 1.0", equal(
            lambda port=port: protocols(*at(CEDERN, port)), ["SSLv2", "SSLv3", "TLSv1.0"]
        )
        yield f"{name}: not from a trusted CA", equal(
            lambda port=port: verdict(s_client(*at(CEDERN, port), "-cipher", "ALL:@SECLEVEL=0")),
            ["unable to verify the first certificate"],
        )
        yield f"{name}: nor for the domain", contains(
            lambda port=port: s_client(*at(CEDERN, port), "-cipher", "ALL:@SECLEVEL=0"), "CN = mail.irgendwo.test"
        )
        for version, suites in (("SSLv2", SSL2), ("SSLv3", WEAKER | EXPORT), ("TLSv1.0", WEAKER | EXPORT)):
            yield f"{name}: suites of {version}", equal(
                lambda port=port, version=version: old_suites(*at(CEDERN, port), version), suites
            )


def dorn():
    yield "dornpost 5222: SSLv3 to TLS 1.2", equal(lambda: protocols(*at(DORN, CLIENT)), OLD)
    yield "dornpost 5222: valid", equal(lambda: verified(DORN, CLIENT), ["ok"])
    yield "dornpost 5222: STARTTLS required", contains(
        lambda: features(*at(DORN, CLIENT)), "<starttls", "<required/>", without=("<mechanism",)
    )
    for version in OLD:
        yield f"dornpost 5222: RC4, static RSA, {version}", equal(
            lambda version=version: old_suites(*at(DORN, CLIENT), version), WEAK
        )
    yield "dornpost 5269: no STARTTLS", contains(
        lambda: features(*at(DORN, SERVER)), "dialback", without=("starttls",)
    )
    yield "dornpost 5269: nor when asked for it", contains(
        lambda: dialogue(*at(DORN, SERVER), STARTTLS), "<failure", without=("proceed",)
    )
