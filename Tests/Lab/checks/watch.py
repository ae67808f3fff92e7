"""Outages in the lab while a watch runs, each with the incident that must come and those that must not.

    watch.py PRUEFSTAND FOLDER [SCENARIO…]
"""

import contextlib
import datetime
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import yaml

HERE = pathlib.Path(__file__).resolve().parent
LAB = HERE.parent
LAB_DIR = pathlib.Path(os.environ["LAB_DIR"])
PYTHON = sys.executable
# The peer, scanner.test, and the resolver in between.
PEER, FORWARDER = "127.0.53.80", "127.0.53.60"
SITE = """\
title: Watch
base-url: https://watch.test/
languages: [de, en]
scan: {{ehlo: scanner.test, vantage: the lab, private-addresses: true, control-hosts: [mx1.eschenpost.test, mx.weidenpost.test]}}
manners: {{per-address: 8, gap: 0, timeout: {timeout}, jobs: 50}}
"""
# Only what the scenarios break: the fewer services, the less has to be explained.
PROVIDERS = {
    "pruefling": "---\nname: Prüfling\ndomains: [weidenpost.test]\n---\n",
    "eschen": "---\nname: Eschen\ndomains: [eschenpost.test]\n---\n",
    "eichen": "---\nname: Eichen\ndomains: [eichenpost.test]\n---\n",
}

failures = []


def expect(holds, sentence):
    print(f"  {'ok  ' if holds else 'FAIL'} {sentence}", flush=True)
    if not holds:
        failures.append(sentence)


class Watch:
    """A watch over a site of its own, from its first round to its end."""

    def __init__(self, name, providers, *options, forwarder=False, timeout=500, every="1s"):
        self.site = FOLDER / name
        shutil.rmtree(self.site, ignore_errors=True)
        for id, text in providers.items():
            path = self.site / "content/providers" / f"{id}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (self.site / "content/site.yaml").write_text(SITE.format(timeout=timeout))
        self.command = [
            PROGRAM, "watch", "--site", self.site, "--every", every, "--recheck", every,
            "--trust-anchor", os.environ["LAB_TRUST_ANCHOR"], "--ca-file", os.environ["LAB_CA_FILE"],
            *(["--resolver", f"{FORWARDER}@5353"] if forwarder else ["--root-hints", os.environ["LAB_ROOT_HINTS"]]),
            *options,
        ]
        self.errors = self.site / "errors.txt"

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=open(self.errors, "w"))
        self.rounds(3)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        expect(code == 0, f"the watch ends in order ({code})")

    def rounds(self, count, limit=60):
        """Waits for so many more rounds."""
        before, end = self.count(), time.monotonic() + limit
        while self.count() < before + count:
            if time.monotonic() > end or self.process.poll() is not None:
                print(self.errors.read_text(), file=sys.stderr)
                raise SystemExit(f"watch: no round within {limit} s")
            time.sleep(0.1)

    def lines(self):
        text = "".join(path.read_text() for path in sorted((self.site / "content/rounds").glob("*.ndjson")))
        return [json.loads(line) for line in text.splitlines() if line.endswith("}")]

    def count(self):
        return len([line for line in self.lines() if "filed" not in line and "recheck" not in line])

    def incidents(self):
        found = []
        for path in sorted((self.site / "content/incidents").glob("*.md")):
            front = yaml.safe_load(path.read_text().split("---\n")[1])
            found.append({**front, "file": path})
        return sorted(found, key=lambda one: one["began"]["by"])

    def wait(self, holds, limit=45):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if holds(self.incidents()):
                return True
            time.sleep(0.2)
        return False


def outage(watch, name, begin, finish, *, kind, services, step, reason, provider="pruefling"):
    """Breaks something, waits for its one incident, mends it, and waits for the end."""
    before = len(watch.incidents())
    began = datetime.datetime.now(datetime.timezone.utc)
    begin()
    try:
        opened = watch.wait(lambda all: len(all) > before and len(all[-1]["services"]) >= len(services))
        watch.rounds(2)
    finally:
        ended = datetime.datetime.now(datetime.timezone.utc)
        finish()
    # libunbound takes a minute to believe that a zone's key is good again.
    closed = watch.wait(lambda all: len(all) > before and all[-1]["state"] == "resolved", limit=100)
    found = watch.incidents()[before:]
    expect(opened and closed and len(found) == 1, f"{name}: one incident, which ends ({len(found)})")
    if not found:
        print(watch.errors.read_text()[-2000:], watch.lines()[-8:])
        return
    incident = found[0]
    names = {entry["service"] for entry in incident["services"]}
    expect(incident["provider"] == provider and names == set(services), f"{name}: {provider}, {sorted(names)}")
    expect(incident["kind"] == kind, f"{name}: {incident['kind']}")
    causes = {(entry["step"], entry["reason"]) for entry in incident["services"]}
    reasons = reason if isinstance(reason, set) else {reason}
    expect(all(one == step and why in reasons for one, why in causes), f"{name}: {sorted(causes)}")
    begun, done = incident["began"], incident.get("ended", {})
    expect("after" in begun and begun["after"] <= began.replace(microsecond=0) + datetime.timedelta(seconds=1) and begun["by"] >= began - datetime.timedelta(seconds=1), f"{name}: began within {begun}")
    if done:
        expect(done["by"] >= ended - datetime.timedelta(seconds=1), f"{name}: ended within {done}")


