"""Keeps what our own pages call applications, and tells which agency runs each."""

from collections import Counter, defaultdict

from django.utils import timezone

from ronda.engine.artifacts import PAGE_VISITOR, Observation, PageArtifact
from ronda.engine.attribute.appnames import named_on
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.hostwords import owned_words
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
    """Return the names by the key of the one agency that each speaks of.

    That is whose site the link leads to, by its confirmed sites or its name in the host; else whose
    confirmed page says it, unless that is the portal of a zone, which speaks of everybody. A name
    that is said of several agencies is nobody's.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for agency in known.agencies:
        for host in agency.hosts:
            holders[host].add(agency.key)
    portals = {name for zone in known.zones for name in (zone, f"www.{zone}")}
    said: dict[str, Counter[str]] = defaultdict(Counter)
    # office-wide: attribution works for the office, no person asks here
    rows = ApplicationName.objects.order_by("-pk").values_list("word", "to", "site__host")
    for word, to, host in rows[:MAX_NAMES]:
        keys = _agencies_at(to, holders, known)
        if not keys and host not in portals:
            keys = holders.get(host, set())
        if len(keys) == 1:
            said[word][next(iter(keys))] += 1
    found: dict[str, list[str]] = defaultdict(list)
    for word, agencies in said.items():
        if len(agencies) == 1:
            found[next(iter(agencies))].append(word)
    return {key: tuple(sorted(words)) for key, words in found.items()}


def _agencies_at(url: str, holders: dict[str, set[str]], known: Gazetteer) -> set[str]:
    try:
        host = parse(url).host
    except BadUrl:
        return set()
    if host in holders:
        return holders[host]
    in_host, _ = owned_words(url, known)
    return {key for key, how in in_host.agencies.items() if how == "exact"}
