"""What PyPI's pyspf says of mail from x@a.test for two clients that have nothing to do with the domain.

    spf_pyspf.py < CASES

Reads a JSON object of zones by name, one record a line (`a.test TXT v=spf1 -all`), and prints the results for
203.0.113.9 and 2a00:1::9 by the same names.
"""

import json
import sys

import spf

CLIENTS = ("203.0.113.9", "2a00:1::9")


def zone(text):
    records = {}
    for line in text.splitlines():
        name, kind, data = line.split(" ", 2)
        if kind == "TXT":
            value = (data.encode(),)
        elif kind == "MX":
            preference, host = data.split()
            value = (int(preference), host)
        else:
            value = data
        records.setdefault((name.lower().rstrip("."), kind), []).append(value)
    return records


def result(records, client):
    spf.DNSLookup = lambda name, kind, *_, **__: [
        ((name, kind), value) for value in records.get((name.lower().rstrip("."), kind), ())
    ]
    return spf.check2(i=client, s="x@a.test", h="mail.a.test")[0]


cases = {name: zone(text) for name, text in json.load(sys.stdin).items()}
print(json.dumps({name: [result(records, client) for client in CLIENTS] for name, records in cases.items()}))
