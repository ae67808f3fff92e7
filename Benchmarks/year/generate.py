"""Makes a year of daily snapshots out of real scans: the same files from the same scans, on every machine.

    generate.py SITE FOLDER SCAN SCAN [SCAN…] [--days 365] [--changes 0.02] [--begin 2025-11-01]

SITE is a site as `pruefstand` reads it (its snapshots are left out), SCAN a snapshot of it (`content/snapshots/DATE`),
each of the same servers in another configuration. Every provider begins in the state of the first scan and goes over
to the other of the first two on as many days as `--changes` says; the states of further scans last two days, as where
a provider is down. One provider answers from two states in turn, as behind a load balancer whose servers differ.

Evidence is kept as `scan --evidence changed` does: for each state of a provider once a month, on the first day that
finds it. The times in
it stay those of the scan: certificates are valid at those only, and findings would no longer be what it says.
"""

import argparse
import datetime
import gzip
import hashlib
import json
import pathlib
import random
import shutil

KNOWN_SNAPSHOTS = 31  # how far back findings are looked for that are the same
FLAPPING_DAYS = 5  # the provider behind a load balancer changes its state every so many days


class Scan:
    def __init__(self, folder):
        self.folder = folder
        self.snapshot = json.loads((folder / "snapshot.json").read_bytes())
        self.findings = {name: (folder / f"{name}.json").read_bytes() for name in self.snapshot["providers"]}
        self.evidence, self.proofs, self.connections = {}, {}, {}
        for name in self.findings:
            path = folder / "evidence" / f"{name}.ndjson.gz"
            if path.exists():
                self.evidence[name] = path.read_bytes()
                records = [json.loads(line) for line in gzip.decompress(self.evidence[name]).splitlines()]
                # A page without an address was not connected to.
                self.connections[name] = sum("probe" in one or bool(one.get("fetch", {}).get("address")) for one in records)
            proofs = folder / "evidence" / f"{name}.proofs.json.gz"
            if proofs.exists():
                self.proofs[name] = proofs.read_bytes()


def states(providers, scans, days, changes, seed):
    """For each provider the number of its scan on each day."""
    dice = random.Random(seed)
    flapping = dice.choice(providers)
    # What goes back and forth changes often, and counts.
    wanted = changes * len(providers) * days - days // FLAPPING_DAYS
    chance = max(0, wanted / max(1, (len(providers) - 1) * days))
    plan = {}
    for provider in providers:
        known = [number for number, scan in enumerate(scans) if provider in scan.findings]
        usual = [number for number in known if number < 2]
        state, until, plan[provider] = usual[0], 0, []
        for day in range(days):
            if provider == flapping:
                plan[provider].append(usual[day // FLAPPING_DAYS % len(usual)])
                continue
            if day and day >= until:
                if state >= 2:
                    state = dice.choice(usual)
                elif dice.random() < chance:
                    others = [number for number in known if number != state]
                    state = dice.choice(others) if others else state
                    until = day + 2 if state >= 2 else 0
            plan[provider].append(state)
    return plan


def sealed(snapshot):
    """`snapshot.json` with the digest of itself, which is made with an empty one in its place."""
    text = json.dumps({**snapshot, "digest": ""}, indent=2, separators=(",", " : "), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return text.replace('"digest" : ""', f'"digest" : "{digest}"').encode()


def write_day(folder, day, chosen, kept, written):
    """
    - chosen: provider → the scan whose findings it has
    - kept: (provider, digest of findings) → the newest day that has evidence for them, and its digest; grows
    - written: (provider, digest of findings) → the day whose file has them, and when that was seen last; grows
    """
    target = folder / "content" / "snapshots" / day.isoformat()
    (target / "evidence").mkdir(parents=True)
    files, unchanged, references = {}, {}, {}
    first = next(iter(chosen.values())).snapshot
    for provider, scan in chosen.items():
        findings = scan.findings[provider]
        digest = hashlib.sha256(findings).hexdigest()
        holder, seen = written.get((provider, digest), (day, None))
        # Since format 2 findings that are there already are referred to.
        if first["schema"] > 1 and seen is not None and (day - seen).days <= KNOWN_SNAPSHOTS:
            references[provider] = {"snapshot": holder.isoformat(), "sha256": digest}
        else:
            holder = day
            (target / f"{provider}.json").write_bytes(findings)
            files[f"{provider}.json"] = digest
        written[provider, digest] = (holder, day)
        if provider not in scan.evidence:
            continue
        before = kept.get((provider, digest))
        if before and (before[0].year, before[0].month) == (day.year, day.month):
            unchanged[provider] = {"snapshot": before[0].isoformat(), "sha256": before[1]}
            continue
        packed = scan.evidence[provider]
        name = f"evidence/{provider}.ndjson.gz"
        (target / name).write_bytes(packed)
        files[name] = hashlib.sha256(packed).hexdigest()
        kept[provider, digest] = (day, files[name])
        if provider in scan.proofs:
            name = f"evidence/{provider}.proofs.json.gz"
            (target / name).write_bytes(scan.proofs[provider])
            files[name] = hashlib.sha256(scan.proofs[provider]).hexdigest()
    used = [scan.snapshot for scan in chosen.values()]
    snapshot = {
        **first, "date": day.isoformat(), "providers": sorted(chosen), "files": files,
        # The evidence of every scan must lie between the two.
        "started": min(scan["started"] for scan in used), "finished": max(scan["finished"] for scan in used),
        "connections": sum(scan.connections.get(name, 0) for name, scan in chosen.items()),
    }
    snapshot.pop("signer", None)
    snapshot.pop("unchanged", None)
    snapshot.pop("findings", None)
    if references:
        snapshot["findings"] = references
    if unchanged:
        snapshot["unchanged"] = unchanged
    (target / "snapshot.json").write_bytes(sealed(snapshot))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("scans", type=pathlib.Path, nargs="+")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--changes", type=float, default=0.02)
    parser.add_argument("--begin", type=datetime.date.fromisoformat, default=datetime.date(2025, 11, 1))
    parser.add_argument("--seed", type=int, default=365)
    options = parser.parse_args()
    if len(options.scans) < 2:
        parser.error("a change needs two scans")
    scans = [Scan(folder) for folder in options.scans]
    if len({scan.snapshot["schema"] for scan in scans}) > 1:
        parser.error("the scans must be of one format")
    for name in ("articles", "providers", "tables", "site.yaml"):
        source, target = options.site / "content" / name, options.folder / "content" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, target)
    providers = sorted(set(scans[0].findings) | set(scans[1].findings))
    plan = states(providers, scans, options.days, options.changes, options.seed)
    kept, written = {}, {}
    for number in range(options.days):
        day = options.begin + datetime.timedelta(days=number)
        write_day(options.folder, day, {name: scans[plan[name][number]] for name in providers}, kept, written)
    changes = sum(days[number] != days[number - 1] for days in plan.values() for number in range(1, options.days))
    print(f"{options.days} days, {len(providers)} providers, {changes} provider-days with a change "
          f"({changes / max(1, len(providers) * (options.days - 1)):.1%})")


if __name__ == "__main__":
    main()