def quiet(watch, name, begin, finish, rounds=6):
    """Does something that is no outage."""
    before = len(watch.incidents())
    begin()
    try:
        watch.rounds(rounds, limit=120)
    finally:
        finish()
    watch.rounds(3)
    expect(len(watch.incidents()) == before, f"{name}: no incident")


def verdicts(watch, name):
    """All that was said of a service, in the order in which it was."""
    said = []
    for line in watch.lines():
        for part in ("changes", "recheck"):
            if name in line.get(part, {}):
                said.append(line[part][name])
    return said


def nft(*rules):
    subprocess.run(["nft", "-f", "-"], input="\n".join(rules) + "\n", text=True, check=True)


def drop(rule):
    nft("table inet watch", "delete table inet watch", "table inet watch { chain input { type filter hook input priority 0; %s drop\n}\n}" % rule)


def pass_all():
    nft("table inet watch", "delete table inet watch")


@contextlib.contextmanager
def peer(protocol, port, *files):
    mode = FOLDER / f"mode-{port}"
    mode.write_text("fine")
    process = subprocess.Popen([PYTHON, "-B", HERE / "watch_peer.py", PEER, str(port), protocol, mode, *files])
    time.sleep(0.5)
    try:
        yield process, mode
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()


def provider(service, port, mode="starttls"):
    return {
        "pruefling": f"---\nname: Prüfling\ndomains: [pruefling.test]\nhosts:\n"
        f"  - {{service: {service}, host: scanner.test, port: {port}, mode: {mode}}}\n---\n"
    }


def filtered():
    with Watch("filtered", PROVIDERS) as watch:
        imap = subprocess.run(["getent", "ahostsv4", "mail.weidenpost.test"], capture_output=True, text=True).stdout.split()[0]
        outage(watch, "port filtered", lambda: drop(f"ip daddr {imap} tcp dport {{ 143, 993 }}"), pass_all,
               kind="outage", services={"imap"}, step="tcp", reason="timeout")


def exchanger():
    with Watch("exchanger", PROVIDERS) as watch:
        address = subprocess.run(["getent", "ahostsv4", "mx2.eschenpost.test"], capture_output=True, text=True).stdout.split()[0]
        outage(watch, "one of two MX gone", lambda: drop(f"ip daddr {address} tcp dport 25"), pass_all,
               kind="degraded", services={"mx"}, step="tcp", reason="timeout", provider="eschen")


def stopped():
    with peer("imap", 2143) as (process, mode), Watch("stopped", provider("imap", 2143)) as watch:
        outage(watch, "process stopped", lambda: process.send_signal(signal.SIGSTOP),
               lambda: process.send_signal(signal.SIGCONT), kind="outage", services={"imap"}, step="greeting", reason="timeout")
        outage(watch, "banner stalls", lambda: mode.write_text("stall"), lambda: mode.write_text("fine"),
               kind="outage", services={"imap"}, step="greeting", reason="timeout")
        outage(watch, "reset after the banner", lambda: mode.write_text("reset"), lambda: mode.write_text("fine"),
               kind="outage", services={"imap"}, step="greeting", reason={"reset", "closed"})
        quiet(watch, "BYE instead of a greeting", lambda: mode.write_text("421"), lambda: mode.write_text("fine"))


def refused():
    with peer("smtp", 2587) as (_, mode), Watch("refused", provider("submission", 2587)) as watch:
        for text in ("421", "ehlo421"):
            quiet(watch, f"turned away ({text})", lambda: mode.write_text(text), lambda: mode.write_text("fine"))
        said = verdicts(watch, "pruefling/submission")
        expect(any(text.startswith("unmeasured") for text in said), f"turned away is not measured: {said}")
    with peer("smtp", 2587) as (_, mode), Watch("slow", provider("submission", 2587), timeout=5000) as watch:
        quiet(watch, "greets after 11 s", lambda: mode.write_text("slow"), lambda: mode.write_text("fine"), rounds=2)


