"""Scans copies of the lab's providers and prints what it costs; inside the lab, where `Benchmarks/scan/run` starts it."""

import argparse
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "Lab" / "servers"))

import copies  # noqa: E402 (stands beside the lab's other plans)

DATE = "2026-11-24"
RUN_LIMIT = 3_600  # seconds for one scan
MEMORY_LIMIT = 300e6  # bytes of a scan at its peak
POLITE_LIMIT = 180  # seconds for the whole lab with the manners of a site that says nothing of them
SUMMARY = re.compile(r": (\d+) providers, (\d+) endpoints, (\d+) connections in ([\d.]+) s")
# All copies stand at the same few addresses, and one connection after the other to each of these would measure the
# manners. On servers of one's own they may be lifted, and here they are. Mail exchangers keep theirs: one at a time.
MANNERS = """manners: {per-address: 32, gap: 0, budget: 300, timeout: 30000, jobs: 50}
limits: {port-connections: 10000000, address-connections: 10000000, run-connections: 10000000, run-bytes: 100000}"""


@dataclasses.dataclass
class Scan:
    providers: int
    endpoints: int
    connections: int
    seconds: float
    cpu: float
    peak: int  # bytes


def lab_options():
    names = {"--root-hints": "LAB_ROOT_HINTS", "--trust-anchor": "LAB_TRUST_ANCHOR", "--ca-file": "LAB_CA_FILE"}
    return [part for option, name in names.items() for part in (option, os.environ[name])]


def scan(binary, site, *more):
    """One scan of a site, with what it cost."""
    shutil.rmtree(site / "content" / "snapshots", ignore_errors=True)
    log = site / "scan.log"
    command = ["timeout", str(RUN_LIMIT), str(binary), "scan", "--site", str(site), "--date", DATE]
    with open(log, "wb") as output:
        process = subprocess.Popen([*command, *more, *lab_options()], stdout=output, stderr=output)
        # The peak of `timeout`'s child is the largest among children waited for, and it is the only one.
        _, status, usage = os.wait4(process.pid, 0)
    text = log.read_text()
    found = SUMMARY.search(text)
    if os.waitstatus_to_exitcode(status) != 0 or not found:
        sys.exit(f"the scan failed:\n{text[-3000:]}")
    providers, endpoints, connections = (int(found[number]) for number in (1, 2, 3))
    cpu = usage.ru_utime + usage.ru_stime
    return Scan(providers, endpoints, connections, float(found[4]), cpu, usage.ru_maxrss * 1024)


def site_of_copies(folder, count, more=""):
    """A site of so many copies; `more` are further hosts of each, lines of YAML in which DOMAIN is the copy's."""
    shutil.rmtree(folder, ignore_errors=True)
    providers = folder / "content" / "providers"
    providers.mkdir(parents=True)
    lab = (ROOT / "Tests" / "Lab" / "content" / "site.yaml").read_text()
    settings = re.sub(r"^manners:.*$", MANNERS, lab, flags=re.M)
    if settings == lab:
        sys.exit("the lab's site.yaml says nothing of manners any more")
    (folder / "content" / "site.yaml").write_text(settings)
    for domain in copies.domains()[:count]:
        (providers / f"{domain.split('.')[0]}.md").write_text(
            f"---\nname: {domain}\nwebsite: https://{domain}/\ndomains: [{domain}]\nhosts:\n"
            f"  - {{service: webdav, host: cloud.{domain}, port: 443, mode: direct}}\n"
            f"{more.replace('DOMAIN', domain)}---\nEine Kopie.\n"
        )
    return folder


def site_of_lab(folder):
    """The lab as it is, with the manners of a site that says nothing of them."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "Tests" / "Lab" / "content", folder / "content")
    settings = folder / "content" / "site.yaml"
    settings.write_text(re.sub(r"^manners:.*\n", "", settings.read_text(), flags=re.M))
    return folder


class Report:
    def __init__(self):
        self.missed = 0

    def scan(self, name, one):
        print(
            f"  {name:<22} {one.providers:5} providers {one.endpoints:6} endpoints {one.connections:7} connections "
            f"{one.seconds:7.1f} s  {one.endpoints / one.seconds:6.1f} endpoints/s {one.connections / one.seconds:7.1f} "
            f"connections/s  {one.cpu:7.1f} s CPU  {one.peak / 1e6:4.0f} MB peak",
            flush=True,
        )

    def hold(self, name, value, target, unit, least=False, digits=1):
        met = value >= target if least else value <= target
        self.missed += not met
        word = "at least" if least else "at most"
        print(f"  {name:<60} {value:10.{digits}f} {unit} ({word} {target:g}: {'met' if met else 'MISSED'})", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--at-once", type=pathlib.Path, required=True, help="the program AtOnce")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--endpoints", type=int, required=True)
    parser.add_argument("--jobs", default="1,4,16,64")
    parser.add_argument("--small", type=int, default=16, help="providers in each step of --jobs")
    parser.add_argument("--depth", default="quick")
    parser.add_argument("--budget", help="connections to one endpoint, where the time is short")
    options = parser.parse_args()
    report = Report()
    how = ["--depth", options.depth, *(["--budget", options.budget] if options.budget else [])]

    print("The whole lab, with the manners of a site that says nothing of them")
    polite = scan(options.binary, site_of_lab(options.work / "lab"))
    report.scan("", polite)
    report.hold("the whole lab", polite.seconds, POLITE_LIMIT, "s")
    report.hold("memory at its peak", polite.peak / 1e6, MEMORY_LIMIT / 1e6, "MB")

    print(f"\nCopies, {' '.join(how)}; load of this machine before it: {os.getloadavg()[0]:.1f}")
    site = site_of_copies(options.work / "small", options.small)
    steps = [int(step) for step in options.jobs.split(",")]
    rates = []
    for jobs in steps:
        one = scan(options.binary, site, *how, "--jobs", str(jobs))
        report.scan(f"--jobs {jobs}", one)
        report.hold("memory at its peak", one.peak / 1e6, MEMORY_LIMIT / 1e6, "MB")
        rates.append(one.endpoints / one.seconds)
    # Scanner and servers share this machine's cores, so more than their number is bought by waiting less alone.
    name = f"endpoints a second, --jobs {steps[-1]} beside --jobs {steps[0]}"
    report.hold(name, rates[-1] / rates[0], 1.3, "times", least=True)

    count = -(-options.endpoints // copies.ENDPOINTS)
    if count > options.small:
        print(f"\n{options.endpoints} endpoints")
        large = site_of_copies(options.work / "large", count)
        one = scan(options.binary, large, *how, "--jobs", str(steps[-1]))
        report.scan(f"--jobs {steps[-1]}", one)
        report.hold("endpoints", one.endpoints, options.endpoints, "", least=True)
        report.hold("memory at its peak", one.peak / 1e6, MEMORY_LIMIT / 1e6, "MB")
        shutil.rmtree(large)

    print("\nMany endpoints at once, in one process", flush=True)
    report.missed += subprocess.run([options.at_once], timeout=600).returncode != 0
    sys.exit(1 if report.missed else 0)


if __name__ == "__main__":
    main()
