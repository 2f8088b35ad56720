"""Keeps what our own pages call applications, and tells which agency runs each."""

from collections import defaultdict

from django.utils import timezone

from ronda.engine.artifacts import PAGE_VISITOR, Observation, PageArtifact
from ronda.engine.attribute.appnames import named_on
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.words import squeeze
from ronda.engine.urls import BadUrl, parse
from ronda.register.models import ApplicationName, Relation, Site, SiteState, Zone

MAX_NAMES = 5_000
_OURS = (Relation.OFFICIAL, Relation.UNOFFICIAL)


def learn_names(site: Site, seen: Observation) -> int:
    """Keep the names that the front page of a site of ours gives to applications.

    Returns how many were not known from this site. A site counts as ours when it is registered so,
    or stands in an official zone.
    """
    page = seen.artifacts.get(PAGE_VISITOR)
    ours = site.state == SiteState.REGISTERED and site.relation in _OURS
    if not isinstance(page, PageArtifact) or not (ours or site.zone_id is not None):
        return 0
    zones = tuple(Zone.objects.values_list("name", flat=True))
    named = {one.word: one for one in named_on(page, zones)}
    known = set(ApplicationName.objects.filter(site=site).values_list("word", flat=True))
    now = timezone.now()
    fresh = [
        ApplicationName(site=site, word=word, written=one.written, to=one.to, first_seen_at=now)
        for word, one in named.items()
        if word not in known
    ]
    ApplicationName.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def learned_names() -> set[str]:
    """Return the names, squeezed; of more than ``MAX_NAMES`` the newest."""
    # office-wide: discovery works for the office, no person asks here
    rows = ApplicationName.objects.order_by("-pk").values_list("word", flat=True)
    return set(rows[:MAX_NAMES])


def names_by_agency(known: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Return the names by the key of the one agency that runs what bears each.

    That is whose confirmed page leads, by the name, to a host that bears it. A portal speaks of
    everybody, and a name under which a page leads somewhere else is often another agency's: neither
    tells. A name that several agencies say so is nobody's.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for agency in known.agencies:
        for host in agency.hosts:
            holders[host].add(agency.key)
    portals = {name for zone in known.zones for name in (zone, f"www.{zone}")}
    said: dict[str, set[str]] = defaultdict(set)
    # office-wide: attribution works for the office, no person asks here
    rows = ApplicationName.objects.order_by("-pk").values_list("word", "to", "site__host")
    for word, to, host in rows[:MAX_NAMES]:
        if host not in portals and _bears(to, word):
            said[word] |= holders.get(host, set())
    found: dict[str, list[str]] = defaultdict(list)
    for word, keys in said.items():
        if len(keys) == 1:
            found[next(iter(keys))].append(word)
    return {key: tuple(sorted(words)) for key, words in found.items()}


def _bears(url: str, word: str) -> bool:
    try:
        return word in squeeze(parse(url).host)
    except BadUrl:
        return False
