"""Writes of this room, under the names that other rooms use.

``run_sources``, ``inspect_candidates`` and ``propose`` read the gazetteer of the register unless
they are given one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from ronda.discovery import following, inspecting, proposing, relatives, running
from ronda.discovery.asking import answer, ask, take_back
from ronda.discovery.deciding import (
    DecidedMeanwhile,
    DecisionRefused,
    Together,
    decide,
    decide_together,
)
from ronda.discovery.lessons import learn_from_answers
from ronda.discovery.models import Proposal, SourceRun
from ronda.discovery.proposing import site_facts
from ronda.discovery.recording import record
from ronda.discovery.telling import tell_new
from ronda.discovery.undoing import undo, undo_decision
from ronda.engine.artifacts import Observation
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Control
from ronda.engine.discover.contract import KnownPage
from ronda.engine.netconfig import NetConfig
from ronda.engine.registration import Registration
from ronda.register.gazetteer import gazetteer as register_gazetteer
from ronda.register.models import Site

__all__ = [
    "DecidedMeanwhile",
    "DecisionRefused",
    "Together",
    "answer",
    "ask",
    "decide",
    "decide_together",
    "follow_leads",
    "inspect_candidates",
    "learn_from_answers",
    "propose",
    "propose_all",
    "propose_from_visit",
    "record",
    "registration_of",
    "run_sources",
    "site_facts",
    "take_back",
    "tell_new",
    "undo",
    "undo_decision",
]


def run_sources(
    sources: Iterable[str] | None = None,
    *,
    listed: Sequence[tuple[str, str]] = (),
    pages: Sequence[KnownPage] = (),
    progress: running.Progress | None = None,
    gazetteer: Gazetteer | None = None,
    net: NetConfig | None = None,
    now: datetime | None = None,
    follow: bool = False,
    control: Control | None = None,
) -> list[SourceRun]:
    """Run discovery sources; see :func:`ronda.discovery.running.run_sources`."""
    return running.run_sources(
        sources,
        listed=listed,
        pages=pages,
        gazetteer=gazetteer or register_gazetteer(),
        net=net,
        now=now,
        progress=progress,
        follow=follow,
        control=control,
    )


def follow_leads(
    *,
    control: Control,
    progress: following.Progress | None = None,
    gazetteer: Gazetteer | None = None,
    net: NetConfig | None = None,
    since: datetime | None = None,
    bare: int | None = None,
    now: datetime | None = None,
) -> following.Followed:
    """Look at names with a weak sign; see :mod:`ronda.discovery.following`."""
    return following.follow_leads(
        gazetteer=gazetteer or register_gazetteer(),
        control=control,
        net=net,
        since=since,
        bare=bare,
        now=now,
        progress=progress,
    )


def inspect_candidates(
    sites: Sequence[Site] | None = None,
    *,
    control: Control,
    progress: inspecting.Progress | None = None,
    gazetteer: Gazetteer | None = None,
    net: NetConfig | None = None,
    since: datetime | None = None,
    now: datetime | None = None,
) -> list[Proposal]:
    """Look at undecided sites and propose; see :mod:`ronda.discovery.inspecting`.

    Of those due, relatives of what came under suspicion are looked at once more: their proposals
    had been made before.
    """
    began = now or timezone.now()
    made = inspecting.inspect_candidates(
        sites,
        gazetteer=gazetteer or register_gazetteer(),
        control=control,
        net=net,
        since=since,
        now=now,
        progress=progress,
    )
    if sites is not None:
        return made
    # A run of those entered lately comes every half minute: it heeds what it has itself brought up.
    after = began - relatives.WITHIN if since is None else began
    anew = relatives.to_judge_anew(after, began)
    if not anew or control.stopped():
        return made
    again = inspecting.inspect_candidates(
        anew, gazetteer=register_gazetteer(), control=control, net=net, now=now, progress=progress
    )
    replaced = {proposal.site_id for proposal in again}
    return [*(p for p in made if p.site_id not in replaced), *again]


def propose(
    site: Site, *, observation: Observation | None = None, gazetteer: Gazetteer | None = None
) -> Proposal | None:
    """Propose whose a site is; None when a person has decided."""
    known = gazetteer or register_gazetteer()
    return proposing.propose(site, gazetteer=known, observation=observation)


def propose_all(
    sites: Iterable[Site],
    *,
    observations: Mapping[int, Observation] | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[Proposal]:
    """Propose for many sites; ``observations`` by the site's primary key."""
    known = gazetteer or register_gazetteer()
    return proposing.propose_all(sites, gazetteer=known, observations=observations)


def propose_from_visit(
    site: Site, observation: Observation, *, gazetteer: Gazetteer | None = None
) -> Proposal | None:
    """Propose anew from a visit that the patrol made; None when the site waits for nobody."""
    waiting = inspecting.undecided().filter(pk=site.pk).first()
    if waiting is None:
        return None
    known = gazetteer or register_gazetteer()
    return inspecting.take_in(waiting, observation, gazetteer=known)


def registration_of(site: Site) -> Registration | None:
    """What the registry last published of a site's domain; None when it was never read."""
    return proposing.registration_in(proposing.traces_of(site, source="rdap"))
