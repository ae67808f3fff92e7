"""Writes the other corpus of the site benchmark: one table of many providers over many snapshots.

    snapshots.py FOLDER MODEL [--providers 5000] [--snapshots 50]

MODEL is a folder with a snapshot (content/snapshots/2014-07-29); its providers are repeated under other names.
"""

import argparse
import datetime
import json
import pathlib

SETTINGS = """\
title: {de: Vergleich}
base-url: https://vergleich.example/
languages: [de]
author: Redaktion
contact: redaktion@vergleich.example
licence: CC-BY-4.0
"""
TABLE = """\
title: {de: Jabber-Server}
profile: xmpp.net-2014-01
services:
  - {service: xmpp-client, label: C2S}
  - {service: xmpp-server, label: S2S}
columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
order: name
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--providers", type=int, default=5_000)
    parser.add_argument("--snapshots", type=int, default=50)
    options = parser.parse_args()
    content = options.folder / "content"
    (content / "tables").mkdir(parents=True)
    (content / "site.yaml").write_text(SETTINGS, encoding="utf-8")
    (content / "tables" / "jabber.yaml").write_text(TABLE, encoding="utf-8")
    snapshot = json.loads((options.model / "snapshot.json").read_text(encoding="utf-8"))
    models = [json.loads((options.model / f"{name}.json").read_text(encoding="utf-8")) for name in snapshot["providers"]]
    names = [f"anbieter-{number:05}" for number in range(options.providers)]
    first = datetime.date(2015, 1, 1)
    for month in range(options.snapshots):
        date = first + datetime.timedelta(days=30 * month)
        folder = content / "snapshots" / str(date)
        folder.mkdir(parents=True)
        snapshot |= {"date": str(date), "providers": names}
        snapshot["source"] |= {"published": str(date)}
        (folder / "snapshot.json").write_text(json.dumps(snapshot), encoding="utf-8")
        for number, name in enumerate(names):
            # Who has which findings shifts from snapshot to snapshot, so that something changes between two.
            model = models[(number + month * (number % 7 == 0)) % len(models)]
            text = json.dumps(model | {"provider": name, "name": f"Anbieter {number}"}, indent=2)
            (folder / f"{name}.json").write_text(text, encoding="utf-8")


main()
