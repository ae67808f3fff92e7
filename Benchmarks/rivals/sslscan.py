"""sslscan."""

import xml.etree.ElementTree as xml

from matrix.certificates import NAME
from rivals import names
from rivals.running import Run
from rivals.seen import Failed, Seen


def command(address, port, *more):
    return ["sslscan", "--no-colour", "--show-cipher-ids", "--xml=-", *more, f"{address}:{port}"]


def look(address, port, timeout=3):
    # Without a name of its own sslscan sends the address as one, which RFC 6066 §3 forbids and tlslite-ng refuses.
    run = Run(command(address, port, f"--timeout={timeout}", f"--sni-name={NAME}", "--no-heartbleed", "--no-fallback", "--no-renegotiation"))
    begin = run.output.find("<?xml")
    if run.code != 0 or begin < 0:
        raise Failed(f"exit {run.code}: {run.errors[-500:]}")
    test = xml.fromstring(run.output[begin:].strip()).find("ssltest")
    if test is None:
        raise Failed(f"no result: {run.output[-500:]}")
    seen = Seen("sslscan", seconds=run.wall, groups=set())
    for protocol in test.findall("protocol"):
        if protocol.get("enabled") == "1":
            seen.versions.add(("SSLv" if protocol.get("type") == "ssl" else "TLSv") + protocol.get("version"))
    for cipher in test.findall("cipher"):
        number = int(cipher.get("id"), 16)
        seen.suites.setdefault(cipher.get("sslversion"), set()).add(number)
    for group in test.findall("group"):
        seen.groups.add(int(group.get("id"), 16))
    for version in seen.versions - {"SSLv2", "SSLv3"}:
        seen.suites.setdefault(version, set())
    return seen
