"""Every name and type of the lab's zones, one `NAME TYPE` a line; to be run inside the lab.

    zone_names.py "$LAB_DIR"

Signatures and denials are left out: they are the proof, not the thing.
"""

import pathlib
import sys

import dns.rdatatype
import dns.zone

PROOFS = {dns.rdatatype.RRSIG, dns.rdatatype.NSEC, dns.rdatatype.NSEC3, dns.rdatatype.NSEC3PARAM}

for file in sorted((pathlib.Path(sys.argv[1]) / "zones").iterdir()):
    # Beside the zones stand the keys of one of them and what NSD keeps.
    if file.name != "root" and file.name != "test" and not (file.is_file() and file.suffix == ".test"):
        continue
    origin = "." if file.name == "root" else f"{file.name}."
    zone = dns.zone.from_text(file.read_text(), origin=origin, relativize=False, check_origin=False)
    for name, node in zone.nodes.items():
        # What stands at and under a delegation is the child's to say.
        if name != zone.origin and any(
            zone.get_rdataset(other, "NS") for other in [name, name.parent()] if other != zone.origin and other in zone.nodes
        ):
            continue
        for rdataset in node.rdatasets:
            if rdataset.rdtype not in PROOFS:
                print(str(name).rstrip(".") or ".", dns.rdatatype.to_text(rdataset.rdtype))
