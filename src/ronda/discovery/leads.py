"""Keeps names with a weak sign until Ronda has looked at them by itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db.models import F, Q, QuerySet

from ronda.discovery.models import Lead, LeadState
from ronda.discovery.places import CHUNK, chunks, same_place
from ronda.engine.discover.contract import Sighting as Seen
from ronda.engine.urls import BadUrl

MAX_TRACES = 10  # of one lead
MAX_TRIES = 8
MAX_PLACE = 500  # characters of an address; longer ones are left out
FORGET_AFTER = timedelta(days=180)  # then a look that found nothing may be repeated


def put_aside(seen: Iterable[Seen]) -> int:
    """Store leads within the caller's transaction; return how many are new.

    Seen again, a lead gains a trace. One that was looked at in vain waits anew when another source
    brings it (a link from our own page says more than a name in a log), and after
    ``FORGET_AFTER``: names change hands.
    """
    places: dict[str, list[Seen]] = {}
    for sighting in seen:
        try:
            places.setdefault(same_place(sighting.url), []).append(sighting)
        except BadUrl:
            continue
    known: dict[str, Lead] = {}
    for part in chunks(sorted(places), CHUNK):
        known |= {lead.place: lead for lead in Lead.objects.filter(place__in=part)}
    fresh, changed = [], []
    for place, group in places.items():
        if len(place) > MAX_PLACE:
            continue
        lead = known.get(place)
        if lead is None:
            fresh.append(_new(place, group))
        else:
            _add(lead, group)
            changed.append(lead)
    Lead.objects.bulk_create(fresh, batch_size=CHUNK)
    Lead.objects.bulk_update(
        changed, ["traces", "last_seen_at", "state", "tries"], batch_size=CHUNK
    )
    return len(fresh)


def taken_up(places: Iterable[str]) -> list[Seen]:
    """Return what had led to places that are sites from now on, and mark their leads so."""
    found: list[Seen] = []
    for part in chunks(sorted(places), CHUNK):
        rows = Lead.objects.filter(place__in=part).exclude(state=LeadState.OURS)
        for lead in rows:
            found += traces_of(lead)
        rows.update(state=LeadState.OURS)
    return found


def traces_of(lead: Lead) -> list[Seen]:
    """Return a lead's traces as ordinary sightings."""
    return [
        Seen(
            str(trace["source"]),
            lead.url,
            datetime.fromisoformat(trace["seen_at"]),
            str(trace["where"]),
            {str(k): str(v) for k, v in trace["facts"].items()},
        )
        for trace in lead.traces
    ]


def due(now: datetime) -> QuerySet[Lead]:
    """Leads to look at, the newest first: never looked at, seen again since, or silent for a while.

    That while is RONDA_LEAD_RETRY_HOURS.
    """
    retry = now - timedelta(hours=settings.RONDA_LEAD_RETRY_HOURS)
    again = Q(looked_at__lt=F("last_seen_at")) | Q(looked_at__lte=retry)
    waiting = Lead.objects.filter(state=LeadState.WAITING, tries__lt=MAX_TRIES)
    return waiting.filter(Q(looked_at__isnull=True) | again).order_by("-first_seen_at", "pk")


def _new(place: str, group: list[Seen]) -> Lead:
    first = group[0]
    lead = Lead(
        place=place,
        url=first.url[:MAX_PLACE],
        source=first.source,
        first_seen_at=first.seen_at,
        last_seen_at=first.seen_at,
    )
    _add(lead, group)
    return lead


def _add(lead: Lead, group: list[Seen]) -> None:
    """Add traces; the same place in the same source is one."""
    known = {(trace["source"], trace["where"]) for trace in lead.traces}
    sources, before = {source for source, _ in known}, lead.last_seen_at
    for seen in group:
        lead.last_seen_at = max(lead.last_seen_at, seen.seen_at)
        if (seen.source, seen.where) in known or len(lead.traces) >= MAX_TRACES:
            continue
        known.add((seen.source, seen.where))
        lead.traces.append(
            {
                "source": seen.source,
                "where": seen.where[:500],
                "seen_at": seen.seen_at.isoformat(),
                "facts": {k[:64]: v[:1000] for k, v in msgspec.to_builtins(seen.facts).items()},
            }
        )
    if lead.state not in (LeadState.OTHERS, LeadState.SILENT):
        return
    long_ago = lead.looked_at is not None and lead.last_seen_at - lead.looked_at > FORGET_AFTER
    more = any(seen.source not in sources for seen in group)
    if more or (long_ago and lead.last_seen_at > before):
        lead.state, lead.tries = LeadState.WAITING, 0
