"""Measures and reports; `Benchmarks/site/run` prepares everything and calls it."""

import argparse
import hashlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

HERE = pathlib.Path(__file__).parent
RUN_LIMIT = 1_800  # seconds for one run of anything


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system, of all threads
    memory: int  # bytes at the peak


def run(*command, log):
    """One run of a command, measured from outside in the same way for all."""
    with open(log, "wb") as output:
        start = time.monotonic()
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        child = os.posix_spawn(command[0], [str(part) for part in command], os.environ, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
        wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed:\n{pathlib.Path(log).read_text()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def median(costs):
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory")))


def inodes(top):
    """What changes when anything in a folder is written. One number and not a list: what this process held at its own
    peak would count for every process that it starts later, as Linux takes over the old memory's mark at exec."""
    digest = hashlib.sha256()
    for folder, _, names in os.walk(top):
        for path in (folder, *(os.path.join(folder, name) for name in names)):
            found = os.stat(path)
            digest.update(f"{path} {found.st_ino} {found.st_mtime_ns}\n".encode())
    return digest.digest()


class Report:
    def __init__(self):
        self.missed = 0

    def line(self, name, cost):
        print(f"  {name:<34} {cost.wall:8.2f} s wall {cost.cpu:8.2f} s CPU {cost.memory / 1e6:8.0f} MB peak")

    def ratio(self, name, value, target):
        word = "met" if value <= target else "MISSED"
        self.missed += value > target
        print(f"  {name:<58} {value:6.3f}  (target {target}: {word})")


def articles(options, report):
    work, tools = options.work, options.tools
    corpus = work / "corpus"
    subprocess.run(
        [sys.executable, HERE / "corpus.py", corpus, "--articles", str(options.articles)], check=True)
    shutil.copytree(options.root / "templates", corpus / "templates")
    hugo = next(tools.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"))
    version = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout.split()[1]
    ours = options.root / ".build/release/pruefstand"
    log = work / "log"
    costs = {"Hugo": [], "floor": [], "pruefstand": [], "unchanged": []}
    for number in range(options.rounds):
        for name in ("out-hugo", "out-floor", "out-ours"):
            shutil.rmtree(work / name, ignore_errors=True)
        for record in work.glob(".out-ours*"):
            shutil.rmtree(record) if record.is_dir() else record.unlink()
        hugo_command = (
            hugo, "--source", HERE / "hugo", "--contentDir", corpus / "content", "--destination", work / "out-hugo",
            "--cacheDir", work / "cache-hugo", "--noBuildLock", "--quiet")
        our_command = (ours, "build", "--site", corpus, "--out", work / "out-ours")
        turns = [
            lambda: costs["Hugo"].append(run(*hugo_command, log=log)),
            lambda: costs["floor"].append(
                run(tools / "floor", corpus / "content/articles", work / "out-floor", log=log)),
            lambda: costs["pruefstand"].append(run(*our_command, log=log)),
        ]
        # Whoever is first in one round is last in the next.
        for turn in turns[number % 3:] + turns[:number % 3]:
            turn()
        if number == 0:
            # In a process of its own, see `inodes`.
            check = [sys.executable, "-B", HERE / "equivalent.py", work / "out-ours", work / "out-hugo"]
            if subprocess.run(check).returncode != 0:
                sys.exit("Hugo was asked for other pages than ours")
        before = inodes(work / "out-ours")
        costs["unchanged"].append(run(*our_command, log=log))
        if inodes(work / "out-ours") != before:
            sys.exit("a build with nothing changed wrote something")
    pages = {name: sum(1 for _ in (work / name).rglob("*.html")) for name in ("out-hugo", "out-floor", "out-ours")}
    print(f"{options.articles} articles, two of ten tags each, {options.rounds} rounds, medians:")
    middle = {name: median(found) for name, found in costs.items()}
    report.line(f"pruefstand ({pages['out-ours']} pages)", middle["pruefstand"])
    report.line("pruefstand, nothing changed", middle["unchanged"])
    report.line(f"Hugo {version.split('-')[0]} ({pages['out-hugo']} pages)", middle["Hugo"])
    report.line(f"C: read, cmark, write ({pages['out-floor']} pages)", middle["floor"])

    def ratio(part, whole, name):
        return statistics.median(getattr(one, name) / getattr(other, name) for one, other in zip(costs[part], costs[whole]))

    report.ratio("wall time, of Hugo's", ratio("pruefstand", "Hugo", "wall"), 0.10)
    report.ratio("peak memory, of Hugo's", ratio("pruefstand", "Hugo", "memory"), 0.10)
    report.ratio("CPU time, of the C program's", ratio("pruefstand", "floor", "cpu"), 3.5)
    report.ratio("wall time with nothing changed, of a cold build's", ratio("unchanged", "pruefstand", "wall"), 0.5)
    shutil.rmtree(corpus)


def snapshots(options, report):
    counts = [int(count) for count in options.snapshots.split(",") if count]
    if not counts:
        return
    print(f"one table of {options.providers} providers:")
    peaks = {}
    for count in counts:
        corpus = options.work / f"snapshots-{count}"
        subprocess.run(
            [sys.executable, HERE / "snapshots.py", corpus, options.root / "content/snapshots/2014-07-29",
             "--providers", str(options.providers), "--snapshots", str(count)], check=True)
        shutil.copytree(options.root / "templates", corpus / "templates")
        cost = run(
            options.root / ".build/release/pruefstand", "build", "--site", corpus, "--out", options.work / "out-many",
            log=options.work / "log")
        pages = sum(1 for _ in (options.work / "out-many").rglob("*.html"))
        report.line(f"{count} snapshots ({pages} pages)", cost)
        peaks[count] = cost.memory
        shutil.rmtree(corpus)
        shutil.rmtree(options.work / "out-many")
    if len(counts) > 1:
        few, many = min(counts), max(counts)
        # Linear: what a snapshot takes does not grow with their number.
        report.ratio(
            f"peak memory for a snapshot, of {many} beside of {few}", (peaks[many] / many) / (peaks[few] / few), 1.1)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--root", "--tools", "--work"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--providers", type=int, default=5_000)
    parser.add_argument("--snapshots", default="10,25,50", help="numbers of snapshots; empty for none")
    options = parser.parse_args()
    report = Report()
    articles(options, report)
    snapshots(options, report)
    return 1 if report.missed else 0


sys.exit(main())
