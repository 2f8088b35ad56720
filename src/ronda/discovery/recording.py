"""Stores sightings: a new site, or one more trace of a site that is known."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from ronda.discovery.leads import put_aside, taken_up
from ronda.discovery.models import Sighting, SourceState
from ronda.discovery.places import CHUNK, chunks, same_place
from ronda.engine.discover.contract import Sighting as Seen
from ronda.engine.urls import BadUrl, Origin, parse
from ronda.register.models import Relation, Site, SiteState, Zone

_ATTEMPTS = 3


def record(
    sightings: Iterable[Seen], *, source: str = "", checkpoint: Mapping[str, object] | None = None
) -> int:
    """Store sightings, and where their source goes on, in one transaction; return how many sites are new.

    A site that is known in either scheme, or with or without "www.", only gains a trace; what a
    person has decided about it is never touched. A name that stands in an official zone's own
    records is official by definition, so its site is registered at once, without an agency;
    every other new site is a candidate. A lead (``Sighting.lead``) of a site that is not known is
    kept as such and makes no site; what led to it before goes with it when a stronger sign comes.
    """
    seen = list(sightings)
    for attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                new = _store(_with_leads(seen)) if seen else 0
                if checkpoint is not None:
                    SourceState.objects.update_or_create(
                        source=source, defaults={"checkpoint": dict(checkpoint)}
                    )
            return new
        except IntegrityError:
            # Another process recorded the same site in this moment: now it is known, so read again.
            if attempt + 1 == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _with_leads(seen: list[Seen]) -> list[Seen]:
    """Put leads aside, and return what stands for sites, with what led to them earlier."""
    leads = [s for s in seen if s.lead]
    strong = [s for s in seen if not s.lead]
    if leads:
        known = _known_sites({same_place(s.url) for s in leads})
        of_known = [s for s in leads if same_place(s.url) in known]
        put_aside([s for s in leads if same_place(s.url) not in known])
        strong += of_known
    return [*strong, *taken_up({same_place(s.url) for s in strong})]


def site_at(url: str) -> Site | None:
    """Return the known site at an address, whatever its scheme and "www."; None for none."""
    place = same_place(url)
    return _known_sites([place]).get(place)


def _store(seen: list[Seen]) -> int:
    places: dict[str, list[Seen]] = {}
    for sighting in seen:
        try:
            places.setdefault(same_place(sighting.url), []).append(sighting)
        except BadUrl:
            continue  # sources only yield normalised addresses; a faulty one loses its own row
    known = _known_sites(places)
    zones = _Zones()
    fresh = [_new_site(group, zones) for place, group in places.items() if place not in known]
    if fresh:
        reason = "Ditemukan oleh sumber " + ", ".join(sorted({s.source for s in seen}))
        created = bulk_create_with_history(
            fresh, Site, batch_size=CHUNK, default_change_reason=reason
        )
        known |= {same_place(site.url): site for site in created}
    _promote([(known[place], group) for place, group in places.items()], zones)
    _traces([(known[place], s) for place, group in places.items() for s in group])
    return len(fresh)


def _known_sites(places: Iterable[str]) -> dict[str, Site]:
    """Return the known sites of places, the registered ones first."""
    wanted: list[str] = []
    for place in places:
        for host in (place, f"www.{place}"):
            wanted += [f"https://{host}", f"http://{host}"]
    found: dict[str, Site] = {}
    for part in chunks(wanted, CHUNK):
        for site in Site.objects.filter(url__in=part):
            place = same_place(site.url)
            known = found.get(place)
            if known is None or _rank(site) < _rank(known):
                found[place] = site
    return found


def _rank(site: Site) -> tuple[bool, bool, int]:
    candidate = site.state == SiteState.CANDIDATE
    return (candidate, site.url.startswith("http:"), len(site.url))


class _Zones:
    """The official zones, the longest name first."""

    def __init__(self) -> None:
        self._zones = sorted(Zone.objects.all(), key=lambda z: -len(z.name))

    def of(self, host: str) -> Zone | None:
        names = ((z, z.name.lower().strip(".")) for z in self._zones)
        return next((z for z, name in names if host == name or host.endswith("." + name)), None)


def _new_site(group: list[Seen], zones: _Zones) -> Site:
    url = min((s.url for s in group), key=lambda u: (u.startswith("http:"), len(u)))
    origin: Origin = parse(url)
    zone = zones.of(origin.host)
    site = Site(url=url, host=origin.host, zone=zone)
    if zone is not None and _in_own_records(group):
        site.state, site.relation = SiteState.REGISTERED, Relation.OFFICIAL
    return site


def _in_own_records(group: list[Seen]) -> bool:
    return settings.RONDA_ZONE_NAMES_ARE_OFFICIAL and any(s.source == "zone" for s in group)


def _promote(pairs: list[tuple[Site, list[Seen]]], zones: _Zones) -> None:
    """A candidate that now stands in the zone's own records is official from here on."""
    changed = []
    for site, group in pairs:
        undecided = site.state == SiteState.CANDIDATE and site.confirmed_at is None
        if undecided and _in_own_records(group):
            site.zone = site.zone or zones.of(site.host)
            if site.zone is not None:
                site.state, site.relation = SiteState.REGISTERED, Relation.OFFICIAL
                changed.append(site)
    if changed:
        bulk_update_with_history(
            changed,
            Site,
            ["state", "relation", "zone"],
            batch_size=CHUNK,
            default_change_reason="Tercantum di domain resmi",
        )


def _traces(pairs: list[tuple[Site, Seen]]) -> None:
    """Write sightings; seen before, only ``times`` and ``last_seen_at`` move."""
    wanted: dict[tuple[int, str, str], Seen] = {}
    counts: dict[tuple[int, str, str], int] = {}
    for site, seen in pairs:
        key = (site.pk, seen.source, seen.where[:500])
        counts[key] = counts.get(key, 0) + 1
        wanted.setdefault(key, seen)
    known: dict[tuple[int, str, str], int] = {}
    for part in chunks(sorted({site for site, _, _ in wanted}), CHUNK):
        rows = Sighting.objects.filter(site_id__in=part)
        for pk, site_id, source, where in rows.values_list("pk", "site_id", "source", "where"):
            known[(site_id, source, where)] = pk
    again: dict[datetime, list[int]] = {}
    for key, seen in wanted.items():
        if key in known:
            again.setdefault(seen.seen_at, []).append(known[key])
    for at, keys in again.items():
        for ids in chunks(keys, CHUNK):
            rows = Sighting.objects.filter(pk__in=ids)
            rows.update(times=F("times") + 1, last_seen_at=at)
    Sighting.objects.bulk_create(
        [_row(key, seen, counts[key]) for key, seen in wanted.items() if key not in known],
        batch_size=CHUNK,
    )


def _row(key: tuple[int, str, str], seen: Seen, times: int) -> Sighting:
    site_id, source, where = key
    facts = {k[:64]: v[:1000] for k, v in seen.facts.items()}
    return Sighting(
        site_id=site_id,
        source=source,
        where=where,
        facts=msgspec.to_builtins(facts),
        first_seen_at=seen.seen_at,
        last_seen_at=seen.seen_at,
        times=times,
    )
