"""Looks lightly at undecided sites, so that a proposal can rest on what stands there."""

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ronda.discovery.models import Proposal, Sighting
from ronda.discovery.proposing import propose, site_facts
from ronda.discovery.recording import chunks
from ronda.engine.artifacts import (
    DNS,
    HTTP_VISITOR,
    PAGE_VISITOR,
    TLS,
    DnsArtifact,
    Failure,
    HttpArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
)
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.netconfig import NetConfig, from_env
from ronda.engine.observe import observe
from ronda.engine.urls import parse
from ronda.register.models import Relation, Site, SiteState

log = structlog.get_logger(__name__)

WANTS = frozenset({DNS, TLS, HTTP_VISITOR, PAGE_VISITOR})
AGAIN_AFTER = timedelta(days=1)
_NO_SECURE_SERVER = ("connect", "tls")

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
    """Undecided sites without a proposal, or with one that is older than a day."""
    fresh = Proposal.objects.filter(made_at__gt=now - AGAIN_AFTER).values("site_id")
    return undecided().exclude(pk__in=fresh).order_by("pk")


def inspect_candidates(
    sites: Sequence[Site] | None = None,
    *,
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> list[Proposal]:
    """Visit undecided sites (None: those due) once, lightly, and propose; return the proposals.

    Only the proposal and the title are stored; observations are the patrol's. Stops early and
    keeps what it has when the stop switch is engaged.
    """
    net = net or from_env(os.environ)
    waiting = list(due_for_inspection(now or timezone.now()) if sites is None else sites)
    politeness = Politeness(net.limits)
    made: list[Proposal] = []
    done = 0
    for part in chunks(waiting, max(1, settings.RONDA_CONCURRENCY * 4)):
        if control.stopped():
            break
        seen = asyncio.run(_visit_all([site_facts(s) for s in part], net, control, politeness))
        for site, observation in zip(part, seen, strict=True):
            _keep(site, observation)
            proposal = propose(site, gazetteer=gazetteer, observation=observation, now=now)
            if proposal is not None:
                made.append(proposal)
        done += len(part)
        if progress is not None:
            progress(done, len(waiting))
    return made


def look_lightly(
    sites: Sequence[Site], *, control: Control, net: NetConfig | None = None
) -> list[Observation]:
    """Visit sites once as candidates are visited, and store nothing; in the order given."""
    net = net or from_env(os.environ)
    politeness = Politeness(net.limits)
    seen: list[Observation] = []
    for part in chunks(list(sites), max(1, settings.RONDA_CONCURRENCY * 4)):
        seen += asyncio.run(_visit_all([site_facts(s) for s in part], net, control, politeness))
    return seen


async def _visit_all(
    facts: list[SiteFacts], net: NetConfig, control: Control, politeness: Politeness
) -> list[Observation]:
    places = asyncio.Semaphore(max(1, settings.RONDA_CONCURRENCY))

    async def one(site: SiteFacts) -> Observation:
        async with places:
            seen = await observe(site, WANTS, net=net, control=control, politeness=politeness)
            plain = _plain_twin(site, seen)
            if plain is None:
                return seen
            other = await observe(
                plain,
                frozenset({HTTP_VISITOR, PAGE_VISITOR}),
                net=net,
                control=control,
                politeness=politeness,
            )
            if not isinstance(other.artifacts.get(HTTP_VISITOR), HttpArtifact):
                return seen
            artifacts = {**seen.artifacts, **other.artifacts}
            return Observation(plain, seen.started_at, other.finished_at, artifacts)

    return list(await asyncio.gather(*(one(f) for f in facts)))


def _plain_twin(site: SiteFacts, seen: Observation) -> SiteFacts | None:
    """A name was sighted without a scheme, and no secure server answers: try without."""
    failed = seen.artifacts.get(HTTP_VISITOR)
    if not isinstance(failed, Failure) or failed.stage not in _NO_SECURE_SERVER:
        return None
    origin = parse(site.url)
    if origin.scheme != "https" or origin.port != 443:
        return None
    return SiteFacts(
        url="http" + site.url.removeprefix("https"),
        host=site.host,
        relation=site.relation,
        in_official_zone=site.in_official_zone,
        confirmed=site.confirmed,
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
