"""Finds candidates that share something with a site that came under suspicion after they were judged."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from django.utils import timezone

from ronda.discovery.inspecting import undecided
from ronda.engine.attribute.contract import KnownLook
from ronda.engine.attribute.from_likeness import shared_keys
from ronda.register.models import Site, SiteLook

# Older suspicions are in every proposal: these are made anew each day.
WITHIN = timedelta(days=1)
MOST = 5_000  # looks that are compared, the newest sites first


def to_judge_anew(after: datetime, began: datetime) -> list[Site]:
    """Return undecided sites whose proposal knows nothing of a relative's suspicion.

    Relatives have an account, a profile or a private contact in common. Suspicions of ``after`` and
    later count; without any, nothing else is read. What was judged since ``began`` was judged by what
    was known then, whichever of two relatives came first.
    """
    now = timezone.now()
    since: dict[str, datetime] = {}  # key -> proposals made before know nothing of it
    for look, at in _suspects(after):
        known = now if at >= began else at
        for key in shared_keys(look):
            since[key] = max(known, since.get(key, known))
    if not since:
        return []
    rows = (
        undecided()
        .filter(look__suspected="", proposal__made_at__lt=max(since.values()))
        .order_by("-pk")
        .values_list("pk", "look__look", "proposal__made_at")
    )
    found = [
        pk
        for pk, raw, made_at in rows[:MOST].iterator()
        if any(since.get(key, made_at) > made_at for key in _keys(raw))
    ]
    return list(undecided().filter(pk__in=found).order_by("pk"))


def _suspects(after: datetime) -> Iterator[tuple[KnownLook, datetime]]:
    # office-wide: attribution works for the office, no person asks here
    rows = SiteLook.objects.filter(suspected__gt="", suspected_at__gte=after)
    for raw, at in rows.values_list("look", "suspected_at").iterator():
        if at is not None:
            yield msgspec.json.decode(raw, type=KnownLook), at


def _keys(raw: str) -> tuple[str, ...]:
    return shared_keys(msgspec.json.decode(raw, type=KnownLook))
