"""Compares what `pruefstand probe` sees with what nmap, sslscan and testssl.sh see, server by server.

Every difference must be explained by name, and the server itself must confirm who is right; else the exit code is 1.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import sys
import threading
import time
import traceback

import comparing
import explanations
from matrix import all as matrix
from matrix.server import ADDRESS
from proof import facts
from rivals import nmap, ours, sslscan, testssl
from rivals.seen import Failed

DIRECTORY = pathlib.Path("/run/bench")
DEFAULT_BINARY = pathlib.Path(__file__).resolve().parents[1] / ".build" / "release" / "pruefstand"
# Looked at at the same time: the rivals mostly wait, and this is a machine of few cores.
WORKERS = 3
FEWEST = 24


class Result:
    """All that is said of one server."""

    def __init__(self, server):
        self.server = server
        self.lines = []
        self.explained = collections.Counter()
        self.agreed = 0
        self.faults = 0

    def say(self, text):
        self.lines.append("    " + text)

    def fault(self, text):
        self.faults += 1
        self.say("FAULT " + text)


def examine(server, binary, with_orders):
    result = Result(server)
    try:
        seen, broken = ours.look(
            binary, ADDRESS, server.port, DIRECTORY / "ca.pem", DIRECTORY / f"{server.name}.ndjson.gz",
            DIRECTORY / f"{server.name}.json",
        )
    except Failed as error:
        result.fault(f"pruefstand: {error}")
        return result
    if broken:
        result.fault(f"verify: {broken}")
    for what, why in seen.unknown.items():
        explain_unknown(server, what, why, seen, result)
    summary = ", ".join(f"{version} {len(seen.suites.get(version, ()))}" for version in sorted(seen.versions))
    groups = len(seen.groups or ())
    result.say(f"{summary or 'no version'}; {groups} groups; {seen.connections} connections, {seen.seconds:.2f} s")
    for tool in (nmap, sslscan) + ((testssl,) if with_orders and seen.preference else ()):
        against(tool, server, seen, result)
    prove_order(server, seen, result)
    return result


def explain_unknown(server, what, why, seen, result):
    """What we do not know must be something that nobody can say in one word."""
    explanation = explanations.find(comparing.Difference(server.name, "pruefstand", "unknown", what, what, None, None))
    if explanation is None:
        return result.fault(f"pruefstand does not know {what}: {why}")
    right, shown = facts.depends_on_listing(ADDRESS, server.port, what, seen.suites.get(what, ()))
    if not right:
        return result.fault(f"pruefstand does not know {what}: {why}; it is not so that {explanation.why}: {shown}")
    result.explained[explanation.name] += 1
    result.say(f"{explanation.name}: {explanation.why}")
    result.say(f"    {shown}")


def against(tool, server, seen, result):
    tool_name = tool.__name__.rpartition(".")[2]
    try:
        theirs = tool.look(ADDRESS, server.port, *([1] if tool is sslscan and server.silent else []))
    except (Failed, KeyError) as error:
        result.fault(f"{tool_name}: {error!r}")
        return
    found = comparing.differences(server.name, seen, theirs)
    if theirs.unknown:
        result.say(f"{theirs.tool} does not know: {theirs.unknown}")
    elif not found:
        result.agreed += 1
        result.say(f"{theirs.tool} agrees ({theirs.seconds:.1f} s)")
    by_name = collections.defaultdict(list)
    for one in found:
        try:
            truth, shown = comparing.decide(ADDRESS, server.port, one, seen, theirs)
        except OSError as error:
            truth, shown = None, repr(error)
        explanation = explanations.find(one)
        right = "ours" if truth == one.ours else one.rival if truth == one.theirs else "neither"
        if explanation is None:
            result.fault(f"UNEXPLAINED {one}; right is {right}: {shown}")
        elif explanation.right != right:
            result.fault(f"{explanation.name} says {explanation.right}, the server says {right}: {one}: {shown}")
        else:
            by_name[explanation].append((one, shown))
    for explanation, group in by_name.items():
        result.explained[explanation.name] += len(group)
        result.say(f"{explanation.name}: {len(group)} × right is {explanation.right}: {explanation.why}")
        for one, shown in group[:2]:
            result.say(f"    {one} | {shown}")
        if len(group) > 2:
            result.say("    also " + ", ".join(sorted({one.name for one, _ in group[2:]})))


def prove_order(server, seen, result):
    """Our order, whether or not a rival knows one: the server is asked for each two neighbours."""
    for version, order in seen.order.items():
        if len(order) < 2:
            continue
        right, shown = facts.follows(ADDRESS, server.port, version, order)
        if right:
            result.say(f"order of {version} proven: {shown}")
        else:
            result.fault(f"order of {version} is wrong: {shown}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=DEFAULT_BINARY)
    parser.add_argument("--no-orders", action="store_true", help="leave out testssl.sh, which takes a minute a server")
    parser.add_argument("prefix", nargs="*", help="servers whose names begin so; all where there is none")
    arguments = parser.parse_args()
    processes, servers = matrix.start(DIRECTORY, arguments.prefix)
    if not servers:
        raise SystemExit("agreement: no server of that name")
    started = time.monotonic()
    results = run(servers, arguments.binary.resolve(), not arguments.no_orders)
    for name, log in processes.ended().items():
        print(f"FAULT server {name} went away: {log}")
    explained = sum((result.explained for result in results), collections.Counter())
    faults = sum(result.faults for result in results) + len(processes.ended())
    whole = not arguments.prefix
    print(f"\n{len(servers)} servers, {sum(one.agreed for one in results)} comparisons without any difference,"
          f" {sum(explained.values())} differences explained, {faults} faults; {time.monotonic() - started:.0f} s")
    for name, count in sorted(explained.items()):
        print(f"    {name}: {count}")
    if whole and not arguments.no_orders:
        for one in explanations.ALL:
            if one.name not in explained and not one.at_random:
                print(f"    {one.name}: not met")
    if whole and len(servers) < FEWEST:
        print(f"FAULT only {len(servers)} servers, {FEWEST} are wanted")
        faults += 1
    sys.exit(1 if faults else 0)


def run(servers, binary, with_orders):
    """One server at a time per family: some of them serve one client at a time."""
    lock = threading.Lock()

    def one(server):
        try:
            result = examine(server, binary, with_orders)
        except Exception as error:  # one server's trouble must not hide what the others say
            result = Result(server)
            result.fault("".join(traceback.format_exception(error)[-3:]))
        with lock:
            verdict = f"{result.faults} FAULTS" if result.faults else "agreement"
            print(f"{server.name} ({server.about}): {verdict}", *result.lines, sep="\n", flush=True)
        return result

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, servers))


if __name__ == "__main__":
    main()
