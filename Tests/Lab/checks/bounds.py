"""A scan of the lab with slow and fat providers in it: its time, its memory, its files, and what it says of whom.

    bounds.py PRUEFSTAND FOLDER SITE DATE
"""

import collections
import datetime
import gzip
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LAB = HERE.parent
# How much longer than without them, and how much memory (MB); what no file may have (MB); how much later than without
# them anybody else is done (s), with a little for a busy machine, or which part of the time of the ordinary lab that may
# be on a machine that is slow.
LONGER, MEMORY, FILE, DELAY, BUSY, SLOW = 1.5, 150, 50, 10, 4, 0.4
WEIDENPOST_MX = "127.0.31.1"
PORT_CONNECTIONS = 150

# For each of them a service, a field of its endpoints, and what may stand there, as `state` or `state:code`. All endpoints
# are held against it; a field with a dot is one of `parameters` or of a version.
EXPECTED = {
    # Greetings come, one connection at a time, until the time of the endpoints is over.
    "schlehenpost": ("mx", {"versions": {"measured", "unmeasured:too-slow"}, "groups": {"unmeasured:too-slow", "unmeasured:depends-on-unknown"}}, 16),
    "stechpalmenpost": ("submission", {"versions": {"measured", "notOffered", "unmeasured:too-slow", "unmeasured:budget"}}, 32),
    # Those that the port had connections for are measured, the others say what was used up.
    "hartriegelpost": ("mx", {"versions": {"measured", "notOffered", "unmeasured:budget"}}, 16),
    # A ServerHello of 60 kB is read; what is behind the evidence's bound is too large.
    "holzapfelpost": ("mx", {"startTLS": {"measured", "unmeasured:too-large"}, "versions": {"measured", "notOffered", "refused:too-large", "unmeasured:too-large"}}, 16),
    # The complete handshake has the certificate; what comes after it in the clear is beyond what is read.
    "vogelbeerpost": ("imap", {"certificates": {"measured"}, "groups": {"unmeasured:too-large"}}, 1),
}
# What has to be seen somewhere, so that nothing passes because nothing was looked at.
SEEN = {
    "schlehenpost": {"unmeasured:too-slow"},
    "stechpalmenpost": {"unmeasured:too-slow"},
    "hartriegelpost": {"measured", "unmeasured:budget"},
    "holzapfelpost": {"measured"},
    "vogelbeerpost": {"unmeasured:too-large"},
}

failures = []


def expect(holds, sentence):
    print(f"  {'ok  ' if holds else 'FAIL'} {sentence}")
    if not holds:
        failures.append(sentence)


def read(path):
    return json.loads(path.read_text())


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def state(finding):
    code = (finding.get("why") or {}).get("code")
    return finding["state"] + (f":{code}" if code else "")


def states(endpoint, field):
    if field == "versions":
        return [state(version["finding"]) for version in endpoint["versions"]]
    return [state(endpoint[field])]


