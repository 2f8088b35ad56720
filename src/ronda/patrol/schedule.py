"""When a site is due, and the tick that makes a round of the due ones."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from ronda.jobs.handlers import Tick
from ronda.patrol.models import RoundKind, Visit, VisitState
from ronda.register.models import OTHERS, ScheduleClass, Site, SiteQuerySet, SiteState

INTERVALS = {
    ScheduleClass.HOT: timedelta(hours=6),
    ScheduleClass.DAILY: timedelta(hours=24),
    ScheduleClass.WEEKLY: timedelta(days=7),
}


def interval(schedule: str) -> timedelta:
    """The time between two visits of a class; ``RONDA_INTERVAL_HOURS`` ({"hot": 3}) changes it."""
    hours = getattr(settings, "RONDA_INTERVAL_HOURS", {}).get(schedule)
    return timedelta(hours=hours) if hours else INTERVALS[ScheduleClass(schedule)]


def next_due(schedule: str, visited_at: datetime, *, unconfirmed: bool) -> datetime:
    """When a site is due again. A finding that waits for its second measurement hastens it."""
    pause = interval(schedule)
    if unconfirmed:
        pause = min(pause, timedelta(minutes=settings.RONDA_CONFIRM_MINUTES))
    return visited_at + pause


def visitable() -> SiteQuerySet:
    """Sites that may be visited at all: candidates and registered ones."""
    return Site.objects.filter(state__in=[SiteState.CANDIDATE, SiteState.REGISTERED])


def patrolled() -> SiteQuerySet:
    """Sites that rounds visit by themselves: others' sites are looked at once, then left alone."""
    return visitable().exclude(relation__in=OTHERS, last_visit_at__isnull=False)


def due_sites(now: datetime) -> SiteQuerySet:
    """Sites whose time has come and that no unfinished round has on its list."""
    waiting = Visit.objects.filter(
        site=OuterRef("pk"), state=VisitState.PENDING, round__finished_at=None
    )
    due = Q(due_at__isnull=True) | Q(due_at__lte=now)
    return patrolled().filter(due, ~Exists(waiting))


def start_due_round(now: datetime) -> None:
    """Make a round of the due sites, if there are any."""
    from ronda.patrol.services import start_round

    if due_sites(now).exists():
        start_round(RoundKind.SCHEDULED, now=now)


TICK = Tick("patrol.due", timedelta(minutes=5), start_due_round)
