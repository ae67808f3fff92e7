"""Proves advice: servers with faults, what the program advises, the same servers with its lines in their configuration.

    Tests/Lab/lab run -- Tests/Lab/prove [NAME…]

Prints JSON: for each case the rules that it falls under before and after, and the lines. Without names, all cases.
"""

import json
import os
import pathlib
import signal
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import cases
import zone
from authority import Authority
from software import KINDS, PORTS, Nginx

ROOT = pathlib.Path(__file__).resolve().parents[3]
LIMIT = 30.0  # seconds until a server answers
GRACE = 5.0  # and until all of them have ended
GREETED = {PORTS[service] for service in ("mx", "submission", "imap", "pop3", "sieve")}
# Server, commands and files take a place of their own in each of the two rounds.
ROUNDS = ("before", "after")


class Round:
    """All servers of one round, side by side, and what the program says of them."""

    def __init__(self, name, directory, authority):
        self.number = ROUNDS.index(name)
        self.directory = directory / name
        self.directory.mkdir()
        self.authority = authority
        self.zone = ""
        self.started = []
        self.waiting = []

    def address(self, index, web=False):
        return f"127.0.{70 + 2 * self.number + web}.{index + 1}"

    def run(self, name, command, environment, *places):
        log = open(self.directory / f"{name}.log", "wb")
        self.started.append(
            subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"} | environment,
            )
        )
        self.waiting += [(name, self.started[-1], place) for place in places]

    def add(self, case, index, files, changes=(), records="", policy=None):
        """Starts a case's server with the changes of its settings; `policy` is the text of its MTA-STS policy."""
        address = self.address(index)
        port = 53 if case.runs == "bind" else PORTS.get(case.service)
        server = None
        if case.runs in ("postfix", "bind"):
            # They listen at addresses that an interface has, and at no others of their network.
            subprocess.run(["ip", "addr", "replace", address, "dev", "lo"], check=True)
        if case.runs in KINDS:
            server = KINDS[case.runs](case, self.directory / case.name, address, files, fill(case.settings, files))
            for place, lines in changes:
                server.take(place, lines)
            self.run(case.name, server.command(), server.environment(), (address, port))
        web = self.address(index, web=True) if case.topic == "mta-sts" else None
        if web:
            self.serve_policy(case, web, policy)
        self.zone += zone.records(case, address, port, web) + records
        return server

    def serve_policy(self, case, address, policy):
        name = f"mta-sts.{case.domain}"
        files = self.authority.files(case, name)
        server = Nginx(case, self.directory / name, address, files, {})
        command = server.command()
        if policy is not None:
            place, text = policy
            file = self.directory / name / "www" / place.removeprefix(f"https://{name}/")
            file.parent.mkdir(parents=True)
            file.write_text(text)
        self.run(name, command, {}, (address, 443))

    def reports(self, tested):
        names = zone.NameServer(self.directory / "names", f"127.0.53.{70 + self.number}", self.zone)
        self.run("nsd", names.command(), {}, (names.address, 53))
        self.wait()
        result = subprocess.run(
            [
                ROOT / ".build/debug/pruefstand", "test", "--json", "--private-addresses", "--from", "scanner.test",
                "--jobs", "16", "--ca-file", self.authority.file("ca.pem"), *names.options(),
                *(case.domain for case in tested),
            ],
            stdout=subprocess.PIPE, check=True,
        )
        return {case.domain: {"advice": [], "services": []} for case in tested} | {
            one["domain"]: one for one in json.loads(result.stdout)["reports"]
        }

    def wait(self):
        """Until all answer; who does not is told, and proves nothing."""
        end = time.monotonic() + LIMIT
        for name, process, place in self.waiting:
            while True:
                try:
                    with socket.create_connection(place, timeout=2) as connection:
                        # The listener is there before who greets: Dovecot starts that at the first connection.
                        if place[1] in GREETED:
                            connection.settimeout(max(2.0, end - time.monotonic()))
                            if not connection.recv(1):
                                raise ConnectionError("closed without a greeting")
                    break
                except OSError as error:
                    if process.poll() is None and time.monotonic() < end:
                        time.sleep(0.05)
                        continue
                    logs = [self.directory / f"{name}.log", *(self.directory / name).glob("**/*log")]
                    told = "\n".join(one.read_text(errors="replace")[-1500:] for one in logs if one.is_file())
                    print(f"prove: {name} ({self.directory.name}) does not answer: {error}\n{told}", file=sys.stderr)
                    break

    def stop(self):
        for process in self.started:
            process.send_signal(signal.SIGTERM)
        end = time.monotonic() + GRACE
        for process in self.started:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def fill(settings, files):
    """Names of files in the settings of a case."""
    def filled(value):
        for name in ("dh1024",):
            value = value.replace(f"{{{name}}}", str(files[name]))
        return value

    return {name: filled(value) if isinstance(value, str) else value for name, value in settings.items()}


