"""The zone that all cases are in, signed, below a root of its own."""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import zones

HEAD = """$ORIGIN {origin}
$TTL 60
@ SOA ns.test. hostmaster.test. 1 3600 900 604800 60
@ NS ns.test.
"""
SERVICES = {"imap": "_imap", "pop3": "_pop3", "submission": "_submission", "sieve": "_sieve", "xmpp-client": "_xmpp-client", "xmpp-server": "_xmpp-server"}


def records(case, address, port, web):
    """How the domain of a case names its server; `web` is the address of its web server, for the policy of MTA-STS."""
    if case.runs == "bind":  # it has a name server of its own
        own = f"{case.zone}. NS ns.{case.zone}.\nns.{case.zone}. A {address}\n"
        return own + case.records.format(host=case.host, domain=case.domain)
    text = f"{case.host}. A {address}\n" if case.runs != "dns" else ""
    if case.service == "mx":
        text += f"{case.domain}. MX 10 {case.host}.\n"
    elif case.service == "https":
        text += f"{case.domain}. A {address}\n"
    elif case.service:
        text += f"{SERVICES[case.service]}._tcp.{case.domain}. SRV 0 1 {port} {case.host}.\n"
    else:
        text += f"{case.domain}. MX 0 .\n"
    if web:
        text += f"mta-sts.{case.domain}. A {web}\n"
    return text + case.records.format(host=case.host, domain=case.domain)


class NameServer:
    """NSD with one version of the zone, and the options with which the program asks it."""

    def __init__(self, directory, address, text):
        directory.mkdir()
        self.directory, self.address = directory, address
        own = f"ns.test. A {address}\n"
        test = zones.SignedZone("test.", HEAD.format(origin="test.") + own + text)
        test.sign()
        root = zones.SignedZone(".", HEAD.format(origin=".") + "test. NS ns.test.\n" + test.ds() + own)
        root.sign()
        for name, zone in (("test", test), ("root", root)):
            (directory / name).write_text(zone.text())
        (directory / "hints").write_text(f". 3600000 NS ns.test.\nns.test. 3600000 A {address}\n")
        (directory / "anchor").write_text(f". 60 IN DNSKEY {root.public_key.to_text()}\n")
        (directory / "nsd.conf").write_text(
            f"""server:
  ip-address: {address}
  port: 53
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "{directory}"
  pidfile: "{directory}/nsd.pid"
  xfrdfile: "{directory}/nsd.xfrd"
  zonelistfile: "{directory}/nsd.zones"
  xfrdir: "{directory}"
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: "."
  zonefile: "root"
zone:
  name: "test."
  zonefile: "test"
"""
        )

    def command(self):
        return ["nsd", "-d", "-c", str(self.directory / "nsd.conf")]

    def options(self):
        return ["--root-hints", str(self.directory / "hints"), "--trust-anchor", str(self.directory / "anchor")]
