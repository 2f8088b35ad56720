"""What the lab's servers serve in one round: compiled from a scenario, served as it stands.

The compiler (scenario -> World) and the servers (World -> sockets) know only this file of each other.
A :class:`World` holds everything; :class:`Served` is what the servers ask of it, so that a large
scenario can be served whose pages are made when somebody asks for them (``lab.stream``).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

View = Literal["any", "robot", "phone"]
"""To whom a route is shown: everybody, a search engine's robot, a phone from a search result."""


class Respond(msgspec.Struct, frozen=True, tag="respond"):
    """An ordinary answer. ``{counter}``, ``{token}`` and ``{now}`` in a text body change with each request."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    rotating: bool = False  # fill the places above
    delay: float = 0.0  # seconds before the answer begins


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
    lame: bool = False  # its name servers refuse every question about it


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


class DomainPlan(msgspec.Struct, frozen=True):
    """What a registry says of a registered domain."""

    registered: datetime
    expires: datetime
    registrar: str
    holder: str = ""  # the organisation, or what stands there instead; "": nothing published


class Place(msgspec.Struct, frozen=True):
    """A virtual host before its pages are made: what listeners need to know."""

    number: int  # by which its host is asked for
    name: str
    address: str
    http: bool  # the port answers
    https: bool


class Served(Protocol):
    """What the servers ask of a round. :class:`World` is one, made as a whole beforehand."""

    @property
    def scenario(self) -> str:
        """The scenario's name."""

    @property
    def round(self) -> int:
        """The round's number."""

    @property
    def now(self) -> datetime:
        """The time that everything in it is dated by."""

    @property
    def rebinding(self) -> tuple[RebindingName, ...]:
        """Names whose answers alternate."""

    @property
    def hostile_names(self) -> tuple[HostileName, ...]:
        """Names whose name server misbehaves."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Settings that an office would set."""

    @property
    def files(self) -> Mapping[str, str]:
        """Files that such settings name."""

    @property
    def zones(self) -> Sequence[DnsZone]:
        """Every zone; each may be made when it is taken."""

    @property
    def at_hand(self) -> bool:
        """All is made already, so that it can be judged as a whole before it is served."""

    def places(self) -> Iterator[Place]:
        """Every virtual host, without its pages."""

    def host(self, number: int, path: str) -> VirtualHost:
        """A place's virtual host with at least all routes that can match a path.

        The same object for the same question, as long as it is in use.
        """

    def logged(self) -> Iterator[tuple[CertPlan, datetime | None]]:
        """Certificates for the log, and when they were logged; None: when they were issued."""

    def registration(self, domain: str) -> DomainPlan | None:
        """What the registry says of a registered domain; None: it is not registered."""


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
    registrations: Mapping[str, DomainPlan] = {}

    def registration(self, domain: str) -> DomainPlan | None:
        """What the registry says of a registered domain; see :class:`Served`."""
        return self.registrations.get(domain)

    @property
    def at_hand(self) -> bool:
        """A world is made as a whole."""
        return True

    def places(self) -> Iterator[Place]:
        """Every virtual host; see :class:`Served`."""
        return (place_of(number, host) for number, host in enumerate(self.hosts))

    def host(self, number: int, path: str) -> VirtualHost:
        """The place's virtual host, with the routes of every path."""
        return self.hosts[number]

    def logged(self) -> Iterator[tuple[CertPlan, datetime | None]]:
        """What hosts show and a log takes, then what only the log remembers."""
        for host in self.hosts:
            plan = logged_by(host)
            if plan is not None:
                yield plan, None
        for entry in self.log_entries:
            yield entry.certificate, entry.logged_at


def place_of(number: int, host: VirtualHost) -> Place:
    """Return what listeners need to know of a host, whose routes may be left out."""
    tls = host.https is not None or bool(host.tls_behaviour)
    return Place(number, host.name, host.address, host.http is not None, tls)


def logged_by(host: VirtualHost) -> CertPlan | None:
    """Return the certificate that a host shows, or showed, when it stands in the log."""
    if host.https is None and host.certificate is None:
        return None
    plan = host.certificate or CertPlan((host.name,))
    return plan if plan.logged else None
