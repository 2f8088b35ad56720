"""Looks at leads lightly, and makes candidates of those that concern us."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import takewhile

import msgspec
import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ronda.discovery.inspecting import take_in
from ronda.discovery.leads import (
    MAX_BARE_TRIES,
    MAX_TRIES,
    bare_due,
    due,
    forget_bare,
    traces_of,
)
from ronda.discovery.learned import application_names
from ronda.discovery.models import Lead, LeadState
from ronda.discovery.proposing import facts_of
from ronda.discovery.recording import record, site_at
from ronda.discovery.visiting import Look, Subject, look_each
from ronda.discovery.watching import place_words
from ronda.engine.artifacts import HTTP_VISITOR, HttpArtifact, Observation, SiteFacts
from ronda.engine.attribute.calledafter import called_after
from ronda.engine.attribute.concern import MIN_CONCERN, concern
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.model import model_of
from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.discover.parts.likeness import likeness
from ronda.engine.discover.parts.signals import Watch
from ronda.engine.netconfig import NetConfig, from_env
from ronda.engine.urls import parse
from ronda.register.models import Relation as StoredRelation

log = structlog.get_logger(__name__)

MIN_BARE = 0.5
"""As MIN_CONCERN, of a site whose name carried no sign: there the page alone has to speak for us."""

NAMED_TRIES = 3
"""Looks in vain after which a site whose name says enough is shown to people all the same."""

MIN_LIKE = 0.85
"""Likeness to names of governments from which a silent name with a word of ours says enough."""

# The address itself says whose it is: not worth a visit.
_OTHERS_BY_NAME = frozenset({"other_zone", "other_in_host", "institution_zone"})

Progress = Callable[[int, int], None]
"""Told how many leads were looked at, of how many."""


class Followed(msgspec.Struct, frozen=True):
    """What became of the leads that were looked at: how many of each state, and what is left."""

    counts: Mapping[str, int]
    left: int


def follow_leads(
    *,
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig | None = None,
    since: datetime | None = None,
    bare: int | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Followed:
    """Look at the leads that are due, at most RONDA_LEADS_A_RUN of them, the newest first.

    Then at names without any sign (``Lead.hunch``), as many as RONDA_BARE_LOOKS_A_DAY allows and at
    most ``bare`` of them: their front page alone.

    A lead whose page or name speaks for us with at least ``MIN_CONCERN`` becomes a candidate with
    all its traces and a proposal. Others are remembered as looked at. One that does not answer is
    tried again on later days; after ``NAMED_TRIES`` it is a candidate when its name says enough, or when the
    registry says that an office of ours holds it. ``since``: only of leads seen then or later. Stops early when the
    stop switch is engaged.
    """
    net = net or from_env(os.environ)
    now = now or timezone.now()
    leads = due(now) if since is None else due(now).filter(last_seen_at__gte=since)
    waiting = list(leads[: max(0, settings.RONDA_LEADS_A_RUN)])
    left = max(0, leads.count() - len(waiting))
    waiting += bare_due(now)[:bare]
    politeness = Politeness(net.limits)
    ours = _OurNames(gazetteer, net)
    counts: Counter[str] = Counter()
    visited: list[Lead] = []
    for lead in waiting:
        if _of_others(lead, gazetteer):
            _settle(lead, LeadState.OTHERS, now)
            counts["named_others"] += 1
        else:
            visited.append(lead)
    subjects = (_subject(lead) for lead in takewhile(lambda _: not control.stopped(), visited))
    looks = look_each(
        subjects, gazetteer=gazetteer, control=control, net=net, politeness=politeness
    )
    for done, (number, seen) in enumerate(looks, start=len(waiting) - len(visited) + 1):
        counts[_follow(visited[number], seen, gazetteer, ours, now)] += 1
        if progress is not None:
            progress(done, len(waiting))
    counts["forgotten"] += forget_bare(now)
    counts = +counts
    if counts:
        log.info("leads_followed", left=left, **counts)
    return Followed(dict(counts), left)


class _OurNames:
    """Tells whether the name of a site that never answers says enough to trouble a person."""

    def __init__(self, gazetteer: Gazetteer, net: NetConfig) -> None:
        self._applications = application_names()
        shared = shared_hosts(net.extra_shared_hosts)
        self._watch = Watch((), shared, self._applications, place_words(gazetteer))

    def hold(self, host: str) -> bool:
        """It is the name of an application of ours, or reads like a government's and holds our word."""
        if called_after(host, self._applications) is not None:
            return True
        signs = self._watch.signs_in_host(host)
        label = registered_domain(host).partition(".")[0]
        return bool(signs.office or signs.place) and likeness(label) >= MIN_LIKE


def _of_others(lead: Lead, gazetteer: Gazetteer) -> bool:
    kinds = {item.kind for item in gather(CandidateFacts(lead.url), gazetteer)}
    return bool(kinds & _OTHERS_BY_NAME)


def _subject(lead: Lead) -> Subject:
    site = SiteFacts(
        url=lead.url,
        host=parse(lead.url).host,
        relation=str(StoredRelation.UNDECIDED),
        in_official_zone=False,
        confirmed=False,
    )
    return Subject(site, tuple(traces_of(lead)), shy=lead.hunch is not None)


def _follow(lead: Lead, seen: Look, gazetteer: Gazetteer, ours: "_OurNames", now: datetime) -> str:
    facts = facts_of(lead.url, tuple(traces_of(lead)), seen.observation, seen.further, seen.letter)
    if not _has_spoken(seen.observation, facts, gazetteer):
        lead.tries += 1
        if lead.tries < NAMED_TRIES or not (
            ours.hold(parse(lead.url).host) or _held_by_us(facts, gazetteer)
        ):
            tries = MAX_TRIES if lead.hunch is None else MAX_BARE_TRIES
            state = LeadState.SILENT if lead.tries >= tries else LeadState.WAITING
            return _settle(lead, state, now)
    elif concern(gather(facts, gazetteer), model_of(gazetteer)) < (
        MIN_CONCERN if lead.hunch is None else MIN_BARE
    ):
        return _settle(lead, LeadState.OTHERS, now)
    with transaction.atomic():
        _settle(lead, LeadState.OURS, now)
        record(traces_of(lead), source=lead.source)
    site = site_at(lead.url)
    if site is not None:
        take_in(
            site, seen.observation, gazetteer=gazetteer, further=seen.further, letter=seen.letter,
            now=now,
        )  # fmt: skip
    return str(LeadState.OURS)


def _has_spoken(seen: Observation, facts: CandidateFacts, gazetteer: Gazetteer) -> bool:
    """The site itself answered: no error page, no notice that it is out of order or not ready."""
    answer = seen.artifacts.get(HTTP_VISITOR)
    if not facts.pages or not isinstance(answer, HttpArtifact) or answer.status >= 400:
        return False
    return all(item.kind != "shell" for item in gather(facts, gazetteer))


def _held_by_us(facts: CandidateFacts, gazetteer: Gazetteer) -> bool:
    """The registry says that an office of ours holds the domain."""
    return any(item.kind == "holder_is_agency" for item in gather(facts, gazetteer))


def _settle(lead: Lead, state: LeadState, now: datetime) -> str:
    Lead.objects.filter(pk=lead.pk).update(state=state, looked_at=now, tries=lead.tries)
    return str(state)
