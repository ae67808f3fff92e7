"""How fast `pruefstand test` is beside nmap and testssl.sh: a domain with mail, a website and XMPP behind a delay.

    Benchmarks/alone domain/measure.py [--binary FILE] [--repeat N] [--jobs N]

nmap gets all endpoints at once, and the name that XMPP needs. testssl.sh takes minutes for each; it is stopped as soon as
it has taken so long that the target is met.
"""

import argparse
import contextlib
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in ("Tests/Lab/advice", "Tests/Lab/servers", "Benchmarks"):
    sys.path.insert(0, str(ROOT / folder))
WORK = pathlib.Path("/run/bench/domain")
os.environ["LAB_DIR"] = str(WORK)

import zone  # noqa: E402 (the servers that advice is proven with)
from authority import Authority  # noqa: E402
from rivals.running import Run  # noqa: E402
from software import KINDS, PORTS  # noqa: E402

DOMAIN = "far.test"
ROUND_TRIP = 30
# Three machines, as small providers have them: service → program and address.
SERVICES = {
    "mx": ("postfix", "10.66.0.1"), "submission": ("postfix", "10.66.0.1"), "imap": ("dovecot", "10.66.0.1"),
    "https": ("nginx", "10.66.0.2"), "xmpp-client": ("prosody", "10.66.0.3"), "xmpp-server": ("prosody", "10.66.0.3"),
}
HOSTS = {"10.66.0.1": f"mail.{DOMAIN}", "10.66.0.2": DOMAIN, "10.66.0.3": f"xmpp.{DOMAIN}"}
NAME_SERVER = "10.66.0.53"
# What is in use on the net: TLS 1.2 with some old suites, and TLS 1.3.
SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:ECDHE+AES:AES128-SHA"
SETTINGS = {
    "postfix": {"smtpd_tls_ciphers": "medium", "tls_medium_cipherlist": SUITES}, "dovecot": {"ssl_cipher_list": SUITES},
    "nginx": {"ssl_ciphers": SUITES}, "prosody": {"ssl": '{ ciphers = "' + SUITES + '" }'},
}
NMAP, TESTSSL = 0.25, 0.05  # the most that test may take of their wall time
START_LIMIT = 30


class Far:
    """What the servers want to know of a case, all of them of one domain."""

    certificate = ""
    domain = DOMAIN

    def __init__(self, service, host):
        self.name, self.service, self.host = f"far-{service}", service, host


class Lab:
    """The servers on this side, and the namespace behind the delay on the other."""

    def __init__(self):
        WORK.mkdir(parents=True)
        WORK.chmod(0o755)
        self.started = []
        for address in (*HOSTS, NAME_SERVER):
            subprocess.run(["ip", "addr", "add", address, "dev", "lo"], check=True)
        self.authority = Authority(WORK / "authority")
        records = "".join(f"{host}. A {address}\n" for address, host in HOSTS.items())
        records += f"{DOMAIN}. MX 10 mail.{DOMAIN}.\n"
        waiting = [(NAME_SERVER, 53)]
        for service, (program, address) in SERVICES.items():
            case = Far(service, HOSTS[address])
            server = KINDS[program](case, WORK / service, address, self.authority.files(case), SETTINGS[program])
            self.start(service, server.command(), server.environment())
            waiting.append((address, PORTS[service]))
            if service in zone.SERVICES:
                records += f"{zone.SERVICES[service]}._tcp.{DOMAIN}. SRV 0 1 {PORTS[service]} {HOSTS[address]}.\n"
        self.names = zone.NameServer(WORK / "names", NAME_SERVER, records)
        self.start("nsd", self.names.command(), {})
        for place in waiting:
            self.wait(place)
        far = subprocess.Popen(
            [sys.executable, "-B", str(pathlib.Path(__file__).with_name("far.py")), str(ROUND_TRIP)], stdout=subprocess.PIPE
        )
        if far.stdout.readline() != b"ready\n":
            raise SystemExit("the network behind the delay is not there")
        self.far = far

    def start(self, name, command, environment):
        log = open(WORK / f"{name}.log", "wb")
        path = {"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "LAB_DIR": str(WORK)}
        self.started.append(
            subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=path | environment
            )
        )

    @staticmethod
    def wait(place):
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                return socket.create_connection(place, timeout=2).close()
            except OSError as error:
                if time.monotonic() > end:
                    raise SystemExit(f"{place} does not answer: {error}") from error
                time.sleep(0.05)

    def run(self, command, **more):
        """A command behind the delay, where /etc/hosts has the names of the addresses."""
        hosts = WORK / "hosts"
        hosts.write_text("".join(f"{address} {DOMAIN if host.startswith('xmpp') else host}\n" for address, host in HOSTS.items()))
        script = 'mount --bind "$0" /etc/hosts && exec "$@"'
        enter = ["nsenter", f"--target={self.far.pid}", "--net", "--", "unshare", "--mount", "sh", "-c", script]
        return Run([*enter, hosts, *map(str, command)], **more)

    def close(self):
        for process in (self.far, *self.started):
            process.terminate()

    def round_trip(self):
        code = (
            "import socket, statistics, time\ntimes = []\n"
            f"for _ in range(21):\n begin = time.monotonic()\n socket.create_connection(('10.66.0.2', 443)).close()\n"
            " times.append(time.monotonic() - begin)\nprint(statistics.median(times) * 1000)"
        )
        return float(self.run([sys.executable, "-c", code]).output)


