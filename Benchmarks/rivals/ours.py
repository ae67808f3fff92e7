"""`pruefstand probe`."""

import json

from rivals import names
from rivals.running import Run
from rivals.seen import Failed, Seen


def command(binary, address, port, *more):
    return [binary, "probe", "--json", *more, f"tls://{address}:{port}"]


def look(binary, address, port, authority, evidence, findings):
    """Probes, and derives the findings again from the evidence."""
    run = Run(
        command(binary, address, port, "--jobs", "8", "--budget", "1000", "--ca-file", authority)
        + ["--evidence", evidence, "--findings", findings]
    )
    if run.code != 0:
        raise Failed(f"exit {run.code}: {run.errors[-500:]}")
    again = Run([binary, "verify", "--evidence", evidence, "--findings", findings])
    return _read(json.loads(run.output), run), None if again.code == 0 else again.errors[-500:].strip()


def _read(report, run):
    seen = Seen("pruefstand", seconds=run.wall, connections=report["connections"])
    seen.versions = {_version(name) for name in report.get("protocols") or []}
    states = report["states"]
    for own, suites in report["suites"].items():
        version = _version(own)
        numbers = [names.suite(name) for name in suites]
        seen.suites[version] = set(numbers)
        preference = report["preference"].get(own)
        if preference:
            seen.preference[version] = preference
        if preference == "server":
            seen.order[version] = numbers
    for key, state in states.items():
        what, _, version = key.partition(".")
        if state["state"] in ("unmeasured", "refused", "incomplete") and what in ("protocols", "suites", "groups"):
            seen.unknown[_version(version) if version else what] = f"{state['state']}: {state.get('why')}"
    if "groups" not in seen.unknown:
        seen.groups = {names.group(name) for name in report.get("groups") or []}
    return seen


def _version(name):
    """As nmap and sslscan write it."""
    return "TLSv1.0" if name == "TLSv1" else name
