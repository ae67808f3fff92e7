"""What rounds of `pruefstand watch` cost beside Debian's monitoring-plugins; inside the lab, where `Benchmarks/watch/run`
starts it."""

import argparse
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in ("Tests/Lab/servers", "Benchmarks"):
    sys.path.insert(0, str(ROOT / folder))

import connections  # noqa: E402 (stands beside the lab's own plans)
import copies  # noqa: E402
import plugins  # noqa: E402
import slow  # noqa: E402
from rivals.running import Run  # noqa: E402
from scan.measure import Report, lab_options, site_of_copies  # noqa: E402

WALL, CPU = 0.15, 1  # the most that a round may take of what the plugins take
MEMORY = 60  # MB at the peak
GROWTH = 1.05  # the most that the last rounds may have resident of what earlier ones had
ROUND_LIMIT = 300  # seconds
ROUND = re.compile(r"^\S+Z: (\d+) services, (\d+) failing, (\d+) not measured$", re.M)
SLOW_HOST = f"  - {{service: submission, host: langsam.DOMAIN, port: {slow.PORT}, mode: starttls}}\n"


def command(binary, site, *more):
    return [binary, "watch", "--site", site, *more, *lab_options()]


def whole(text):
    """How many services each round had; every one of them has to work."""
    rounds = [tuple(map(int, found)) for found in ROUND.findall(text)]
    if any(failing or unmeasured for _, failing, unmeasured in rounds):
        sys.exit(f"not every service was found to work:\n{text[-3000:]}")
    return [services for services, _, _ in rounds]


def once(binary, site):
    """A round of a watch that knows nothing yet."""
    shutil.rmtree(site / "content" / "rounds", ignore_errors=True)
    run = Run(command(binary, site, "--once"), limit=ROUND_LIMIT, costed=True)
    if run.code != 0 or len(whole(run.errors)) != 1:
        sys.exit(f"watch: exit {run.code}: {run.errors[-3000:]}")
    return run


class Resident:
    """What a process has between two rounds."""

    def __init__(self, process):
        status = pathlib.Path(f"/proc/{process}/status").read_text()
        self.memory, self.peak = (
            int(re.search(rf"^{name}:\s+(\d+) kB", status, re.M)[1]) / 1024 for name in ("VmRSS", "VmHWM")
        )
        self.descriptors = len(os.listdir(f"/proc/{process}/fd"))


def many(binary, site, count, every):
    """What a watch has after each of so many rounds."""
    shutil.rmtree(site / "content" / "rounds", ignore_errors=True)
    log, seen = site / "watch.log", []
    with open(log, "wb") as output:
        process = subprocess.Popen(command(binary, site, "--every", f"{every}s"), stdout=output, stderr=output)
    try:
        while len(seen) < count:
            end = time.monotonic() + ROUND_LIMIT
            while len(whole(log.read_text())) <= len(seen):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit(f"no further round after {len(seen)}: {log.read_text()[-3000:]}")
                time.sleep(0.1)
            # What the round was done with is given back.
            time.sleep(0.5)
            seen.append(Resident(process.pid))
    finally:
        process.terminate()
        code = process.wait(60)
    if code != 0:
        sys.exit(f"the watch did not end in order ({code}): {log.read_text()[-3000:]}")
    return seen


def beside(report, binary, site, repeat):
    """Rounds and plugins in turn. Returns the wall time of a round."""
    checks = plugins.of_all()
    places = sum(len(copies.slow_addresses(number)) for number in range(1, copies.COUNT + 1))
    print(f"{len(checks)} endpoints, {places} of them slow; load of this machine before it: {os.getloadavg()[0]:.1f}")
    ours, theirs = [], []
    for turn in range(repeat):
        for name in ("watch", "plugins") if turn % 2 == 0 else ("plugins", "watch"):
            with connections.Counted() as counted:
                cost = once(binary, site) if name == "watch" else plugins.run(checks)
            if differing := counted.differences(checks):
                sys.exit(f"{name} did not check every endpoint once:\n" + "\n".join(differing[:20]))
            memory = f" {cost.memory:6.1f} MB peak" if name == "watch" else ""
            print(f"  {name:<10} {cost.wall:7.2f} s {cost.cpu:7.2f} s CPU{memory}", flush=True)
            (ours if name == "watch" else theirs).append(cost)
    pairs = list(zip(ours, theirs, strict=True))
    ratio = statistics.median(one.wall / other.wall for one, other in pairs)
    report.hold("of the plugins' wall time, median of pairs", ratio, WALL, "times", digits=3)
    ratio = statistics.median(one.cpu / other.cpu for one, other in pairs)
    report.hold("of their CPU time, median of pairs", ratio, CPU, "times", digits=3)
    report.hold("memory at its peak", max(one.memory for one in ours), MEMORY, "MB")
    return max(one.wall for one in ours)


def growth(report, seen):
    """Holds the last quarter of the rounds against the second; in the first, what is kept is still filled."""
    quarter = len(seen) // 4
    early, late = seen[quarter : 2 * quarter], seen[-quarter:]
    print("  resident MB after each round: " + " ".join(f"{one.memory:.1f}" for one in seen))
    print("  descriptors after each round: " + " ".join(str(one.descriptors) for one in seen))
    memory = [statistics.median(one.memory for one in some) for some in (early, late)]
    report.hold("resident memory of the last rounds beside earlier ones", memory[1] / memory[0], GROWTH, "times", digits=3)
    most = [max(one.descriptors for one in some) for some in (early, late)]
    report.hold("descriptors of the last rounds", most[1], most[0], "")
    report.hold("memory at its peak", seen[-1].peak, MEMORY, "MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--repeat", type=int, default=3, help="how often rounds and plugins take turns")
    parser.add_argument("--rounds", type=int, default=20, help="in one process")
    options = parser.parse_args()
    if options.repeat < 1 or options.rounds < 4:
        parser.error("--repeat takes at least 1, --rounds at least 4")
    binary, report = options.binary.resolve(), Report()
    print(f"The slow servers greet after {slow.start():.2f} s")
    site = site_of_copies(options.work / "site", copies.COUNT, more=SLOW_HOST)
    wall = beside(report, binary, site, options.repeat)
    every = math.ceil(wall) + 2
    print(f"\n{options.rounds} rounds in one process, one every {every} s", flush=True)
    growth(report, many(binary, site, options.rounds, every))
    sys.exit(1 if report.missed else 0)


main()
