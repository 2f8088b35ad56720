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
MAX_BARE_TRIES = 3  # of a lead without a sign that does not answer
MAX_SILENT = 5_000  # told to a source at once
MAX_PLACE = 500  # characters of an address; longer ones are left out
FORGET_AFTER = timedelta(days=180)  # then a look that found nothing may be repeated


def put_aside(seen: Iterable[Seen]) -> int:
    """Store leads within the caller's transaction; return how many are new.

    One without any sign (``Sighting.hunch``) gains one when somebody brings it with a sign.

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
        elif lead.hunch is None or lead.looked_at is not None or _signed(group):
            _add(lead, group)
            changed.append(lead)
    Lead.objects.bulk_create(fresh, batch_size=CHUNK)
    Lead.objects.bulk_update(
        changed, ["traces", "last_seen_at", "state", "tries", "hunch"], batch_size=CHUNK
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
    waiting = Lead.objects.filter(state=LeadState.WAITING, tries__lt=MAX_TRIES, hunch__isnull=True)
    return waiting.filter(Q(looked_at__isnull=True) | again).order_by("-first_seen_at", "pk")


def bare_due(now: datetime) -> QuerySet[Lead]:
    """Leads without any sign to look at, those that read most like a government's first.

    As many as RONDA_BARE_LOOKS_A_DAY leaves of the last 24 hours.
    """
    bare = Lead.objects.filter(hunch__isnull=False)
    looked = bare.filter(looked_at__gt=now - timedelta(days=1)).count()
    retry = now - timedelta(hours=settings.RONDA_LEAD_RETRY_HOURS)
    due = Q(looked_at__isnull=True) | Q(looked_at__lte=retry)
    waiting = bare.filter(due, state=LeadState.WAITING, tries__lt=MAX_BARE_TRIES)
    room = max(0, settings.RONDA_BARE_LOOKS_A_DAY - looked)
    return waiting.order_by("-hunch", "-first_seen_at", "pk")[:room]


def silent() -> tuple[tuple[str, float | None], ...]:
    """Leads that have not answered so far, the newest first: address and hunch."""
    waiting = Lead.objects.filter(state=LeadState.WAITING, tries__gt=0).order_by("-pk")
    return tuple(waiting.values_list("url", "hunch")[:MAX_SILENT])


def forget_bare(now: datetime) -> int:
    """Drop the leads without a sign that are too many, or were looked at long ago; return how many.

    Of those that wait the ones that read least like a government's go first, the oldest of them
    before the others: at most RONDA_BARE_KEPT stay. A name that comes again waits again.
    """
    bare = Lead.objects.filter(hunch__isnull=False)
    old = bare.filter(
        state__in=(LeadState.OTHERS, LeadState.SILENT), looked_at__lt=now - FORGET_AFTER
    )
    dropped = old.delete()[0]
    waiting = bare.filter(state=LeadState.WAITING)
    excess = waiting.count() - max(0, settings.RONDA_BARE_KEPT)
    if excess > 0:
        weakest = waiting.order_by("hunch", "first_seen_at", "pk").values_list("pk", flat=True)
        for part in chunks(list(weakest[:excess]), CHUNK):
            dropped += Lead.objects.filter(pk__in=part).delete()[0]
    return dropped


def _signed(group: list[Seen]) -> bool:
    return any(seen.hunch is None for seen in group)


def _new(place: str, group: list[Seen]) -> Lead:
    first = group[0]
    lead = Lead(
        place=place,
        url=first.url[:MAX_PLACE],
        source=first.source,
        first_seen_at=first.seen_at,
        last_seen_at=first.seen_at,
        hunch=None if _signed(group) else max(seen.hunch or 0.0 for seen in group),
    )
    _add(lead, group)
    return lead


def _add(lead: Lead, group: list[Seen]) -> None:
    """Add traces; the same place in the same source is one. A sign ends a lead's being without one."""
    if lead.hunch is not None and _signed(group):
        lead.hunch = None
        if lead.state != LeadState.OURS:
            lead.state, lead.tries = LeadState.WAITING, 0
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
