"""What each source gave and what came of it: sites, those that only it saw, how right it was."""

import msgspec
from django.db.models import Count, Q

from ronda.discovery.models import Sighting
from ronda.engine.attribute.contract import CONCERNS_US


class Yield(msgspec.Struct, frozen=True):
    """What came of a source's sites. A site counts for every source that has seen it."""

    sites: int = 0
    alone: int = 0  # no other source has seen them
    decided: int = 0  # a person has said whose they are
    concern: int = 0  # of those: ours, once ours, or passing themselves off as ours

    @property
    def precision(self) -> float | None:
        """Share of the decided sites that concern us, between 0 and 1; None before a decision."""
        return self.concern / self.decided if self.decided else None


def yields_by_source() -> dict[str, Yield]:
    """Return the yield of every source that has seen a site, in two queries."""
    # office-wide: how sources fare is the office's own question
    decided = Q(site__confirmed_at__isnull=False)
    counted = Sighting.objects.order_by().values("source")
    rows = counted.annotate(
        sites=Count("site", distinct=True),
        decided=Count("site", distinct=True, filter=decided),
        concern=Count("site", distinct=True, filter=decided & Q(site__relation__in=CONCERNS_US)),
    )
    # A site that only one source has seen is in the group of exactly one of them.
    lone = (
        Sighting.objects.order_by()
        .values("site")
        .annotate(n=Count("source", distinct=True))
        .filter(n=1)
        .values("site")
    )
    alone = dict(
        counted.filter(site__in=lone)
        .annotate(sites=Count("site", distinct=True))
        .values_list("source", "sites")
    )
    return {
        row["source"]: Yield(
            row["sites"], alone.get(row["source"], 0), row["decided"], row["concern"]
        )
        for row in rows
    }
