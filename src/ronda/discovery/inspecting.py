"""Looks lightly at undecided sites, so that a proposal can rest on what stands there."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ronda.discovery.models import Proposal, Sighting
from ronda.discovery.proposing import propose
from ronda.discovery.visiting import look_each, subject_of
from ronda.engine.artifacts import (
    DNS,
    PAGE_VISITOR,
    DnsArtifact,
    LetterArtifact,
    Observation,
    PageArtifact,
)
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.netconfig import NetConfig, from_env
from ronda.register.appnames import learn_names
from ronda.register.looks import keep_look
from ronda.register.models import Relation, Site, SiteState

log = structlog.get_logger(__name__)

AGAIN_AFTER = timedelta(days=1)
RETRY_AFTER = timedelta(hours=1)

Progress = Callable[[int, int], None]
"""Told how many sites were looked at, of how many."""


def undecided() -> QuerySet[Site]:
    """Sites that wait for a person: candidates, and names in an official zone without an agency."""
    unassigned = Q(
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
        zone__isnull=False,
        agency__isnull=True,
    )
    waiting = Q(state=SiteState.CANDIDATE) | unassigned
    return Site.objects.filter(waiting, confirmed_at__isnull=True)


def due_for_inspection(now: datetime) -> QuerySet[Site]:
    """Undecided sites without a proposal, or with one older than a day; a failed visit's: an hour.

    And those that another source has seen since: a page of ours that links there may say whose a
    site is, and a proposal made before knows nothing of it.
    """
    seen = Q(made_at__gt=now - AGAIN_AFTER, pages__gt=0)
    failed = Q(made_at__gt=now - RETRY_AFTER, pages=0)
    fresh = Proposal.objects.filter(seen | failed).filter(~Exists(_seen_anew()))
    return undecided().exclude(pk__in=fresh.values("site_id")).order_by("pk")


def _seen_anew() -> QuerySet[Sighting]:
    """Of a proposal: the first traces by sources that had not seen its site when it was made."""
    earlier = Sighting.objects.filter(
        site=OuterRef("site"),
        source=OuterRef("source"),
        first_seen_at__lte=OuterRef(OuterRef("made_at")),
    )
    later = Sighting.objects.filter(site=OuterRef("site"), first_seen_at__gt=OuterRef("made_at"))
    return later.filter(~Exists(earlier))


def inspect_candidates(
    sites: Sequence[Site] | None = None,
    *,
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig | None = None,
    since: datetime | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> list[Proposal]:
    """Visit undecided sites (None: those due) once, lightly, and propose; return the proposals.

    ``since``: only of those due that were entered then or later.

    Only the proposal and the title are stored; observations are the patrol's. Stops early and
    keeps what it has when the stop switch is engaged.
    """
    net = net or from_env(os.environ)
    waiting = list(_due(now or timezone.now(), since) if sites is None else sites)
    politeness = Politeness(net.limits)
    made: list[Proposal] = []
    subjects = (subject_of(site) for site in takewhile(lambda _: not control.stopped(), waiting))
    looks = look_each(
        subjects, gazetteer=gazetteer, control=control, net=net, politeness=politeness
    )
    for done, (number, seen) in enumerate(looks, start=1):
        proposal = take_in(
            waiting[number],
            seen.observation,
            gazetteer=gazetteer,
            further=seen.further,
            letter=seen.letter,
            now=now,
        )
        if proposal is not None:
            made.append(proposal)
        if progress is not None:
            progress(done, len(waiting))
    return made


def _due(now: datetime, since: datetime | None) -> QuerySet[Site]:
    due = due_for_inspection(now)
    return due if since is None else due.filter(created_at__gte=since)


def take_in(
    site: Site,
    observation: Observation,
    *,
    gazetteer: Gazetteer,
    further: tuple[PageArtifact, ...] = (),
    letter: LetterArtifact | None = None,
    now: datetime | None = None,
) -> Proposal | None:
    """Keep what a visit of an undecided site taught, and propose anew; see ``propose``."""
    _keep(site, observation)
    keep_look(site, observation, now)
    learn_names(site, observation)
    return propose(
        site,
        gazetteer=gazetteer,
        observation=observation,
        further=further,
        letter=letter,
        now=now,
    )


def _keep(site: Site, observation: Observation) -> None:
    """Keep the title, the scheme that answers, and whether an official name really exists."""
    page = observation.artifacts.get(PAGE_VISITOR)
    if isinstance(page, PageArtifact) and page.title:
        site.title = page.title[:300]
        Site.objects.filter(pk=site.pk).update(title=site.title)
    if observation.site.url != site.url and not _scheme_was_seen(site):
        _settle_scheme(site, observation.site.url)
    dns = observation.artifacts.get(DNS)
    in_zone = site.zone_id is not None and site.state == SiteState.CANDIDATE
    if in_zone and isinstance(dns, DnsArtifact) and dns.addresses and not dns.wildcard:
        _register_official(site)


def _scheme_was_seen(site: Site) -> bool:
    """Some source saw the address with its scheme, so that https is no guess of ours."""
    rows = Sighting.objects.filter(site=site).values_list("source", "facts")
    return any(source == "ct" or facts.get("scheme") == "https" for source, facts in rows)


def _settle_scheme(site: Site, url: str) -> None:
    try:
        with transaction.atomic():
            current = Site.objects.select_for_update().get(pk=site.pk)
            if current.confirmed_at is None:
                current.url = url
                current._change_reason = "Hanya menjawab tanpa https"  # type: ignore[attr-defined]
                current.save(update_fields=["url"])
                site.url = url
    except IntegrityError:
        log.info("scheme_kept", site=site.url, other=url)


def _register_official(site: Site) -> None:
    """A name in an official zone that DNS really knows is official, whichever source saw it."""
    if not settings.RONDA_ZONE_NAMES_ARE_OFFICIAL:
        return
    with transaction.atomic():
        current = Site.objects.select_for_update().get(pk=site.pk)
        if current.confirmed_at is None and current.state == SiteState.CANDIDATE:
            current.state, current.relation = SiteState.REGISTERED, Relation.OFFICIAL
            current._change_reason = "Ada di domain resmi menurut DNS"  # type: ignore[attr-defined]
            current.save(update_fields=["state", "relation"])
            site.state, site.relation = current.state, current.relation
