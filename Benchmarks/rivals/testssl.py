"""testssl.sh, for whose order decides and which it is. It takes a minute for one server."""

import json
import pathlib
import tempfile

from rivals import names
from rivals.running import Run
from rivals.seen import Failed, Seen

ORDERS = {
    "cipherorder_SSLv3": "SSLv3", "cipherorder_TLSv1": "TLSv1.0", "cipherorder_TLSv1_1": "TLSv1.1",
    "cipherorder_TLSv1_2": "TLSv1.2", "cipherorder_TLSv1_3": "TLSv1.3",
}


def command(address, port, file):
    return [
        "testssl", "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--server-preference",
        "--jsonfile", file, f"{address}:{port}",
    ]


def look(address, port):
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "result.json"
        run = Run(command(address, port, file))
        try:
            findings = {one["id"]: one["finding"] for one in json.loads(file.read_text())}
        except (OSError, ValueError) as error:
            raise Failed(f"exit {run.code}: {error}: {run.output[-300:]}") from error
    seen = Seen("testssl.sh", seconds=run.wall)
    whose = findings.get("cipher_order", "")
    if whose.startswith("server"):
        for key, version in ORDERS.items():
            if key in findings:
                seen.order[version] = [names.suite(name) for name in findings[key].split()]
    elif whose.startswith("NOT a cipher order") or "client" in whose:
        seen.preference["all"] = "client"
    else:
        seen.unknown["order"] = whose[:120] or "said nothing"
    return seen
