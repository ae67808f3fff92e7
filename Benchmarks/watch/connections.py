"""Which servers are connected to, and how often, as the kernel sees it."""

import collections
import json
import subprocess

TABLE = """table inet bench {
    set ipv4 { type ipv4_addr . inet_service; size 65535; flags dynamic; counter; }
    set ipv6 { type ipv6_addr . inet_service; size 65535; flags dynamic; counter; }
    chain output {
        type filter hook output priority 0; policy accept;
        tcp flags & (syn|ack) == syn update @ipv4 { ip daddr . tcp dport }
        tcp flags & (syn|ack) == syn update @ipv6 { ip6 daddr . tcp dport }
    }
}
"""


class Counted:
    """Counts connections within a `with`, by address and port; in a network of its own."""

    def __enter__(self):
        subprocess.run(["nft", "-f", "-"], input=TABLE, text=True, check=True)
        return self

    def __exit__(self, *_):
        self.places = collections.Counter()
        listed = subprocess.run(["nft", "-j", "list", "table", "inet", "bench"], capture_output=True, text=True, check=True)
        for entry in json.loads(listed.stdout)["nftables"]:
            for element in entry.get("set", {}).get("elem", []):
                address, port = element["elem"]["val"]["concat"]
                self.places[address, port] = element["elem"]["counter"]["packets"]
        subprocess.run(["nft", "delete", "table", "inet", "bench"], check=True)

    def differences(self, checks):
        """Places of checks that were not connected to exactly as often as they are checked."""
        wanted = collections.Counter(check.place for check in checks)
        return [
            f"[{address}]:{port}: {self.places[address, port]} connections for {number} checks"
            for (address, port), number in wanted.items()
            if self.places[address, port] != number
        ]
