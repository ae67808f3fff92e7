"""The normal form that every tool's result is brought into."""

import dataclasses

VERSIONS = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")


@dataclasses.dataclass
class Seen:
    """What one tool saw of one server."""

    tool: str
    versions: set = dataclasses.field(default_factory=set)
    #: Version → numbers of suites; a version that the tool does not tell suites of is missing.
    suites: dict = dataclasses.field(default_factory=dict)
    #: Version → numbers of suites in the server's order; only where the tool says that it has one.
    order: dict = dataclasses.field(default_factory=dict)
    #: Version → `server` or `client`.
    preference: dict = dataclasses.field(default_factory=dict)
    #: Numbers; `None`: not told.
    groups: set | None = None
    #: What the tool itself did not find out: version or `groups` → reason.
    unknown: dict = dataclasses.field(default_factory=dict)
    seconds: float = 0.0
    connections: int | None = None


class Failed(Exception):
    """The tool gave no result."""
