"""Outages in the lab while a watch runs, each with the incident that must come and those that must not.

    watch.py PRUEFSTAND FOLDER [SCENARIO…]
"""

import contextlib
import datetime
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import watch_2014
import watch_claims
import watch_files
import watch_packages
from watching import FOLDER, FORWARDER, Case, Watch, expect, failures, play, run

HERE = pathlib.Path(__file__).resolve().parent
# scanner.test
PEER = "127.0.53.80"
# Only what the scenarios break: the fewer services, the less has to be explained.
PROVIDERS = {
    "pruefling": "---\nname: Prüfling\ndomains: [weidenpost.test]\n---\n",
    "eschen": "---\nname: Eschen\ndomains: [eschenpost.test]\n---\n",
    "eichen": "---\nname: Eichen\ndomains: [eichenpost.test]\n---\n",
}
AHORN = {"ahorn": "---\nname: Ahorn\ndomains: [ahornpost.test]\n---\n"}


def nft(*rules):
    subprocess.run(["nft", "-f", "-"], input="\n".join(rules) + "\n", text=True, check=True)


def block(name, *rules):
    nft("table inet %s { chain input { type filter hook input priority 0; %s\n}\n}" % (name, "\n".join(rules)))


def unblock(name):
    nft(f"delete table inet {name}")


def address(host):
    return subprocess.run(["getent", "ahostsv4", host], capture_output=True, text=True, check=True).stdout.split()[0]


