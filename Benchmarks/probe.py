"""How fast `pruefstand probe` is beside sslscan and nmap: in one run, paired, medians, as ratios.

    Benchmarks/alone probe.py [--binary FILE] [--repeat N]
"""

import argparse
import json
import pathlib
import statistics
import sys

from matrix import all as matrix
from matrix.server import ADDRESS
from network.proxy import Proxy, round_trip
from rivals import nmap, ours, sslscan
from rivals.running import Run

DIRECTORY = pathlib.Path("/run/bench")
DEFAULT_BINARY = pathlib.Path(__file__).resolve().parents[1] / ".build" / "release" / "pruefstand"
ROUND_TRIP = 30
ECHO_PORT, FAR_PORT, COUNTING_PORT = 7000, 7100, 7200


class Table:
    """Runs of several tools in turn, and what they cost."""

    def __init__(self, title, proxy=None):
        self.title, self.proxy = title, proxy
        self.runs, self.counts = {}, {}

    def repeat(self, times, commands):
        for turn in range(times):
            # The order changes, so that no tool always runs beside the same neighbour of this machine.
            for name in list(commands)[turn % len(commands) :] + list(commands)[: turn % len(commands)]:
                run = Run(commands[name], costed=True)
                if run.code != 0:
                    raise SystemExit(f"{name}: exit {run.code}: {run.errors[-500:]}")
                self.runs.setdefault(name, []).append(run)
                if self.proxy:
                    self.counts.setdefault(name, []).append(self.proxy.counts())
        return self

    def median(self, name, value):
        return statistics.median(value(run) for run in self.runs[name])

    def connections(self, name):
        if self.counts.get(name):
            return max(one["connections"] for one in self.counts[name])
        return json.loads(self.runs[name][-1].output)["connections"] if name.startswith("pruefstand") else None

    def most(self, name):
        return max(one["most"] for one in self.counts[name])

    def ratio(self, name, rival):
        """The median of the ratios of each pair."""
        return statistics.median(
            one.wall / other.wall for one, other in zip(self.runs[name], self.runs[rival], strict=True)
        )

    def print(self):
        print(f"\n{self.title}, {len(next(iter(self.runs.values())))} runs each")
        print(f"    {'':24}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'connections':>13}{'at once':>9}")
        for name in self.runs:
            wall, cpu, memory = (self.median(name, value) for value in (_wall, _cpu, _memory))
            count = self.connections(name)
            most = self.most(name) if self.counts else ""
            print(f"    {name:24}{wall:9.3f}{cpu:9.3f}{memory:9.1f}{'' if count is None else count:>13}{most:>9}")


def _wall(run):
    return run.wall


def _cpu(run):
    return run.cpu


def _memory(run):
    return run.memory


class Targets:
    def __init__(self):
        self.missed = 0

    def hold(self, what, value, limit):
        passed = value <= limit
        self.missed += not passed
        shown = f"{value:.3f}" if isinstance(value, float) else value
        print(f"    {'PASS' if passed else 'MISS'} {what}: {shown}, target ≤ {limit}")


def probe(binary, port, *more):
    return ours.command(binary, ADDRESS, port, "--ca-file", DIRECTORY / "ca.pem", "--budget", "1000", *more)


def loopback(port, binary, repeat, targets):
    table = Table("nginx, TLS 1.0 to 1.3, ALL:@SECLEVEL=0, loopback").repeat(
        repeat,
        {
            "pruefstand --jobs 8": probe(binary, port, "--jobs", "8"),
            "pruefstand --jobs 1": probe(binary, port, "--jobs", "1"),
            "sslscan": sslscan.command(ADDRESS, port),
            "nmap": nmap.command(ADDRESS, port),
        },
    )
    table.print()
    targets.hold("wall, of sslscan's", table.ratio("pruefstand --jobs 8", "sslscan"), 0.35)
    targets.hold("wall, of nmap's", table.ratio("pruefstand --jobs 8", "nmap"), 0.35)
    targets.hold("one at a time: wall, of sslscan's", table.ratio("pruefstand --jobs 1", "sslscan"), 1.0)
    targets.hold("peak MB of one probe", table.median("pruefstand --jobs 8", _memory), 40)


def far(port, binary, repeat, processes, targets):
    real = round_trip(processes, ROUND_TRIP, ECHO_PORT)
    proxy = Proxy(processes, "far-proxy", FAR_PORT, port, ROUND_TRIP)
    table = Table(f"the same behind a round trip of {ROUND_TRIP} ms (measured: {real:.1f} ms)", proxy).repeat(
        repeat,
        {
            "pruefstand --jobs 8": probe(binary, proxy.port, "--jobs", "8"),
            "nmap": nmap.command(ADDRESS, proxy.port),
            "sslscan": sslscan.command(ADDRESS, proxy.port),
        },
    )
    table.print()
    targets.hold("wall, of nmap's", table.ratio("pruefstand --jobs 8", "nmap"), 0.25)
    targets.hold("wall, of sslscan's", table.ratio("pruefstand --jobs 8", "sslscan"), 0.12)
    targets.hold("connections at once", table.most("pruefstand --jobs 8"), 8)
    targets.hold("connections in all, nmap's as the limit", table.connections("pruefstand --jobs 8"),
                 table.connections("nmap"))


def quick(port, binary, processes, targets):
    proxy = Proxy(processes, "counting-proxy", COUNTING_PORT, port, 0)
    table = Table("--depth quick, a server of 2026 (TLS 1.2 with six suites, TLS 1.3)", proxy).repeat(
        1, {"pruefstand quick": probe(binary, proxy.port, "--jobs", "8", "--depth", "quick")}
    )
    table.print()
    report = json.loads(table.runs["pruefstand quick"][0].output)
    whole = len(report["suites"]["TLSv1.2"]) == 6 and len(report["suites"]["TLSv1.3"]) == 3 and report["groups"]
    if not whole or set(report["preference"].values()) != {"server"}:
        raise SystemExit(f"quick did not see the suites, the groups and the order: {report}")
    targets.hold("connections, with groups and order", table.connections("pruefstand quick"), 25)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=DEFAULT_BINARY)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--far-repeat", type=int, default=3, help="behind the proxy, where sslscan takes a minute")
    arguments = parser.parse_args()
    binary = arguments.binary.resolve()
    processes, servers = matrix.start(DIRECTORY, ["nginx-all", "nginx-2026"])
    ports = {server.name: server.port for server in servers}
    targets = Targets()
    loopback(ports["nginx-all"], binary, arguments.repeat, targets)
    quick(ports["nginx-2026"], binary, processes, targets)
    far(ports["nginx-all"], binary, arguments.far_repeat, processes, targets)
    print(f"\n{targets.missed} targets missed" if targets.missed else "\nevery target met")
    sys.exit(1 if targets.missed else 0)


if __name__ == "__main__":
    main()
