"""nmap with ssl-enum-ciphers, and sslv2 for the version that the former does not know."""

import xml.etree.ElementTree as xml

from rivals import names
from rivals.running import Run
from rivals.seen import VERSIONS, Failed, Seen

SCRIPTS = "+ssl-enum-ciphers"


def command(address, port, scripts=SCRIPTS):
    # -Pn and -n: neither a ping nor the DNS. `+`: on whatever port.
    return ["nmap", "-Pn", "-n", "-p", str(port), "--script", scripts, "-oX", "-", address]


def look(address, port):
    run = Run(command(address, port, SCRIPTS + ",+sslv2"))
    if run.code != 0:
        raise Failed(f"exit {run.code}: {run.errors[-500:]}")
    seen = Seen("nmap", seconds=run.wall)
    for script in xml.fromstring(run.output).iter("script"):
        if script.get("id") == "sslv2":
            _ssl2(script, seen)
        elif script.get("id") == "ssl-enum-ciphers":
            for table in script.findall("table"):
                _version(table, seen)
    return seen


def _ssl2(script, seen):
    kinds = [elem.text for table in script.findall("table") for elem in table.findall("elem")]
    if "SSLv2 supported" in script.get("output", ""):
        seen.versions.add("SSLv2")
        seen.suites["SSLv2"] = {names.suite(kind) for kind in kinds if kind in names.suites()}


def _version(table, seen):
    version = table.get("key")
    if version not in VERSIONS:
        return
    ciphers = [elem.text for elem in table.findall("table[@key='ciphers']/table/elem[@key='name']")]
    if not ciphers:
        return
    seen.versions.add(version)
    numbers = [names.suite(name) for name in ciphers]
    seen.suites[version] = set(numbers)
    preference = table.findtext("elem[@key='cipher preference']")
    if preference in ("server", "client"):
        seen.preference[version] = preference
    if preference == "server":
        seen.order[version] = numbers
