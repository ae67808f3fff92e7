"""A survey of the lab's domains: the same whatever kills it and however it is divided, and what dig says, too.

    survey.py PRUEFSTAND FOLDER
"""

import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

LAB = pathlib.Path(__file__).resolve().parent.parent
# Names below the lab's domains, so that a run lasts long enough to be killed; most of them do not exist.
BELOW = 4_000
# Seconds within which a run has to end once the stop file is there.
STOPPED = 10

failures = []


def expect(holds, sentence):
    print(f"  {'ok  ' if holds else 'FAIL'} {sentence}")
    if not holds:
        failures.append(sentence)


def lines(path):
    with gzip.open(path, "rt") as text:
        return [json.loads(line) for line in text]


def state(finding):
    code = (finding.get("why") or {}).get("code")
    return finding["state"] + (f":{code}" if code else "")


class Survey:
    def __init__(self, program, folder):
        self.program, self.folder, self.list = program, folder, folder / "list.txt"
        self.passes = ["--pass", "resolve"]

    def command(self, out, *options, dns=None):
        dns = dns or ["--root-hints", os.environ["LAB_ROOT_HINTS"]]
        return [
            self.program, "survey", str(self.list), "--out", str(self.folder / out), *self.passes, *options, *dns,
            "--trust-anchor", os.environ["LAB_TRUST_ANCHOR"], "--ca-file", os.environ["LAB_CA_FILE"],
            "--private-addresses",
        ]

    def run(self, out, *options, env=None, **more):
        return subprocess.run(
            self.command(out, *options, **more), stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})

    def start(self, out, *options, **more):
        return subprocess.Popen(self.command(out, *options, **more), stderr=subprocess.PIPE, text=True)

    def merge(self, out):
        return subprocess.run(
            [self.program, "survey", "merge", str(self.folder / out)], stderr=subprocess.PIPE, text=True)

    def result(self, out, name="domains"):
        return (self.folder / out / f"{name}.ndjson.gz").read_bytes()

    def size(self, out, name):
        path = self.folder / out / name
        return path.stat().st_size if path.exists() else 0


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def dig(name, kind):
    text = subprocess.run(
        ["dig", "+short", f"@{os.environ['LAB_RESOLVER']}", name, kind], stdout=subprocess.PIPE, text=True).stdout
    return [line for line in text.splitlines() if not line.startswith(";")]


