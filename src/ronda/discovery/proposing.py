"""Writes what attribution proposes for undecided sites; a person's decision is never touched."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone

from ronda.discovery.models import Proposal, Sighting
from ronda.discovery.telling import tell_if_urgent
from ronda.discovery.ties import ties_of
from ronda.engine.artifacts import (
    DNS,
    ICON,
    PAGE_VISITOR,
    TLS,
    DnsArtifact,
    LetterArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
    TlsArtifact,
)
from ronda.engine.attribute.contract import Attribution, CandidateFacts, Gazetteer, Relation
from ronda.engine.attribute.extract import extract_of, plain
from ronda.engine.attribute.from_icons import own_icon
from ronda.engine.attribute.model import attribute, model_of
from ronda.engine.attribute.suspects import suspected
from ronda.engine.discover.contract import Sighting as Seen
from ronda.engine.registration import Registration, from_facts
from ronda.register.looks import suspect
from ronda.register.models import Agency, Site

MAX_SIGHTINGS = 200
MAX_ITEMS = 200  # pieces of evidence kept with a proposal
# How long an answer that rests on several pages stands against the front page's "I do not know".
KEPT_FOR = timedelta(days=7)


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
    further: tuple[PageArtifact, ...] = (),
    letter: LetterArtifact | None = None,
    now: datetime | None = None,
) -> Proposal | None:
    """Write the current proposal for a site and return it; None when a person has decided.

    Without an observation only the address and the traces speak. ``further``: pages of the site
    beside the front page; ``letter``: how a document of it begins. A proposal that rests on pages is never replaced by one without, so a
    failed visit takes nothing back; nor is an answer that rests on several pages replaced within
    ``KEPT_FOR`` by a front page that does not say. The proposal that stands is returned.
    """
    now = now or timezone.now()
    facts = candidate_facts(site, observation, further, letter)
    said = attribute(facts, gazetteer)
    made = Proposal.objects.filter(site=site).first()
    if made is not None and site.confirmed_at is None:
        unseen = observation is None or not facts.pages
        if (unseen and (made.pages or observation is None)) or _poorer(said, facts, made, now):
            return made
    ties = ties_of(facts, gazetteer.shared_hosts)
    written = _write(site, said, facts, shown_of(observation) | ties, now)
    if written is not None:
        suspect(site, suspected(said, model_of(gazetteer)) if facts.pages else "", now)
    return written


def _poorer(said: Attribution, facts: CandidateFacts, made: Proposal, now: datetime) -> bool:
    return (
        said.relation is Relation.UNDECIDED
        and made.relation != Relation.UNDECIDED
        and made.pages > _read(facts)
        and made.made_at > now - KEPT_FOR
    )


def _read(facts: CandidateFacts) -> int:
    """How many pages an answer rests on; a document is one."""
    return len(facts.pages) + (facts.letter is not None and bool(facts.letter.lines))


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


def candidate_facts(
    site: Site,
    observation: Observation | None,
    further: tuple[PageArtifact, ...] = (),
    letter: LetterArtifact | None = None,
) -> CandidateFacts:
    """Return all that is known of a site: its traces and what visits brought back."""
    return facts_of(site.url, traces_of(site), observation, further, letter)


def traces_of(site: Site, source: str = "") -> tuple[Seen, ...]:
    """Return what sources (or one) have seen of a site, the latest first, at most ``MAX_SIGHTINGS``."""
    found = Sighting.objects.filter(site=site)
    if source:
        found = found.filter(source=source)
    rows = found.order_by("-last_seen_at")[:MAX_SIGHTINGS]
    return tuple(trace(site.url, row) for row in rows)


def trace(url: str, row: Sighting) -> Seen:
    """Return a stored sighting of a site as the source had told it."""
    facts = {str(k): str(v) for k, v in row.facts.items()}
    return Seen(row.source, url, row.last_seen_at, row.where, facts)


def registration_in(traces: Iterable[Seen]) -> Registration | None:
    """Return what the registry said last, of traces with the latest first."""
    for seen in traces:
        said = from_facts(seen.facts) if seen.source == "rdap" else None
        if said is not None:
            # The same again is no new trace; only the time of the last answer moves.
            return msgspec.structs.replace(said, asked_at=seen.seen_at)
    return None


def facts_of(
    url: str,
    traces: tuple[Seen, ...],
    observation: Observation | None,
    further: tuple[PageArtifact, ...] = (),
    letter: LetterArtifact | None = None,
) -> CandidateFacts:
    """Return traces and what visits brought back as attribution reads them."""
    artifacts = observation.artifacts if observation is not None else {}
    page, dns, tls = artifacts.get(PAGE_VISITOR), artifacts.get(DNS), artifacts.get(TLS)
    return CandidateFacts(
        url=url,
        pages=(page, *further) if isinstance(page, PageArtifact) else further,
        dns=dns if isinstance(dns, DnsArtifact) else None,
        tls=tls if isinstance(tls, TlsArtifact) else None,
        sightings=traces,
        registration=registration_in(traces),
        icon=own_icon(artifacts.get(ICON)),
        letter=letter,
    )


def shown_of(observation: Observation | None) -> dict[str, object]:
    """Return what a visit shows of a site as a field of its proposal; nothing without a visit."""
    return {} if observation is None else {"extract": plain(extract_of(observation))}


def _write(
    site: Site,
    said: Attribution,
    facts: CandidateFacts,
    more: Mapping[str, object],
    now: datetime,
) -> Proposal | None:
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
                "items": msgspec.to_builtins(said.items[:MAX_ITEMS]),
                "made_at": now,
                "pages": _read(facts),
                **more,
            },
        )
        tell_if_urgent(proposal, now)
    return proposal
