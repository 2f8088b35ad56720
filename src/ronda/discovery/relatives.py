"""Finds candidates that share something with a site that came under suspicion after they were judged."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from ronda.discovery.inspecting import undecided
from ronda.engine.attribute.contract import KnownLook
from ronda.engine.attribute.from_likeness import shared_keys
from ronda.register.models import Site, SiteLook

# Older suspicions are in every proposal: these are made anew each day.
WITHIN = timedelta(days=1)
MOST = 5_000  # looks that are compared, the newest sites first


def to_judge_anew(now: datetime) -> list[Site]:
    """Return undecided sites whose proposal is older than the suspicion of a relative.

    Relatives have an account, a profile or a private contact in common.
    """
    since: dict[str, datetime] = {}
    for look, at in _suspects(now):
        for key in shared_keys(look):
            since[key] = max(at, since.get(key, at))
    if not since:
        return []
    rows = (
        undecided()
        .filter(look__isnull=False, proposal__isnull=False)
        .order_by("-pk")
        .values_list("pk", "look__look", "proposal__made_at", "look__suspected")
    )
    found = [
        pk
        for pk, raw, made_at, suspected in rows[:MOST].iterator()
        if not suspected and any(since.get(key, made_at) > made_at for key in _keys(raw))
    ]
    return list(undecided().filter(pk__in=found).order_by("pk"))


def _suspects(now: datetime) -> Iterator[tuple[KnownLook, datetime]]:
    # office-wide: attribution works for the office, no person asks here
    rows = SiteLook.objects.filter(suspected__gt="", suspected_at__gt=now - WITHIN)
    for raw, at in rows.values_list("look", "suspected_at").iterator():
        if at is not None:
            yield msgspec.json.decode(raw, type=KnownLook), at


def _keys(raw: str) -> tuple[str, ...]:
    return shared_keys(msgspec.json.decode(raw, type=KnownLook))
