"""Sums what Ronda's visits cost the sites: requests, bytes, seconds, as it measured them itself."""

from datetime import datetime
from pathlib import Path
from typing import ClassVar

import msgspec

from ronda.lab.claims import ALWAYS, NEVER, Claims


class Cost(msgspec.Struct, frozen=True):
    """What the finished visits cost, as Ronda measured it; discovery's light looks are not among them.

    ``served_requests`` is the lab's own count of web requests since its server was started, from
    whatever part of Ronda; 0 when the lab has written none.
    """

    visits: int
    sites: int  # that were visited
    requests: int
    bytes_received: int
    seconds: float  # of all visits, one after another
    rounds: int  # Ronda's own rounds that were finished
    round_seconds: float  # of these, by the clock
    served_requests: int = 0

    derived: ClassVar[tuple[str, ...]] = (
        "requests_a_visit",
        "bytes_a_visit",
        "seconds_a_visit",
        "seconds_a_round",
        "requests_a_site",
        "bytes_a_site",
        "seconds_a_site",
    )

    @property
    def requests_a_visit(self) -> float | None:
        """Requests that one visit sent to its site."""
        return self.requests / self.visits if self.visits else None

    @property
    def bytes_a_visit(self) -> float | None:
        """Bytes that one visit received from its site."""
        return self.bytes_received / self.visits if self.visits else None

    @property
    def seconds_a_visit(self) -> float | None:
        """Seconds that one visit took."""
        return self.seconds / self.visits if self.visits else None

    @property
    def requests_a_site(self) -> float | None:
        """Requests that one site got in all its visits."""
        return self.requests / self.sites if self.sites else None

    @property
    def bytes_a_site(self) -> float | None:
        """Bytes that one site sent in all its visits."""
        return self.bytes_received / self.sites if self.sites else None

    @property
    def seconds_a_site(self) -> float | None:
        """Seconds that all visits to one site took."""
        return self.seconds / self.sites if self.sites else None

    @property
    def seconds_a_round(self) -> float | None:
        """Seconds that a round of Ronda's took by the clock, over all sites at once."""
        return self.round_seconds / self.rounds if self.rounds else None


def served_requests(counters: Path) -> int:
    """Sum the lab's file of counters ({host: {path: {visitor: count}}}); 0 when there is none.

    Raises ``ValueError`` for a file that is none.
    """
    try:
        raw = counters.read_bytes()
    except FileNotFoundError:
        return 0
    try:
        hosts = msgspec.json.decode(raw, type=dict[str, dict[str, dict[str, int]]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{counters}: {error}; the lab's server writes it anew") from error
    return sum(n for paths in hosts.values() for views in paths.values() for n in views.values())


def score_cost(claims: Claims, since: datetime = ALWAYS, until: datetime = NEVER) -> Cost:
    """Sum the visits that began between two moments."""
    groups = [[v for v in s.visits if since <= v.started_at < until] for s in claims.sites]
    visits = [visit for group in groups for visit in group]
    took = [end - begin for begin, end in claims.rounds if since <= begin < until]
    return Cost(
        visits=len(visits),
        sites=sum(bool(group) for group in groups),
        requests=sum(visit.requests for visit in visits),
        bytes_received=sum(visit.bytes_received for visit in visits),
        seconds=sum(visit.seconds for visit in visits),
        rounds=len(took),
        round_seconds=sum(t.total_seconds() for t in took),
    )
