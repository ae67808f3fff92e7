"""The public test suite of RFC 7208 for a checker that has no client: one JSON object on standard output.

    spf_suite.py rfc7208-tests.yml

Of each test it gives the domain whose policy is asked for and the results that the suite allows; of each question the
zone's answer in wire form, as a name server would send it, or null where the zone says that none comes. The suite is
part of PyPI's pyspf; `setup` fetches it.
"""

import base64
import json
import sys

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import yaml

TYPES = ("A", "AAAA", "MX", "TXT", "CNAME", "PTR", "SPF")


def quoted(text):
    """One TXT record in zone-file form; strings of at most 255 bytes."""
    data = text.encode("latin-1", "replace") if isinstance(text, str) else text
    parts = [data[start : start + 255] for start in range(0, len(data), 255)] or [b""]
    return " ".join('"' + "".join(f"\\{byte:03d}" for byte in part) + '"' for part in parts)


def records(entries):
    """Type → records in zone-file form; None for a question that is never answered."""
    found, silent = {}, False
    for entry in entries:
        if entry == "TIMEOUT":
            silent = True
            continue
        for kind, data in entry.items():
            if data == "NONE":
                found.setdefault(kind, [])
            elif data == "TIMEOUT":
                found[kind] = None
            elif kind in ("TXT", "SPF"):
                text = "".join(data) if isinstance(data, list) else data
                found.setdefault(kind, []).append(quoted(text))
            elif kind == "MX":
                found.setdefault(kind, []).append(f"{data[0]} {data[1] or '.'}{'' if data[1].endswith('.') or not data[1] else '.'}")
            elif kind in ("CNAME", "PTR"):
                found.setdefault(kind, []).append(data.rstrip(".") + ".")
            else:
                found.setdefault(kind, []).append(data)
    # The suite's old habit: a policy under SPF stands under TXT, too, where nothing else is said (see its head).
    if "SPF" in found and "TXT" not in found:
        found["TXT"] = found["SPF"]
    return found, silent


def answer(name, kind, zone):
    query = dns.message.make_query(name, kind)
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    owner, seen = name.lower(), set()
    while True:
        entry = zone.get(owner)
        if entry is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
            break
        found, silent = entry
        if silent and not found.get(kind) or kind in found and found[kind] is None:
            return None
        if kind in found and found[kind]:
            response.answer.append(dns.rrset.from_text_list(owner + ".", 300, "IN", kind, found[kind]))
            break
        if "CNAME" not in found or owner in seen:
            break
        seen.add(owner)
        response.answer.append(dns.rrset.from_text_list(owner + ".", 300, "IN", "CNAME", found["CNAME"]))
        owner = found["CNAME"][0].rstrip(".").lower()
    return base64.b64encode(response.to_wire(max_size=65535)).decode()


def main():
    suite = []
    with open(sys.argv[1], encoding="utf-8") as file:
        documents = list(yaml.safe_load_all(file))
    for scenario in documents:
        zone = {str(name).lower().rstrip("."): records(entries) for name, entries in scenario["zonedata"].items()}
        answers = {}
        for name in zone:
            for kind in ("TXT", "A", "AAAA", "MX"):
                try:
                    answers[f"{name} {kind}"] = answer(name, kind, zone)
                except Exception as error:  # a name that no message can carry
                    print(f"{name} {kind}: {error}", file=sys.stderr)
        tests = {}
        for name, test in scenario["tests"].items():
            sender = test.get("mailfrom") or test["helo"]
            result = test["result"]
            tests[name] = {
                "domain": sender.rsplit("@", 1)[-1].lower(),
                "results": result if isinstance(result, list) else [result],
            }
        suite.append({"scenario": scenario["description"], "tests": tests, "answers": answers})
    json.dump(suite, sys.stdout)


main()