class Peer:
    """A hand-written server at a port of its own, which misbehaves as it is told; it is a provider of its own."""

    def __init__(self, stack, id, port, mode="starttls", *files):
        self.id = id
        self.provider = (
            f"---\nname: Peer\ndomains: [{id}.test]\nhosts:\n"
            f"  - {{service: imap, host: scanner.test, port: {port}, mode: {mode}}}\n---\n"
        )
        self.mode = FOLDER / f"mode-{id}"
        self.mode.write_text("fine")
        self.process = subprocess.Popen(
            [sys.executable, "-B", HERE / "watch_peer.py", PEER, str(port), self.mode, *files])
        stack.callback(self.end)
        while True:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection((PEER, port), 5):
                return
            time.sleep(0.05)

    def end(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def case(self, name, mode, **more):
        return Case(
            name, self.id, lambda: self.mode.write_text(mode), lambda: self.mode.write_text("fine"),
            services={"imap"}, **more)


class Certificate:
    """A certificate whose end comes when it is told to."""

    def __init__(self, name):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.files = (FOLDER / "cert.pem", FOLDER / "key.pem")
        self.files[1].write_bytes(self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        self.write(3_600)

    def write(self, seconds):
        now = datetime.datetime.now(datetime.timezone.utc)
        made = x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name).public_key(
            self.key.public_key()).serial_number(x509.random_serial_number()).not_valid_before(
            now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(seconds=seconds)).sign(
            self.key, hashes.SHA256())
        fresh = FOLDER / "cert.new"
        fresh.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        fresh.replace(self.files[0])


def servers():
    """Servers that fail side by side, each in its own way, below one watch."""
    with contextlib.ExitStack() as stack:
        certificate = Certificate("scanner.test")
        halted = Peer(stack, "halted", 2143)
        stalling = Peer(stack, "stalling", 2144)
        resetting = Peer(stack, "resetting", 2145)
        hurried = Peer(stack, "hurried", 2146)
        expiring = Peer(stack, "expiring", 2993, "direct", *certificate.files)
        peers = [halted, stalling, resetting, hurried, expiring]
        imap, exchanger = address("mail.weidenpost.test"), address("mx2.eschenpost.test")
        first = address("xmpp.eichenpost.test")
        providers = PROVIDERS | AHORN | {peer.id: peer.provider for peer in peers} | PACKAGES.providers
        del providers[PACKAGES.slow.provider]
        watch = stack.enter_context(Watch("servers", providers))
        play(watch, PACKAGES.cases + [
            Case("port filtered", "pruefling",
                 lambda: block("imap", f"ip daddr {imap} tcp dport {{ 143, 993 }} drop"), lambda: unblock("imap"),
                 kind="outage", services={"imap"}, step="tcp", reasons={"timeout"}),
            Case("one of two MX gone", "eschen",
                 lambda: block("exchanger", f"ip daddr {exchanger} tcp dport 25 drop"), lambda: unblock("exchanger"),
                 kind="degraded", services={"mx"}, step="tcp", reasons={"timeout"}),
            # One service has a first address that drops packets, the other one that refuses.
            Case("one of two addresses dead", "eichen",
                 lambda: block("first", f"ip daddr {first} tcp dport {{ 5222, 5223 }} drop",
                               f"ip daddr {first} tcp dport {{ 5269, 5270 }} reject with tcp reset"), lambda: unblock("first"),
                 kind="degraded", services={"xmpp-client", "xmpp-server"}, step="tcp",
                 reasons={"timeout", "connection-refused"}),
            Case("nothing happens", "ahorn", lambda: None, lambda: None),
            Case("process stopped", halted.id, lambda: halted.process.send_signal(signal.SIGSTOP),
                 lambda: halted.process.send_signal(signal.SIGCONT),
                 kind="outage", services={"imap"}, step="greeting", reasons={"timeout"}),
            stalling.case("greeting stalls", "stall", kind="outage", step="greeting", reasons={"timeout"}),
            resetting.case("reset after the greeting", "reset", kind="outage", step="greeting", reasons={"reset", "closed"}),
            Case("certificate expires", expiring.id, lambda: certificate.write(2), lambda: certificate.write(3_600),
                 kind="certificate", services={"imap"}, step="tls", reasons={"certificate-expired"}, delay=3),
            hurried.case("BYE instead of a greeting", "bye", verdict="unmeasured"),
        ])


def slow():
    id = PACKAGES.slow.provider
    with Watch("slow", {id: PACKAGES.providers[id]}, timeout=5000) as watch:
        play(watch, [PACKAGES.slow], rounds=2)


class Forwarder:
    """DNS that fails between the zones and us: by a resolver that is told to."""

    def __init__(self):
        self.process = None
        self.become()

    def become(self, *extra):
        self.end()
        (FOLDER / "forwarder.conf").write_text("\n".join([
            "server:", f"  interface: {FORWARDER}@5353", "  access-control: 127.0.0.0/8 allow", "  do-daemonize: no",
            "  do-not-query-localhost: no", "  cache-max-ttl: 0", '  username: ""', '  chroot: ""', f'  directory: "{FOLDER}"',
            f'  root-hints: "{os.environ["LAB_ROOT_HINTS"]}"', '  pidfile: ""', '  module-config: "iterator"',
            "  local-zone: test. transparent", *extra, ""]))
        self.process = subprocess.Popen(["unbound", "-d", "-c", FOLDER / "forwarder.conf"], stderr=subprocess.DEVNULL)
        time.sleep(1)

    def end(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


def names():
    forwarder = Forwarder()
    try:
        providers = PROVIDERS | AHORN
        with Watch("names", providers, forwarder=True, timeout=1000) as watch:
            services = {id: set() for id in providers}
            for name in watch.lines()[0]["changes"]:
                id, service = name.split("/")
                services[id].add(service)

            def case(name, id, kind, reasons, begin=lambda: None, finish=lambda: None):
                return Case(name, id, begin, finish, kind=kind, services=services[id], step="dns", reasons=reasons)

            # libunbound takes a minute to believe that a zone's key is good again.
            play(watch, [
                # A key that is refused is, to libunbound, one that is missing, if that is what it asks for first.
                case("REFUSED", "eschen", "outage dnssec", {"dns-failure", "bogus"}, lambda: forwarder.become(
                    "  local-zone: eschenpost.test always_refuse",
                    "  local-zone: eichenpost.test redirect", '  local-data: "eichenpost.test A 192.0.2.1"',
                    # Nobody listens there.
                    "stub-zone:", "  name: ahornpost.test", "  stub-addr: 127.0.53.61@5354"), forwarder.become),
                case("bogus", "eichen", "dnssec", {"bogus"}),
                case("SERVFAIL", "ahorn", "outage dnssec", {"dns-failure", "timeout", "bogus"}),
            ], rounds=2, limit=100)
    finally:
        forwarder.end()


def uplink():
    """All packets of the lab are lost."""
    def cut():
        subprocess.run("tc qdisc replace dev lo root pfifo limit 0", shell=True, check=True)

    def restore():
        subprocess.run("tc qdisc del dev lo root", shell=True, check=True)

    with Watch("uplink", PROVIDERS) as watch:
        play(watch, [
            Case("our uplink cut", "pruefling", cut, restore, services={"mx"}, verdict="unmeasured offline"),
            Case("and what it is for others", "eichen", lambda: None, lambda: None, services={"xmpp-client"}, verdict="unmeasured offline"),
        ], rounds=3)


def clock():
    time_file = FOLDER / "time"
    time_file.write_text("2026-11-29T10:00:00Z 1\n")
    with Watch("clock", AHORN, "--clock", time_file) as watch:
        play(watch, [
            Case("our clock is set back", "ahorn", lambda: time_file.write_text("2026-11-29T09:00:00Z 1\n"), lambda: None)])
        times = [line["t"] for line in watch.lines()]
        expect(times == sorted(times) and times[0].startswith("29T10"), "times never go back")
        expect("set back" in watch.errors.read_text(), "it is said")


def stopping():
    """A second watch is refused, and one that was killed has lost nothing."""
    with Watch("stopping", AHORN) as watch:
        second = subprocess.run(watch.command + ["--once"], capture_output=True, text=True)
        expect(second.returncode == 1 and "[watch-running]" in second.stderr, f"a second watch is refused: {second.stderr}")
        watch.process.kill()
        watch.process.wait()
        (rounds,) = (watch.site / "content/rounds").glob("*.ndjson")
        before = rounds.read_bytes()
        rounds.write_bytes(before + b'{"t":"2')
        again = subprocess.run(watch.command + ["--once"], capture_output=True, text=True)
        expect(again.returncode == 0 and "[broken-round]" in again.stderr, f"a cut line is reported: {again.stderr}")
        after = rounds.read_bytes()
        expect(after.startswith(before) and after.count(b"\n") > before.count(b"\n"), "and nothing else is lost")
        watch.process = subprocess.Popen(["true"])
        watch.process.wait()


def claims():
    with contextlib.ExitStack() as stack:
        watch_claims.check(Peer(stack, "claims", 2147))


def year_2014():
    host = "mail.zirbenpost.test"
    watch_2014.check(host, lambda: block("power", f"ip daddr {address(host)} drop"), lambda: unblock("power"))


def edited():
    with contextlib.ExitStack() as stack:
        watch_files.edited(Peer(stack, "gone", 2148), Peer(stack, "broken", 2149))


def full():
    with contextlib.ExitStack() as stack:
        watch_files.full(Peer(stack, "crowded", 2150))


# Side by side. What takes the network from all of them runs only where it is named.
SCENARIOS = [servers, slow, names, claims, year_2014, edited, full, clock, stopping]
ALONE = [uplink]

FOLDER.mkdir(parents=True, exist_ok=True)
wanted = sys.argv[3:]
with contextlib.ExitStack() as stack:
    PACKAGES = watch_packages.start(stack)
    run([scenario for scenario in SCENARIOS + ALONE if scenario.__name__ in wanted] if wanted else SCENARIOS)
if failures:
    sys.exit(f"watch: {len(failures)} of the expectations do not hold")
print("watch: everything holds")
