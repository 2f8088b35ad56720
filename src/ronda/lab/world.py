"""What the lab's servers serve in one round: compiled from a scenario, served as it stands.

The compiler (scenario -> World) and the servers (World -> sockets) know only this file of each other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

View = Literal["any", "robot", "phone"]
"""To whom a route is shown: everybody, a search engine's robot, a phone from a search result."""


class Respond(msgspec.Struct, frozen=True, tag="respond"):
    """An ordinary answer. ``{counter}``, ``{token}`` and ``{now}`` in a text body change with each request."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    rotating: bool = False  # fill the places above


class Misbehave(msgspec.Struct, frozen=True, tag="misbehave"):
    """A hostile or broken server, by name; see ``lab.servers.behaviours`` for the list."""

    behaviour: str  # "never_answers", "endless_body", "gzip_bomb", "reset_midway", ...
    params: Mapping[str, str | int] = {}


class Route(msgspec.Struct, frozen=True):
    """An answer to a path. The first match in order of views (exact view before "any") wins."""

    path: str  # exact, or ending in "*" for a prefix
    answer: Respond | Misbehave
    view: View = "any"


class CertPlan(msgspec.Struct, frozen=True):
    """The certificate that a host shows; made by the lab's CA unless ``kind`` says otherwise."""

    names: tuple[str, ...]
    kind: Literal["good", "expired", "not_yet_valid", "self_signed", "missing_intermediate"] = (
        "good"
    )
    not_before: datetime | None = None
    not_after: datetime | None = None
    logged: bool = True  # stands in the CT log
    key: Literal["ec", "rsa2048", "rsa1024"] = "ec"


class VirtualHost(msgspec.Struct, frozen=True):
    """A web server for one name. ``http``/``https`` None: the port refuses connections."""

    name: str
    address: str  # in 198.18.0.0/15
    http: tuple[Route, ...] | None = ()
    https: tuple[Route, ...] | None = ()
    certificate: CertPlan | None = None
    # "never_answers" at the TCP or TLS level: "accept_and_silence", "tls_alert", "tls_garbage".
    tls_behaviour: str = ""
    tls_params: Mapping[str, str | int] = {}
    max_tls: Literal["", "1.0", "1.1", "1.2"] = ""


class Record(msgspec.Struct, frozen=True):
    """One DNS record in presentation format: ("dinkes.x.go.id", "A", "198.18.0.7")."""

    name: str  # without the final dot; "*.x.go.id" is a wildcard
    rdtype: str
    value: str
    ttl: int = 300


class DnsZone(msgspec.Struct, frozen=True):
    """A zone that the lab's DNS answers for. ``transfer`` says who may AXFR it."""

    name: str
    records: tuple[Record, ...]
    transfer: Literal["allowed", "refused"] = "refused"


class RebindingName(msgspec.Struct, frozen=True):
    """A name whose answers alternate with each question: first ``first``, then ``then``."""

    name: str
    first: str
    then: str


class HostileName(msgspec.Struct, frozen=True):
    """A name whose questions are answered by a behaviour of ``lab.servers.behaviours``."""

    name: str
    answer: Misbehave


class LogEntry(msgspec.Struct, frozen=True):
    """A certificate in the CT log that no virtual host shows, e.g. of a server long gone."""

    certificate: CertPlan
    logged_at: datetime


class World(msgspec.Struct, frozen=True):
    """All that is served in one round."""

    scenario: str
    round: int
    now: datetime
    zones: tuple[DnsZone, ...]
    hosts: tuple[VirtualHost, ...]
    rebinding: tuple[RebindingName, ...] = ()
    hostile_names: tuple[HostileName, ...] = ()
    log_entries: tuple[LogEntry, ...] = ()
    # Settings beyond the addresses that an office would set: RONDA_ZONES, RONDA_REGION_NAME, ...
    settings: Mapping[str, str] = {}
    # Files that such settings name, by file name; ``{file:NAME}`` in a setting is its path.
    files: Mapping[str, str] = {}