def named(domain):
    """(service, host, address) as dig has them, of records that name hosts."""
    found = set()
    records = [("mx", domain, "MX", 1)]
    for side in ("client", "server"):
        records += [(f"xmpp-{side}", f"_xmpp{tls}-{side}._tcp.{domain}", "SRV", 3) for tls in ("", "s")]
    for service, name, kind, field in records:
        for line in dig(name, kind):
            words = line.split()
            if len(words) != field + 1 or words[field] == ".":
                continue
            for address in dig(words[field], "A") + dig(words[field], "AAAA"):
                if re.fullmatch(r"[0-9a-f.:]+", address):
                    found.add((service, words[field].rstrip(".").lower(), address))
    return found


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    domains = set()
    for path in sorted((LAB / "content" / "providers").glob("*.md")):
        for names in re.findall(r"^(?:jid-)?domains: \[(.*)\]$", path.read_text(), re.M):
            domains.update(name.strip() for name in names.split(","))
    domains = sorted(domains)
    below = [f"n{number}.{domains[number % len(domains)]}" for number in range(BELOW)]
    survey = Survey(program, folder)
    survey.list.write_text("# the lab\n" + "\n".join(domains + below) + "\n")

    print("one run")
    begin = time.monotonic()
    run = survey.run("one")
    print(f"    {run.stderr.strip().splitlines()[-2:]} {time.monotonic() - begin:.1f} s")
    expect(run.returncode == 0, f"the run succeeds ({run.returncode})")
    expected = survey.result("one")
    found = lines(folder / "one" / "domains.ndjson.gz")
    expect([line["domain"] for line in found] == domains + below, "every domain has a line, in the list's order")
    check_facts(found[:len(domains)], found[len(domains):])

    print("three shards, one of them killed and restarted, and its lost run going on")
    expect(survey.run("three", "--shards", "3", "--shard", "0").returncode == 0, "shard 0")
    env = {"SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "1"}
    expect(survey.run("three", "--shards", "3", env=env).returncode == 0, "shard 1, as Slurm numbers it")
    partial = survey.merge("three")
    expect(partial.returncode == 1 and "shard 2 of 3 is missing" in partial.stderr, "the merge says what is missing")
    merged = json.loads((folder / "three" / "merged-resolve.json").read_text())
    expect(merged["missing"] == [2], "merged-resolve.json says so, too")
    run = survey.run("three", "--shards", "3", "--shard", "0", "--pass", "probe")
    expect(run.returncode == 1 and "are missing: 2" in run.stderr, "nothing is probed before all is resolved")
    lost = survey.start("three", "--shards", "3", "--shard", "2")
    draft = "resolve-2-of-3.r0.ndjson.gz.part"
    expect(wait_for(lambda: survey.size("three", draft) > 0), "its first lines are on the disk")
    lost.send_signal(signal.SIGSTOP)
    run = survey.run("three", "--shards", "3", "--shard", "2", env={"SLURM_RESTART_COUNT": "1"})
    expect(run.returncode == 0 and "going on behind" in run.stderr, "the restarted run takes over what is whole")
    expect(survey.merge("three").returncode == 0, "the merge has all shards")
    expect(survey.result("three") == expected, "it is the one run's result, byte for byte")
    lost.send_signal(signal.SIGCONT)
    lost.communicate()
    expect(survey.size("three", "resolve-2-of-3.r0.json") > 0, "the lost run's files arrive all the same")
    expect(survey.merge("three").returncode == 0 and survey.result("three") == expected, "and change nothing")

    print("killed")
    killed = survey.start("killed")
    draft = "resolve-0-of-1.r0.ndjson.gz.part"
    expect(wait_for(lambda: survey.size("killed", draft) > 0), "its first lines are on the disk")
    killed.kill()
    killed.communicate()
    with (folder / "killed" / draft).open("ab") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\x03half a member")
    run = survey.run("killed")
    expect(run.returncode == 0 and "going on behind" in run.stderr, "the next run goes on")
    expect(survey.result("killed") == expected, "to the same result")

    print("stopped")
    stopped = survey.start("stopped")
    expect(wait_for(lambda: survey.size("stopped", draft) > 0), "its first lines are on the disk")
    begin = time.monotonic()
    (folder / "stopped" / "stop").touch()
    words = stopped.communicate()[1]
    took = time.monotonic() - begin
    expect(stopped.returncode == 1 and "stopped by this file" in words, f"a stop file ends it ({took:.1f} s)")
    expect(took < STOPPED, f"within {STOPPED} s")
    expect(survey.run("stopped").returncode == 1, "as long as it is there")
    (folder / "stopped" / "stop").unlink()
    expect(survey.run("stopped").returncode == 0 and survey.result("stopped") == expected, "then it goes on")

    print("a resolver that dies")
    conf = folder / "unbound.conf"
    conf.write_text(
        "server:\n  interface: 127.0.53.99\n  port: 5399\n  do-daemonize: no\n  chroot: \"\"\n  username: \"\"\n"
        "  pidfile: \"\"\n  module-config: iterator\n  do-not-query-localhost: no\n  local-zone: test. transparent\n"
        f"  access-control: 127.0.0.0/8 allow\n  root-hints: {os.environ['LAB_ROOT_HINTS']}\n  use-syslog: no\n"
        f"  logfile: {folder}/unbound.log\nremote-control:\n  control-enable: no\n")
    forward = ["--resolver", "127.0.53.99@5399"]
    unbound = subprocess.Popen(["/usr/sbin/unbound", "-d", "-c", str(conf)])
    dying = None
    try:
        wait_for(lambda: subprocess.run(
            ["dig", "+short", "+time=1", "-p", "5399", "@127.0.53.99", "test.", "SOA"],
            stdout=subprocess.PIPE).stdout.strip())
        dying = survey.start("dying", dns=forward)
        expect(wait_for(lambda: survey.size("dying", draft) > 0), "its first lines are on the disk")
        unbound.kill()
        unbound.wait()
        words = dying.communicate()[1]
        expect(dying.returncode == 1 and "does not answer any more" in words, "the run ends, and says why")
        unbound = subprocess.Popen(["/usr/sbin/unbound", "-d", "-c", str(conf)])
        wait_for(lambda: subprocess.run(
            ["dig", "+short", "+time=1", "-p", "5399", "@127.0.53.99", "test.", "SOA"],
            stdout=subprocess.PIPE).stdout.strip())
        run = survey.run("dying", dns=forward)
        expect(run.returncode == 0, f"with the resolver back it goes on ({run.stderr.strip()[-200:]})")
        again = lines(folder / "dying" / "domains.ndjson.gz")
        expect([line["domain"] for line in again] == domains + below, "no domain is lost")
        expect(all(state(line["findings"]["dnssec"]) not in ("unmeasured:timeout", "unmeasured:dns-failure")
                   for line in again), "none is called dead because the resolver was")
    finally:
        unbound.kill()
        unbound.wait()
        if dying and dying.poll() is None:
            dying.kill()

    probed(survey, domains)

    print("bad input")
    survey.passes = ["--pass", "resolve"]
    survey.list.write_text("birkenpost.test\nhttps://ahornpost.test/\nBirkenpost.test\n-\n")
    run = survey.run("bad")
    expect(run.returncode == 1, "a list with faults gives exit code 1")
    for words in ("list.txt:2:1: error", "list.txt:3:1: warning", "list.txt:4:1: error"):
        expect(words in run.stderr, words)
    expect([line["domain"] for line in lines(folder / "bad" / "domains.ndjson.gz")] == ["birkenpost.test"],
           "what is good is resolved all the same")
    run = survey.run("three", "--shards", "3", "--shard", "0")
    expect(run.returncode == 1 and "is of another survey" in run.stderr, "another list has no place beside this one")

    if failures:
        sys.exit(f"survey: {len(failures)} failed")


def probed(survey, domains):
    print("both passes, in one run and in three shards")
    survey.list.write_text("\n".join(domains) + "\n")
    survey.passes = []
    begin = time.monotonic()
    run = survey.run("both")
    expect(run.returncode == 0, f"one run does both ({time.monotonic() - begin:.1f} s)")
    print("    " + " | ".join(run.stderr.strip().splitlines()[-4:]))
    for name in ("resolve", "probe"):
        for shard in "012":
            run = survey.run("parts", "--shards", "3", "--shard", shard, "--pass", name)
            expect(run.returncode == 0, f"{name}: shard {shard}")
        expect(survey.merge("parts").returncode == 0, f"{name}: merged")
    for name in ("domains", "targets", "servers", "joined"):
        expect(survey.result("both", name) == survey.result("parts", name), f"{name}: the same bytes")
    for one, two in zip(lines(survey.folder / "both" / "servers.ndjson.gz"),
                        lines(survey.folder / "parts" / "servers.ndjson.gz")):
        if one != two:
            fields = [key for key in one["findings"] if one["findings"][key] != two["findings"][key]]
            print(f"       {one['findings']['endpoint']['host']} {one['findings']['endpoint']['service']}: {fields}")

    found = lines(survey.folder / "both" / "servers.ndjson.gz")
    places = [tuple(line["findings"]["endpoint"][key] for key in ("service", "host", "port", "address", "mode"))
              for line in found]
    expect(len(places) == len(set(places)) and places, f"{len(places)} servers, each once")
    joined = lines(survey.folder / "both" / "joined.ndjson.gz")
    expect([line["domain"] for line in joined] == domains, "every domain is in the joined lines")
    expect(all(server["facts"] for line in joined for server in line["servers"]), "with the facts of its servers")
    shards = {}
    for shard in range(3):
        for line in lines(survey.folder / "parts" / f"probe-{shard}-of-3.r0.ndjson.gz"):
            endpoint = line["findings"]["endpoint"]
            shards.setdefault(endpoint["address"], set()).add(shard)
            shards.setdefault(endpoint["host"], set()).add(shard)
    expect(all(len(owners) == 1 for owners in shards.values()), "no host and no address was of two shards")

    findings = [line["findings"] for line in found]
    modern = [one for one in findings if state(one["versions"][5]["finding"]) == "measured"
              and not any(state(version["finding"]) == "measured" for version in one["versions"][:4])]
    known = [one for one in modern if all(state(version["finding"]) in ("measured", "notOffered")
                                          for version in one["versions"][2:])]
    # Those that refuse by closing the connection take more of them.
    expect(4 * len(known) >= 3 * len(modern) > 0, f"of {len(known)} of {len(modern)} modern servers all of TLS is known")
    hybrids = [server["facts"]["hybrid"] for line in joined for server in line["servers"]]
    expect(any(hybrid.get("value") is False for hybrid in hybrids), "that there is no hybrid group is seen somewhere")
    expect(all(state(one["versions"][0]["finding"]) not in ("measured", "notOffered")
               for one in findings if one["connection"]["state"] == "measured" and one["startTLS"]["state"] != "notOffered"),
           "SSLv2 is unknown: it was not asked for")
    expect(any(one["dane"]["state"] == "measured" and one["dane"]["value"]["verified"] for one in findings),
           "DANE is verified somewhere")
    expect(any(one["trust"]["state"] == "measured" and one["trust"]["value"]["valid"] for one in findings),
           "certificates are trusted somewhere")

    print("opted out")
    (survey.folder / "out.txt").write_text("ahornpost.test\n127.0.2.0/24\n")
    run = survey.run("out", "--opt-out", str(survey.folder / "out.txt"))
    expect(run.returncode == 0, "the run succeeds")
    joined = {line["domain"]: line for line in lines(survey.folder / "out" / "joined.ndjson.gz")}
    ahorn, birken = joined["ahornpost.test"], joined["birkenpost.test"]
    expect(state(ahorn["findings"]["dnssec"]) == "unmeasured:opt-out" and ahorn["servers"] == [],
           "a domain that opted out was not asked for")
    expect(birken["servers"] and all(state(server["facts"]["connection"]) == "unmeasured:opt-out"
                                     for server in birken["servers"] if server["server"]["address"].startswith("127.0.2.")),
           "a network that opted out was not connected to")


def check_facts(own, below):
    by_name = {line["domain"]: line for line in own}
    for domain, line in by_name.items():
        servers = {(server["service"], server["host"], server["address"]) for server in line["servers"]}
        if state(line["findings"]["dnssec"]) == "unmeasured:bogus":
            expect(servers == set(), f"{domain} is bogus: no server of it is believed")
            continue
        wanted = named(domain)
        expect(servers == wanted, f"{domain}: {len(wanted)} servers, as dig has them")
        if servers != wanted:
            print(f"       only here {sorted(servers - wanted)}, only dig {sorted(wanted - servers)}")
    everything = own + below
    policies = [line["findings"]["policies"] for line in everything]
    with_record = [policy["mtaSTS"]["value"] for policy in policies if policy["mtaSTS"]["state"] == "measured"]
    with_id = [facts for facts in with_record if facts["id"]]
    expect(with_id and all(state(facts["policy"]) == "unmeasured:not-asked" for facts in with_id),
           f"{len(with_id)} MTA-STS records, and no policy: it was not asked for")
    expect(all(service["endpoints"] == [] for line in everything for service in line["services"]),
           "no endpoint was connected to")
    expect(any(state(policy["mail"]) == "measured" and policy["mail"]["value"]["dane"].get("value") == "full"
               for policy in policies), "DANE is seen")
    gone = [line for line in below if state(line["findings"]["dnssec"]) == "unmeasured:no-such-name"]
    expect(gone and all(line["servers"] == [] for line in gone), f"{len(gone)} domains do not exist")


main()
