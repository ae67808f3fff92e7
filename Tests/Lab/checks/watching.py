"""A watch over a site of its own in the lab, and what is held against it: cases that are played side by side."""

import dataclasses
import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
import typing

import yaml

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
# The resolver between the zones and a watch, which scenarios reconfigure.
FORWARDER = "127.0.53.60"
SITE = """\
title: Watch
base-url: https://watch.test/
languages: [de, en]
scan: {{ehlo: scanner.test, vantage: the lab, private-addresses: true, control-hosts: [mx1.eschenpost.test, mx.weidenpost.test]}}
manners: {{per-address: 8, gap: 0, timeout: {timeout}, jobs: 50}}
"""

failures = []
# Scenarios run side by side; what each says stays together.
said = threading.local()


def expect(holds, sentence):
    said.lines.append(f"  {'ok  ' if holds else 'FAIL'} {sentence}")
    if not holds:
        failures.append(sentence)


def note(text):
    said.lines.append(text)


class Watch:
    """A watch over a site of its own, from its first round to its end."""

    def __init__(
            self, name, providers, *options, forwarder=False, timeout=1000, every="1s", recheck=None, folder=None,
            ca=None):
        self.site = (folder or FOLDER) / name
        shutil.rmtree(self.site, ignore_errors=True)
        for id, text in providers.items():
            path = self.site / "content/providers" / f"{id}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (self.site / "content/site.yaml").write_text(SITE.format(timeout=timeout))
        self.command = [
            PROGRAM, "watch", "--site", self.site, "--every", every, "--recheck", recheck or every,
            "--trust-anchor", os.environ["LAB_TRUST_ANCHOR"], "--ca-file", ca or os.environ["LAB_CA_FILE"],
            *(["--resolver", f"{FORWARDER}@5353"] if forwarder else ["--root-hints", os.environ["LAB_ROOT_HINTS"]]),
            *options,
        ]
        # Beside the site: what is said must not need the site's disk.
        self.errors = FOLDER / f"{name}-errors.txt"

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=open(self.errors, "w"))
        self.rounds(3)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        expect(code == 0, f"the watch ends in order ({code})")

    def rounds(self, count, limit=60):
        """Waits for so many more rounds."""
        before, end = self.count(), time.monotonic() + limit
        while self.count() < before + count:
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError(f"no round within {limit} s: {self.errors.read_text()[-2000:]}")
            time.sleep(0.1)

    def lines(self):
        text = "".join(path.read_text() for path in sorted((self.site / "content/rounds").glob("*.ndjson")))
        return [json.loads(line) for line in text.splitlines() if line.endswith("}")]

    def count(self):
        return len([line for line in self.lines() if "filed" not in line and "recheck" not in line])

    def incidents(self, provider=None):
        found = []
        for path in sorted((self.site / "content/incidents").glob("*.md")):
            front = yaml.safe_load(path.read_text().split("---\n")[1])
            # One that a person has broken is none.
            if isinstance(front, dict) and provider in (None, front["provider"]):
                found.append({**front, "file": path})
        return sorted(found, key=lambda one: one["began"]["by"])

    def wait(self, holds, limit=45):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if holds():
                return True
            time.sleep(0.2)
        return False

    def verdicts(self, service):
        """All that was recorded of a service, in the order in which it was."""
        parts = [line[part] for line in self.lines() for part in ("changes", "recheck") if part in line]
        return [part[service] for part in parts if service in part]


@dataclasses.dataclass
class Case:
    """What is done to a provider while a watch runs, and the one incident that must come of it; none without a kind."""

    name: str
    provider: str
    begin: typing.Callable
    finish: typing.Callable
    # One, or several where either is right.
    kind: str | None = None
    services: set = dataclasses.field(default_factory=set)
    step: str = ""
    reasons: set = dataclasses.field(default_factory=set)
    # The beginning of a verdict that must be recorded.
    verdict: str = ""
    # How many seconds after its beginning it takes effect.
    delay: int = 0


def play(watch, cases, *, rounds=6, limit=45):
    """Begins all of them, waits for their incidents, and in any case for so many rounds; ends them and waits for the
    ends of their incidents."""
    began, ended = {}, {}
    outages = [case for case in cases if case.kind]

    def has_opened(case):
        found = watch.incidents(case.provider)
        return bool(found) and len(found[-1]["services"]) >= len(case.services)

    def is_resolved(case):
        found = watch.incidents(case.provider)
        return bool(found) and found[-1]["state"] == "resolved"

    try:
        for case in cases:
            began[case.name] = now()
            case.begin()
        watch.wait(lambda: all(map(has_opened, outages)))
        watch.rounds(rounds, limit=120)
    finally:
        for case in cases:
            ended[case.name] = now()
            case.finish()
    watch.wait(lambda: all(map(is_resolved, outages)), limit)
    watch.rounds(3)
    for case in cases:
        judge(watch, case, began[case.name], ended[case.name])


def judge(watch, case, began, ended):
    name, found = case.name, watch.incidents(case.provider)
    if case.verdict:
        recorded = [text for service in case.services for text in watch.verdicts(f"{case.provider}/{service}")]
        expect(any(text.startswith(case.verdict) for text in recorded), f"{name}: {case.verdict}: {sorted(set(recorded))}")
    if not case.kind:
        expect(not found, f"{name}: no incident")
        return
    expect(len(found) == 1 and found[0]["state"] == "resolved", f"{name}: one incident, which ends ({len(found)})")
    if not found:
        note(f"{watch.errors.read_text()[-2000:]}\n{watch.lines()[-8:]}")
        return
    incident, slack = found[0], datetime.timedelta(seconds=1)
    names = {entry["service"] for entry in incident["services"]}
    expect(names == case.services, f"{name}: {case.provider}, {sorted(names)}")
    expect(incident["kind"] in case.kind.split(), f"{name}: {incident['kind']}")
    causes = {(entry["step"], entry["reason"]) for entry in incident["services"]}
    expect(all(step == case.step and why in case.reasons for step, why in causes), f"{name}: {sorted(causes)}")
    start, end = incident["began"], incident.get("ended", {})
    latest = began.replace(microsecond=0) + datetime.timedelta(seconds=case.delay) + slack
    expect("after" in start and start["after"] <= latest and start["by"] >= began - slack, f"{name}: began within {start}")
    if end:
        expect(end["by"] >= ended - slack, f"{name}: ended within {end}")


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def run(scenarios):
    """Runs scenarios side by side and prints what each says once it has ended."""
    lock = threading.Lock()

    def one(scenario):
        said.lines, begin = [], time.monotonic()
        try:
            scenario()
        except Exception as error:
            expect(False, f"{scenario.__name__}: {type(error).__name__}: {error}")
        with lock:
            print(f"{scenario.__name__} ({time.monotonic() - begin:.0f} s):", *said.lines, sep="\n", flush=True)

    threads = [threading.Thread(target=one, args=(scenario,)) for scenario in scenarios]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