def records(snapshot, provider):
    with gzip.open(snapshot / "evidence" / f"{provider}.ndjson.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def last_moment(snapshot, provider, started):
    """When the last connection of a provider ended, in seconds after the start."""
    ends = [0.0]
    for record in records(snapshot, provider):
        for kind in ("probe", "fetch"):
            if kind in record:
                ends.append(seconds(record[kind]["at"]) + record[kind]["milliseconds"] / 1000 - started)
    return max(ends)


def main():
    program, folder, site, date = (*map(pathlib.Path, sys.argv[1:4]), sys.argv[4])
    ordinary = site / "content" / "snapshots" / date
    before = read(ordinary / "snapshot.json")
    plain = seconds(before["finished"]) - seconds(before["started"])

    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(LAB / "content", folder / "content")
    shutil.copytree(LAB.parent.parent / "templates", folder / "templates")
    for file in (LAB / "costly").glob("*.md"):
        shutil.copy(file, folder / "content" / "providers")
    # Nobody in the ordinary lab takes longer than the whole of it took.
    patience = max(10, round(plain * 1.1))
    with open(folder / "content" / "site.yaml", "a") as settings:
        settings.write(
            f"limits: {{endpoint-time: {patience}, provider-time: {patience}, port-connections: {PORT_CONNECTIONS}}}\n"
        )

    command = [program, "scan", "--site", folder, "--date", date]
    for option, variable in (("root-hints", "LAB_ROOT_HINTS"), ("trust-anchor", "LAB_TRUST_ANCHOR"), ("ca-file", "LAB_CA_FILE")):
        command += [f"--{option}", os.environ[variable]]
    begin = datetime.datetime.now().timestamp()
    scan = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    wall = datetime.datetime.now().timestamp() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(scan.stderr, end="")
    expect(scan.returncode == 0, f"the scan is published (exit code {scan.returncode})")
    if scan.returncode != 0:
        sys.exit(1)
    announced = int(re.search(r"ends within (\d+) second", scan.stderr)[1])
    expect(wall <= announced, f"it takes {wall:.1f} s, announced were at most {announced} s")
    expect(wall <= LONGER * plain, f"that is {wall / plain:.2f} times the {plain:.1f} s of the ordinary lab, at most {LONGER}")
    expect(peak <= MEMORY, f"it takes {peak:.0f} MB of memory, at most {MEMORY}")

    snapshot = folder / "content" / "snapshots" / date
    largest = max((file.stat().st_size, file.name) for file in snapshot.rglob("*") if file.is_file())
    expect(largest[0] < FILE * 1_000_000, f"the largest file is {largest[1]} with {largest[0] / 1e6:.1f} MB, at most {FILE}")
    now = read(snapshot / "snapshot.json")
    expect(now["limits"]["endpointTime"] == patience, "the snapshot has the limits")

    connections = collections.Counter()
    for provider in now["providers"]:
        places = {}
        for record in records(snapshot, provider):
            if "endpoint" in record:
                places[record["endpoint"]["id"]] = record["endpoint"]["endpoint"]["address"]
            if "probe" in record:
                connections[provider, places[record["probe"]["endpoint"]]] += 1
    others = connections["hartriegelpost", WEIDENPOST_MX]
    expect(0 < others <= PORT_CONNECTIONS, f"another provider's exchanger gets {others} connections, at most {PORT_CONNECTIONS}")

    for provider, (service, fields, count) in EXPECTED.items():
        endpoints = [
            endpoint
            for one in read(snapshot / f"{provider}.json")["services"]
            if one["service"] == service
            for endpoint in one["endpoints"]
        ]
        expect(len(endpoints) == count, f"{provider} {service}: {len(endpoints)} of {count} endpoints")
        seen = set()
        for field, allowed in fields.items():
            found = {state for endpoint in endpoints for state in states(endpoint, field)}
            seen |= found
            expect(bool(found) and found <= allowed, f"{provider} {service} {field}: {', '.join(sorted(found))}")
        expect(SEEN[provider] <= seen, f"{provider} {service}: there is {', '.join(sorted(SEEN[provider]))}")

    # The others are neither held up nor judged otherwise.
    started, started_before = seconds(now["started"]), seconds(before["started"])
    delays = {}
    for provider in before["providers"]:
        if not (ordinary / "evidence" / f"{provider}.ndjson.gz").exists():
            continue
        delays[provider] = last_moment(snapshot, provider, started) - last_moment(ordinary, provider, started_before)
    worst = max(delays, key=delays.get)
    expect(delays[worst] <= max(DELAY + BUSY, SLOW * plain), f"nobody else is done more than {delays[worst]:.1f} s later ({worst}), at most {DELAY}")

    for verb in (["build"], ["check"], ["verify", date]):
        result = subprocess.run([program, *verb, "--site", folder], capture_output=True, text=True)
        expect(result.returncode == 0, f"{' '.join(verb)} succeeds")
        if result.returncode != 0:
            print(result.stderr[-2000:], end="")
    print(f"bounds: {len(failures)} of what was expected does not hold")
    sys.exit(1 if failures else 0)


main()