def advised(report):
    """The rules that a domain falls under, and the configurations by topic."""
    rules = {rule for one in report["advice"] for rule in one["rules"]}
    return rules, {one["topic"]: one["configurations"] for one in report["advice"]}


def graded(case, report):
    """Whether the service was measured: what is unknown passes no rule."""
    if not case.service:
        return True
    return any(row["service"] == case.service and "grade" in row for row in report["services"])


def shell(lines, directory):
    command = ["sh", "-e", "-c", "\n".join(lines)]
    return subprocess.run(command, check=True, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()


def follow(case, index, configurations, directory, authority, files, after):
    """Does what the advice says; returns the lines that were used."""
    own = [one for one in configurations if one["software"] in (case.software, "openssl" if case.topic == "dane" else "")]
    lines = [line for one in own for line in one["lines"]]
    if not lines:
        return lines  # not advised, so that nothing is proven
    work = directory / f"work-{case.name}"
    work.mkdir()
    if case.software in KINDS:
        changes = [(one["place"], one["lines"]) for one in own]
        for kind, source in (("certs", files["chain"]), ("private", files["key"])):
            shutil.copy(source, f"/etc/ssl/{kind}/{case.host}.{'pem' if kind == 'certs' else 'key'}")
        server = after.add(case, index, files, changes)
        if case.software == "bind":
            after.zone += server.run()
    elif case.software == "openssl":
        shell(lines, work)
        [request], [key] = work.glob("*.csr"), work.glob("*.key")
        key.chmod(0o644)
        after.add(case, index, files | {"key": key, "chain": authority.issue(request, f"{case.name}-new")})
    else:
        records = "\n".join(line for one in own if one["software"] == "dns" for line in one["lines"]) + "\n"
        if case.topic == "dane":
            records += shell([line for one in own if one["software"] == "openssl" for line in one["lines"]], work)
        if case.name == "dane-rollover":
            key = work / f"{case.host}-next.key"
            files = files | {"key": key, "chain": authority.for_key(case, key, f"{case.name}-next")}
            key.chmod(0o644)
        replaced = case.__class__(**{**case.__dict__, "records": ""})  # what was wrong makes place
        policy = next(((one["place"], "\n".join(one["lines"]) + "\n") for one in own if one["software"] == "policy-file"), None)
        # The record belongs to the policy, whichever of the two a case is about.
        records += "".join(line + "\n" for one in configurations if one["software"] == "dns" and case.software == "policy-file" for line in one["lines"])
        after.add(replaced, index, files, (), records, policy)
    return lines


def main():
    os.chdir("/")
    # Whoever runs tests may have blocked what is to end the servers, which they would inherit.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    chosen = [one for one in cases.ALL_CASES if not sys.argv[1:] or one.name in sys.argv[1:]]
    directory = pathlib.Path(tempfile.mkdtemp(prefix="advice-", dir=os.environ["LAB_DIR"]))
    directory.chmod(0o755)
    for folder in ("certs", "private"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", f"/etc/ssl/{folder}"], check=True)
    begin = time.monotonic()
    authority = Authority(directory / "authority")
    before, after = (Round(name, directory, authority) for name in ROUNDS)
    files = {case: authority.files(case) for case in chosen}
    try:
        for index, case in enumerate(chosen):
            policy = None
            if case.name == "mta-sts-testing":
                policy = (f"https://mta-sts.{case.domain}/.well-known/mta-sts.txt", f"version: STSv1\nmode: testing\nmx: {case.host}\nmax_age: 86400\n")
            before.add(case, index, files[case], policy=policy)
        bad = before.reports(chosen)
    finally:
        before.stop()
    middle = time.monotonic()
    lines = {}
    try:
        for index, case in enumerate(chosen):
            configurations = advised(bad[case.domain])[1].get(case.topic, [])
            lines[case] = follow(case, index, configurations, directory, authority, files[case], after)
        good = after.reports(chosen)
    finally:
        after.stop()
    print(f"prove: {middle - begin:.1f} s before, {time.monotonic() - middle:.1f} s after", file=sys.stderr)
    result = []
    for case in chosen:
        (failed, _), (left, _) = advised(bad[case.domain]), advised(good[case.domain])
        if os.environ.get("PROVE_REPORTS"):
            print(json.dumps([bad[case.domain], good[case.domain]]), file=open(f"{os.environ['PROVE_REPORTS']}/{case.name}.json", "w"))
        result.append(
            {
                "name": case.name, "software": case.software, "topic": case.topic, "lines": lines[case],
                "graded": graded(case, good[case.domain]),
                "rules": [{"rule": rule, "before": rule in failed, "after": rule in left} for rule in case.rules],
            }
        )
    print(json.dumps(result, indent=1))


main()
