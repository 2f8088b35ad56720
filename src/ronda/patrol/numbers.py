"""The desk's six numbers with their last days: counted from dates, one query each."""

from collections import Counter
from datetime import date, datetime, timedelta

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.cases.selectors import median_days_to_mend, opened_and_closed
from ronda.patrol.models import Visit, VisitState
from ronda.register.models import Relation, Site, SiteQuerySet, SiteState

Viewer = Person | AnonymousUser
# Days over which "median days to mend" is taken.
MEND_WINDOW = timedelta(days=90)


class Number(msgspec.Struct, frozen=True):
    """A number now and at the end of each of the last days, oldest first (None: not known)."""

    now: float | None
    days: tuple[float | None, ...]


class Numbers(msgspec.Struct, frozen=True):
    """The state of the estate as a person may see it."""

    known: Number  # sites in the register and candidates
    off_zone: Number  # an agency's sites outside the official zones
    undecided: Number
    reachable: Number  # of the sites visited on a day
    open_findings: Number
    median_days_to_mend: Number
    dates: tuple[date, ...]


def numbers(person: Viewer, *, days: int = 14, now: datetime | None = None) -> Numbers:
    """Count the desk's numbers with a trend of so many days, today last."""
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    dates = tuple(today - timedelta(days=days - 1 - n) for n in range(days))
    sites = Site.objects.visible_to(person).order_by()
    live = sites.exclude(state=SiteState.RETIRED)
    off_zone = Q(relation=Relation.UNOFFICIAL)
    opened, closed = opened_and_closed(person)
    ends = [_end_of(day) for day in dates]
    mend = [median_days_to_mend(person, since=end - MEND_WINDOW, until=end) for end in ends]
    return Numbers(
        known=Number(
            live.count(), _running(_by(sites, "created_at"), _by(sites, "retired_at"), dates)
        ),
        off_zone=Number(
            live.filter(off_zone).count(),
            _running(
                _by(sites.filter(off_zone), "confirmed_at"),
                _by(sites.filter(off_zone), "retired_at"),
                dates,
            ),
        ),
        undecided=Number(
            live.filter(relation=Relation.UNDECIDED).count(),
            _running(
                _by(sites, "created_at"),
                _by(sites.exclude(confirmed_at=None), "confirmed_at")
                + _by(sites.filter(confirmed_at=None), "retired_at"),
                dates,
            ),
        ),
        reachable=Number(live.filter(reachable=True).count(), _reachable(person, dates)),
        open_findings=Number(
            sum(opened.values()) - sum(closed.values()), _running(opened, closed, dates)
        ),
        median_days_to_mend=Number(mend[-1], tuple(mend)),
        dates=dates,
    )


def _end_of(day: date) -> datetime:
    start = datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())
    return start + timedelta(days=1)


def _by(sites: SiteQuerySet, field: str) -> Counter[object]:
    dated = sites.exclude(**{field: None}).values_list(f"{field}__date")
    return Counter(dict(dated.annotate(count=Count("pk"))))


def _running(
    added: Counter[object], gone: Counter[object], dates: tuple[date, ...]
) -> tuple[float | None, ...]:
    """How many stood at the end of each day."""

    def until(counts: Counter[object], day: date) -> int:
        return sum(n for d, n in counts.items() if isinstance(d, date) and d <= day)

    return tuple(float(until(added, day) - until(gone, day)) for day in dates)


def _reachable(person: Viewer, dates: tuple[date, ...]) -> tuple[float | None, ...]:
    """Different sites that answered on each day; None on days without a visit."""
    visits = Visit.objects.visible_to(person).filter(
        state=VisitState.DONE, started_at__gte=_end_of(dates[0]) - timedelta(days=1)
    )
    rows = (
        visits.order_by()
        .values_list("started_at__date")
        .annotate(answered=Count("site", filter=Q(reachable=True), distinct=True))
    )
    found = dict(rows)
    return tuple(found.get(day) for day in dates)
