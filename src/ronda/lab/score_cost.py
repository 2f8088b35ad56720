"""Sums what Ronda's visits cost the sites: requests, bytes, seconds, as it measured them itself."""

from datetime import datetime
from typing import ClassVar

import msgspec

from ronda.lab.claims import ALWAYS, NEVER, Claims


class Cost(msgspec.Struct, frozen=True):
    """What the finished visits cost. The light looks of discovery are not among them."""

    visits: int
    sites: int  # that were visited
    requests: int
    bytes_received: int
    seconds: float  # of all visits, one after another
    rounds: int  # Ronda's own rounds that were finished
    round_seconds: float  # of these, by the clock

    derived: ClassVar[tuple[str, ...]] = (
        "requests_a_visit",
        "bytes_a_visit",
        "seconds_a_visit",
        "seconds_a_round",
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
    def seconds_a_round(self) -> float | None:
        """Seconds that a round of Ronda's took by the clock, over all sites at once."""
        return self.round_seconds / self.rounds if self.rounds else None


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
