"""Keeps account of the visits that were under way when a worker ended, so that only the guilty is given up.

A worker that is killed has dozens of visits under way, and one of them at most is to blame. What was
under way at two such ends is a suspect: it is visited after its shard mates and with no other beside
it in the process, so that the next end of a worker speaks against it alone.
"""

from collections.abc import Iterable

import structlog
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F
from django.utils import timezone

from ronda.jobs import ledger
from ronda.jobs.ledger import Lease
from ronda.patrol.models import Visit, VisitState

log = structlog.get_logger(__name__)

# Ends of workers after which a visit has to be alone, and after which it has failed.
SUSPECT = 2
POISON = 8


def is_suspect(visit: Visit) -> bool:
    """Whether a visit may be what ends workers."""
    return visit.begun >= SUSPECT


def begin(visits: Iterable[Visit]) -> None:
    """Note, before they begin, that visits are under way."""
    pks = [visit.pk for visit in visits]
    Visit.objects.filter(pk__in=pks, state=VisitState.PENDING).update(begun=F("begun") + 1)


def came_back(visits: Iterable[Visit]) -> None:
    """Note that visits without a result came back or were cut in order: their worker is alive.

    Without the database they stay blamed: no reason to hide the error that is under way.
    """
    pks = [visit.pk for visit in visits]
    if not pks:
        return
    waiting = Visit.objects.filter(pk__in=pks, state=VisitState.PENDING, begun__gt=0)
    try:
        waiting.update(begun=F("begun") - 1)
    except (DatabaseError, InterfaceError) as error:
        log.warning("visits_stay_blamed", visits=len(pks), error=str(error))


def without_poison(lease: Lease, visits: list[Visit]) -> list[Visit]:
    """Fail the visits that no worker survived; return the others."""
    poison = [visit.pk for visit in visits if visit.begun >= POISON]
    if not poison:
        return visits
    log.error("visits_given_up", visits=poison, ends_of_workers=POISON)
    with transaction.atomic():
        ledger.fence(lease)
        Visit.objects.filter(pk__in=poison, state=VisitState.PENDING).update(
            state=VisitState.FAILED, finished_at=timezone.now(), failure="bug", progress=""
        )
    return [visit for visit in visits if visit.pk not in poison]
