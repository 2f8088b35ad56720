"""Writes what attribution proposes for undecided sites; a person's decision is never touched."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from django.db import transaction
from django.utils import timezone

from ronda.discovery.models import Proposal, Sighting
from ronda.engine.artifacts import (
    DNS,
    PAGE_VISITOR,
    TLS,
    DnsArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
    TlsArtifact,
)
from ronda.engine.attribute.contract import Attribution, CandidateFacts, Gazetteer
from ronda.engine.attribute.model import attribute
from ronda.engine.discover.contract import Sighting as Seen
from ronda.register.models import Agency, Site

MAX_SIGHTINGS = 200


def site_facts(site: Site) -> SiteFacts:
    """Return what the engine needs to know of a site before it looks at it."""
    return SiteFacts(
        url=site.url,
        host=site.host,
        relation=str(site.relation),
        in_official_zone=site.zone_id is not None,
        confirmed=site.confirmed_at is not None,
    )


def propose(
    site: Site,
    *,
    gazetteer: Gazetteer,
    observation: Observation | None = None,
    now: datetime | None = None,
) -> Proposal | None:
    """Write the current proposal for a site and return it; None when a person has decided.

    Without an observation only the address and the traces speak. A proposal that was made with an
    observation is not replaced by one without.
    """
    facts = candidate_facts(site, observation)
    if observation is None:
        made = Proposal.objects.filter(site=site).first()
        if made is not None and site.confirmed_at is None:
            return made
    return _write(site, attribute(facts, gazetteer), now or timezone.now())


def propose_all(
    sites: Iterable[Site],
    *,
    gazetteer: Gazetteer,
    observations: Mapping[int, Observation] | None = None,
) -> list[Proposal]:
    """Write proposals for many sites; ``observations`` by the site's primary key."""
    seen = observations or {}
    made = (propose(s, gazetteer=gazetteer, observation=seen.get(s.pk)) for s in sites)
    return [proposal for proposal in made if proposal is not None]


def candidate_facts(site: Site, observation: Observation | None) -> CandidateFacts:
    """Return all that is known of a site: its traces and what a visit brought back."""
    artifacts = observation.artifacts if observation is not None else {}
    page, dns, tls = artifacts.get(PAGE_VISITOR), artifacts.get(DNS), artifacts.get(TLS)
    rows = Sighting.objects.filter(site=site).order_by("-last_seen_at")[:MAX_SIGHTINGS]
    return CandidateFacts(
        url=site.url,
        pages=(page,) if isinstance(page, PageArtifact) else (),
        dns=dns if isinstance(dns, DnsArtifact) else None,
        tls=tls if isinstance(tls, TlsArtifact) else None,
        sightings=tuple(
            Seen(
                row.source,
                site.url,
                row.last_seen_at,
                row.where,
                {str(k): str(v) for k, v in row.facts.items()},
            )
            for row in rows
        ),
    )


def _write(site: Site, said: Attribution, now: datetime) -> Proposal | None:
    with transaction.atomic():
        # Locked, so that a decision made in this moment wins.
        current = Site.objects.select_for_update().get(pk=site.pk)
        if current.confirmed_at is not None:
            return None
        agency = Agency.objects.filter(key=said.agency).first() if said.agency else None
        proposal, _ = Proposal.objects.update_or_create(
            site=current,
            defaults={
                "relation": said.relation.value,
                "agency": agency,
                "probability": said.probability,
                "reasons": msgspec.to_builtins(said.reasons),
                "model": said.model,
                "made_at": now,
            },
        )
    return proposal
