"""What a year of snapshots costs, measured on its beginnings: a first build, a build after one more day on which nothing
changed, and the bytes and files of the site. `Benchmarks/year/run` calls it.

    measure.py YEAR PROGRAM [PROGRAM] --work FOLDER [--days 30,60,90]

The second program is another build to compare with; where `templates` lies in the checkout that it was built in
(`CHECKOUT/.build/…/pruefstand`), its site has those. Each number of days is measured on a site of its own.
"""

import argparse
import os
import pathlib
import shutil
import sys
import time
from dataclasses import dataclass


@dataclass
class Cost:
    seconds: float
    memory: int  # bytes at the peak
    code: int


def build(program, site, log):
    with open(log, "wb") as output:
        begin = time.monotonic()
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        command = [str(program), "build", "--site", str(site)]
        child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
    return Cost(time.monotonic() - begin, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))


def size(folder):
    """Bytes and number of files, and what tells whether one was written."""
    found = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    written = {path: (stat.st_ino, stat.st_mtime_ns, stat.st_size) for path, stat in found.items()}
    return sum(stat.st_size for stat in found.values()), len(found), written


def begin_site(year, site, program):
    content = site / "content"
    content.mkdir(parents=True)
    for entry in (year / "content").iterdir():
        if entry.name != "snapshots":
            copy = shutil.copytree if entry.is_dir() else shutil.copyfile
            copy(entry, content / entry.name)
    (content / "snapshots").mkdir()
    builds = [folder for folder in program.resolve().parents if folder.name == ".build"]
    if builds and (builds[0].parent / "templates").is_dir():
        shutil.copytree(builds[0].parent / "templates", site / "templates")


def measure(year, program, days, work):
    """A line for each number of days; ends where a build fails."""
    snapshots = sorted((year / "content" / "snapshots").iterdir())
    results = {}
    for count in days:
        site = work / f"{count}"
        shutil.rmtree(site, ignore_errors=True)
        begin_site(year, site, program)
        for folder in snapshots[:count]:
            shutil.copytree(folder, site / "content" / "snapshots" / folder.name)
        first = build(program, site, work / "log")
        if first.code != 0:
            print(f"  {count} days: exit status {first.code}\n{(work / 'log').read_text()[-600:]}")
            break
        before, files, written = size(site / "site")
        shutil.copytree(snapshots[count], site / "content" / "snapshots" / snapshots[count].name)
        again = build(program, site, work / "log")
        after, _, rewritten = size(site / "site")
        changed = sum(stat[2] for path, stat in rewritten.items() if written.get(path) != stat)
        results[count] = (first.seconds, first.memory, before, files, again.seconds, after - before, changed)
        print(
            f"  {count:4} days: {first.seconds:6.1f} s, {first.memory / 1e6:5.0f} MB; site {before / 1e6:7.1f} MB in "
            f"{files} files; one more day: {again.seconds:5.1f} s, site grows by {(after - before) / 1e3:7.0f} kB, "
            f"{changed / 1e3:.0f} kB written", flush=True)
        shutil.rmtree(site)
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("year", type=pathlib.Path)
    parser.add_argument("programs", type=pathlib.Path, nargs="+")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--days", default="30,60,90")
    options = parser.parse_args()
    days = [int(count) for count in options.days.split(",")]
    snapshots = len(list((options.year / "content" / "snapshots").iterdir()))
    if max(days) >= snapshots:
        sys.exit(f"the year has {snapshots} snapshots: one more than days are measured is needed")
    options.work.mkdir(parents=True, exist_ok=True)
    measured = []
    for program in options.programs:
        print(program, flush=True)
        measured.append(measure(options.year, program, days, options.work))
    if len(measured) == 2:
        for count in sorted(set(measured[0]) & set(measured[1])):
            own, other = measured[0][count], measured[1][count]
            names = ("time", "memory", "bytes", "files", "time of one more day", "growth by it")
            print(f"  {count:4} days, ratios: " + ", ".join(
                f"{name} {mine / theirs:.2f}" for name, mine, theirs in zip(names, own, other) if theirs))


if __name__ == "__main__":
    main()
