"""Reads front pages of ours before certificates are searched for the first time.

A log is read from its beginning once. What an application of the office is called has to be known
by then: names that are learned later find only what is logged later.
"""

import os
from collections.abc import Callable, Iterable
from itertools import takewhile

from django.db.models import Q

from ronda.discovery.inspecting import inspect_candidates
from ronda.discovery.models import SourceState
from ronda.discovery.visiting import look_each, subject_of
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.discover.registry import Source
from ronda.engine.netconfig import NetConfig, from_env
from ronda.register.appnames import learn_names
from ronda.register.looks import keep_look
from ronda.register.models import Relation, Site, SiteState

MAX_SITES = 2_000  # of ours that nobody has read yet

Progress = Callable[[int, int], None]
"""Told how many sites were looked at, of how many."""


def read_ours_before(
    source: Source,
    *,
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig | None = None,
    progress: Progress | None = None,
) -> int:
    """Read what of ours is unread, if the source is to search for its words for the first time.

    Returns how many sites were looked at: those that wait for a decision, as after any search, and
    registered ones of which no visit has brought a page. One light look each.
    """
    if not source.meta.after_pages or SourceState.objects.filter(source=source.meta.id).exists():
        return 0
    net = net or from_env(os.environ)
    made = inspect_candidates(gazetteer=gazetteer, control=control, net=net, progress=progress)
    return len(made) + _read(_unread(), gazetteer, control, net, progress)


def _unread() -> list[Site]:
    # office-wide: discovery works for the office, no person asks here
    ours = Q(relation__in=(Relation.OFFICIAL, Relation.UNOFFICIAL), state=SiteState.REGISTERED)
    decided = Q(confirmed_at__isnull=False) | Q(agency__isnull=False)
    rows = Site.objects.filter(ours & decided, look__isnull=True).order_by("pk")
    return list(rows[:MAX_SITES])


def _read(
    sites: Iterable[Site],
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig,
    progress: Progress | None,
) -> int:
    waiting = list(sites)
    subjects = (subject_of(site) for site in takewhile(lambda _: not control.stopped(), waiting))
    looks = look_each(
        subjects,
        gazetteer=gazetteer,
        control=control,
        net=net,
        politeness=Politeness(net.limits),
    )
    done = 0
    for done, (number, seen) in enumerate(looks, start=1):
        keep_look(waiting[number], seen.observation)
        learn_names(waiting[number], seen.observation)
        if progress is not None:
            progress(done, len(waiting))
    return done