def certificate():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mx.weidenpost.test")])
    now = datetime.datetime.now(datetime.timezone.utc)

    def write(until):
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(
            x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(until).add_extension(
            x509.SubjectAlternativeName([x509.DNSName("mx.weidenpost.test")]), critical=False).sign(key, hashes.SHA256())
        (FOLDER / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))

    (FOLDER / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    write(now + datetime.timedelta(seconds=12))
    files = (FOLDER / "cert.pem", FOLDER / "key.pem")
    with contextlib.ExitStack() as stack:
        stack.enter_context(peer("imap", 2993, *files))
        watch = stack.enter_context(Watch("certificate", provider("imap", 2993, "direct")))
        opened = watch.wait(lambda all: len(all) == 1)
        incident = (watch.incidents() or [{}])[0]
        expect(opened and incident.get("kind") == "certificate", f"certificate expires during the run: {incident.get('kind')}")
        expect(opened and incident["services"][0]["reason"] == "certificate-expired", "it has expired")


def names():
    """DNS that fails between the zones and us: by a resolver that is told to."""
    zones = FOLDER / "forwarder.conf"

    def write(*extra):
        zones.write_text("\n".join([
            "server:", f"  interface: {FORWARDER}@5353", "  access-control: 127.0.0.0/8 allow", "  do-daemonize: no",
            "  do-not-query-localhost: no", "  cache-max-ttl: 0", '  username: ""', '  chroot: ""', f'  directory: "{FOLDER}"',
            f'  root-hints: "{os.environ["LAB_ROOT_HINTS"]}"', '  pidfile: ""', '  module-config: "iterator"',
            "  local-zone: test. transparent", *(f"  {line}" for line in extra), ""]))

    @contextlib.contextmanager
    def forwarder():
        process = subprocess.Popen(["unbound", "-d", "-c", str(zones)], stderr=subprocess.DEVNULL)
        time.sleep(1)
        try:
            yield
        finally:
            process.terminate()
            process.wait()

    stack = contextlib.ExitStack()

    def become(*extra):
        stack.close()
        write(*extra)
        stack.enter_context(forwarder())

    become()
    try:
        providers = {"eschen": PROVIDERS["eschen"], "eichen": PROVIDERS["eichen"]}
        with Watch("names", providers, forwarder=True, timeout=1000) as watch:
            services = {name.split("/")[1] for name in watch.lines()[0]["changes"] if name.startswith("eschen/")}
            outage(watch, "SERVFAIL", lambda: become("local-zone: eschenpost.test always_refuse"), become,
                   kind="outage", services=services, step="dns", reason="dns-failure", provider="eschen")
            outage(watch, "bogus", lambda: become("local-zone: eschenpost.test redirect", 'local-data: "eschenpost.test A 192.0.2.1"'), become,
                   kind="dnssec", services=services, step="dns", reason="bogus", provider="eschen")
    finally:
        stack.close()


def uplink():
    with Watch("uplink", PROVIDERS) as watch:
        def cut():
            subprocess.run("tc qdisc replace dev lo root pfifo limit 0", shell=True, check=True)

        def mend():
            subprocess.run("tc qdisc del dev lo root", shell=True, check=True)

        quiet(watch, "our uplink cut", cut, mend, rounds=3)
        said = [text for name in ("pruefling/mx", "eichen/xmpp-client") for text in verdicts(watch, name)]
        expect(any(text == "unmeasured offline" for text in said), f"we are offline: {said}")


def clock():
    time_file = FOLDER / "time"
    time_file.write_text("2026-11-29T10:00:00Z 1\n")
    with Watch("clock", {"eichen": PROVIDERS["eichen"]}, "--clock", time_file) as watch:
        quiet(watch, "our clock is set back", lambda: time_file.write_text("2026-11-29T09:00:00Z 1\n"), lambda: None)
        times = [line["t"] for line in watch.lines()]
        expect(times == sorted(times) and times[0].startswith("29T10"), "times never go back")
        expect("set back" in watch.errors.read_text(), "it is said")


def stopping():
    """A second watch is refused, and the interrupted one has lost nothing."""
    with Watch("stopping", {"eichen": PROVIDERS["eichen"]}) as watch:
        second = subprocess.run(watch.command + ["--once"], capture_output=True, text=True)
        expect(second.returncode == 1 and "[watch-running]" in second.stderr, f"a second watch is refused: {second.stderr}")
        watch.process.kill()
        watch.process.wait()
        (rounds,) = (watch.site / "content/rounds").glob("*.ndjson")
        whole = rounds.read_bytes()
        rounds.write_bytes(whole + b'{"t":"2')
        again = subprocess.run(watch.command + ["--once"], capture_output=True, text=True)
        expect(again.returncode == 0 and "[broken-round]" in again.stderr, f"a cut line is reported: {again.stderr}")
        after = rounds.read_bytes()
        expect(after.startswith(whole) and all(json.loads(line) for line in after.splitlines()), "and nothing else is lost")
        watch.process = subprocess.Popen(["true"])
        watch.process.wait()


SCENARIOS = [filtered, exchanger, stopped, refused, certificate, names, uplink, clock, stopping]

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
FOLDER.mkdir(parents=True, exist_ok=True)
nft("table inet watch")
for scenario in SCENARIOS:
    if len(sys.argv) < 4 or scenario.__name__ in sys.argv[3:]:
        print(f"{scenario.__name__}:", flush=True)
        scenario()
if failures:
    sys.exit(f"watch: {len(failures)} of the expectations do not hold")
print("watch: everything holds")
