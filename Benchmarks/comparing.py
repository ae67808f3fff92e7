"""What two tools say differently of one server."""

import dataclasses

from proof import facts
from rivals import names


@dataclasses.dataclass(frozen=True)
class Difference:
    server: str
    rival: str
    #: `version`, `suite`, `group`, `order`, `preference`, or `unknown` for what we do not know
    kind: str
    version: str
    #: Number of the suite or group; for an order a pair of tuples.
    item: object
    ours: object
    theirs: object

    @property
    def name(self):
        """What a table of explanations calls the item."""
        if self.kind == "suite":
            return names.shown(self.item)
        if self.kind == "group":
            return names.groups().get(self.item, str(self.item))
        return self.version

    def __str__(self):
        if self.kind == "order":
            at = next(place for place, (one, other) in enumerate(zip(self.ours, self.theirs)) if one != other)
            return (
                f"order of {self.version} from place {at + 1}: ours {names.shown(self.ours[at])},"
                f" {self.rival} {names.shown(self.theirs[at])}"
            )
        if self.kind == "preference":
            return f"preference in {self.version}: ours {self.ours}, {self.rival} {self.theirs}"
        says = lambda value: "yes" if value else "no"
        where = f" in {self.version}" if self.kind == "suite" else ""
        return f"{self.kind} {self.name}{where}: ours {says(self.ours)}, {self.rival} {says(self.theirs)}"


def differences(server, ours, theirs):
    """Every difference in versions, suites and groups, and where both tell one, in order and preference."""
    found = []

    def add(kind, version, item, left, right):
        found.append(Difference(server, theirs.tool, kind, version, item, left, right))

    if theirs.tool != "testssl.sh":
        for version in sorted(ours.versions ^ theirs.versions):
            add("version", version, version, version in ours.versions, version in theirs.versions)
    for version in sorted(ours.versions & set(theirs.suites)):
        if version not in theirs.versions:
            continue
        mine, other = ours.suites.get(version, set()), theirs.suites[version]
        for suite in sorted(mine ^ other):
            add("suite", version, suite, suite in mine, suite in other)
    if theirs.groups is not None and ours.groups is not None:
        for group in sorted(ours.groups ^ theirs.groups, key=str):
            add("group", "", group, group in ours.groups, group in theirs.groups)
    if theirs.tool == "testssl.sh":
        _orders(ours, theirs, add)
    return found


def _orders(ours, theirs, add):
    for version, other in theirs.order.items():
        mine = ours.order.get(version)
        if mine is None:
            if ours.preference.get(version) == "client":
                add("preference", version, version, "client", "server")
            continue
        # What only one of the two saw is nmap's and sslscan's affair.
        left = tuple(suite for suite in mine if suite in other)
        right = tuple(suite for suite in other if suite in mine)
        if left != right:
            add("order", version, (left, right), left, right)
    if theirs.preference.get("all") == "client":
        for version, preference in ours.preference.items():
            if preference == "server" and len(ours.suites[version]) > 1:
                add("preference", version, version, "server", "client")


def decide(address, port, difference, ours, theirs):
    """Asks the server itself: (the truth, the evidence)."""
    version, item = difference.version, difference.item
    if difference.kind == "suite":
        return facts.accepts_suite(address, port, version, item)
    if difference.kind == "version":
        seen = ours.suites.get(version) or theirs.suites.get(version) or set()
        return facts.accepts_version(address, port, version, seen or facts.USUAL.get(version, facts.OLD))
    if difference.kind == "group":
        return facts.accepts_group(address, port, item, ours.suites)
    if difference.kind == "order":
        right, shown = facts.follows(address, port, version, difference.ours)
        return difference.ours if right else difference.theirs, shown
    suites = ours.order.get(version) or sorted(ours.suites[version])
    return facts.preference(address, port, version, suites)