def tested(lab, binary, *more):
    run = lab.run(
        [
            binary, "test", DOMAIN, "--json", "--private-addresses", "--ca-file", lab.authority.file("ca.pem"), *lab.names.options(),
            *more,
        ]
    )
    if run.code != 0:
        raise SystemExit(f"test: exit {run.code}: {run.errors[-800:]}")
    [report] = json.loads(run.output)["reports"]
    graded = {row["service"]: row.get("grade") for row in report["services"]}
    if set(SERVICES) - set(graded) or not all(graded[one] for one in SERVICES):
        raise SystemExit(f"test did not measure everything: {graded}")
    return run, report


def starttls(service):
    names = {"mx": "smtp", "submission": "smtp", "imap": "imap", "xmpp-client": "xmpp", "xmpp-server": "xmpp-server"}
    more = ["--xmpphost", DOMAIN] if service.startswith("xmpp") else []
    return ["-t", names[service], *more] if service in names else []


def testssl(lab, enough):
    """The wall time of all endpoints one after the other, or `enough`, where it would take longer."""
    total = 0.0
    for service, (_, address) in SERVICES.items():
        command = [
            "testssl", "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", *starttls(service),
            f"{address}:{PORTS[service]}",
        ]
        run = lab.run(command, limit=enough - total)
        total += run.wall
        ended = "ended" if total < enough else "stopped"
        print(f"    testssl.sh, {service}: {ended} after {run.wall:.1f} s", flush=True)
        if total >= enough:
            break
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / ".build/release/pruefstand")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--jobs", default="96")
    arguments = parser.parse_args()
    lab = Lab()
    with contextlib.closing(lab):
        sys.exit(measure(lab, arguments.binary.resolve(), arguments.repeat, arguments.jobs))


def measure(lab, binary, repeat, jobs):
    """The number of targets missed."""
    ports = ",".join(str(port) for port in sorted({PORTS[service] for service in SERVICES}))
    # Names for XMPP come from /etc/hosts, without the DNS.
    nmap = ["nmap", "-Pn", "--system-dns", "-p", ports, "--script", "+ssl-enum-ciphers", "-oX", "-", *HOSTS]
    print(f"{len(SERVICES)} endpoints behind a round trip of {ROUND_TRIP} ms (measured: {lab.round_trip():.1f} ms)")
    ours, polite = f"test --jobs {jobs}", "test, as for strangers"
    runs = {ours: [], "nmap": []}
    for turn in range(repeat):
        for name in runs if turn % 2 == 0 else reversed(runs):
            if name == "nmap":
                run = lab.run(nmap)
                seen = run.output.count('id="ssl-enum-ciphers"')
                if run.code != 0 or seen < len(SERVICES) - 1:  # it does not know what XMPP servers speak to each other
                    raise SystemExit(f"nmap: exit {run.code}, {seen} endpoints: {run.errors[-500:]}")
                print(f"    nmap: {run.wall:.2f} s, {seen} endpoints", flush=True)
            else:
                run, report = tested(lab, binary, "--jobs", jobs)
                print(f"    {name}: {run.wall:.2f} s, {report['connections']} connections", flush=True)
            runs[name].append(run.wall)
    wall = {name: statistics.median(values) for name, values in runs.items()}
    wall[polite] = tested(lab, binary)[0].wall
    wall["testssl.sh"] = testssl(lab, wall[ours] / TESTSSL * 1.05)
    for name, value in wall.items():
        print(f"{name:28}{value:9.2f} s")
    paired = statistics.median(one / other for one, other in zip(runs[ours], runs["nmap"], strict=True))
    missed = 0
    for rival, ratio, target in (("nmap", paired, NMAP), ("testssl.sh", wall[ours] / wall["testssl.sh"], TESTSSL)):
        missed += ratio > target
        print(f"    {'PASS' if ratio <= target else 'MISS'} of {rival}'s wall time: {ratio:.3f}, target ≤ {target}")
    return missed


if __name__ == "__main__":
    main()
