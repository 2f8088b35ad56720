"""The desk's six numbers with their last days: counted from dates, a fixed number of queries."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.cases.models import Finding, FindingState
from ronda.patrol.models import Visit, VisitState
from ronda.register.models import Relation, Site, SiteState

Viewer = Person | AnonymousUser
OURS = (Relation.OFFICIAL, Relation.UNOFFICIAL)
# Days over which "median days to mend" is taken.
MEND_WINDOW = timedelta(days=90)


class Number(msgspec.Struct, frozen=True):
    """A number now and at the end of each of the last days, oldest first (None: not known)."""

    now: float | None
    days: tuple[float | None, ...]

    def change(self, days: int) -> float | None:
        """How much it has moved since so many days ago; None when either end is not known."""
        before = self.days[-1 - days] if len(self.days) > days else None
        return None if self.now is None or before is None else self.now - before


class Numbers(msgspec.Struct, frozen=True):
    """The state of the estate as a person may see it."""

    known: Number  # registered sites of own agencies, in the official zones and outside
    off_zone: Number  # those outside
    undecided: Number  # candidates that nobody has decided on
    reachable: Number  # known sites that answered their last visit; by day: of those visited then
    measured: int  # known sites that have been visited at all
    open_findings: Number
    median_days_to_mend: Number  # over the 90 days before each day
    dates: tuple[date, ...]


def numbers(person: Viewer, *, days: int = 14, now: datetime | None = None) -> Numbers:
    """Count the desk's numbers with a trend of so many days, today last."""
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    dates = tuple(today - timedelta(days=days - 1 - n) for n in range(days))
    joined = Coalesce("confirmed_at", "created_at")
    sites = Site.objects.visible_to(person).order_by()
    ours = sites.filter(relation__in=OURS).exclude(state=SiteState.CANDIDATE)
    off_zone = ours.filter(relation=Relation.UNOFFICIAL)
    live = ours.filter(state=SiteState.REGISTERED).aggregate(
        known=Count("pk"),
        off_zone=Count("pk", filter=Q(relation=Relation.UNOFFICIAL)),
        measured=Count("pk", filter=Q(reachable__isnull=False)),
        reachable=Count("pk", filter=Q(reachable=True)),
    )
    # A site that a person has decided on was a candidate from when it entered until then.
    once = sites.filter(Q(state=SiteState.CANDIDATE) | Q(confirmed_at__isnull=False))
    findings = Finding.objects.visible_to(person).order_by()
    mend = _medians(findings, dates)
    return Numbers(
        known=Number(live["known"], _standing(ours, joined, "retired_at", dates)),
        off_zone=Number(live["off_zone"], _standing(off_zone, joined, "retired_at", dates)),
        undecided=Number(
            sites.filter(state=SiteState.CANDIDATE, confirmed_at__isnull=True).count(),
            _standing(once, F("created_at"), "confirmed_at", dates),
        ),
        reachable=Number(live["reachable"], _reachable(person, dates)),
        measured=live["measured"],
        open_findings=Number(
            findings.open().count(), _standing(findings, F("opened_at"), "closed_at", dates)
        ),
        median_days_to_mend=Number(mend[-1], mend),
        dates=dates,
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def _standing(
    rows: QuerySet[Any], came: Coalesce | F, gone: str, dates: Sequence[date]
) -> tuple[float, ...]:
    """How many rows stood at the end of each day: those that had come less those that had gone."""
    start = _start_of(dates[0])
    rows = rows.annotate(came=came)
    before = rows.aggregate(
        n_came=Count("pk", filter=Q(came__lt=start)),
        n_gone=Count("pk", filter=Q(**{f"{gone}__lt": start})),
    )
    added, taken = _by_day(rows, "came", start), _by_day(rows, gone, start)
    standing = before["n_came"] - before["n_gone"]
    found = []
    for day in dates:
        standing += added[day] - taken[day]
        found.append(float(standing))
    return tuple(found)


def _by_day(rows: QuerySet[Any], field: str, start: datetime) -> Counter[date]:
    recent = rows.filter(**{f"{field}__gte": start}).annotate(day=TruncDate(field))
    return Counter(dict(recent.values_list("day").annotate(n=Count("pk"))))


def _medians(findings: QuerySet[Finding], dates: Sequence[date]) -> tuple[float | None, ...]:
    """Median days to mend over the window before the end of each day, from one query."""
    first = _start_of(dates[0]) + timedelta(days=1) - MEND_WINDOW
    spans = [
        (closed, (closed - opened).total_seconds() / 86400)
        for opened, closed in findings.filter(
            state=FindingState.MENDED, closed_at__gte=first
        ).values_list("opened_at", "closed_at")
        if closed is not None
    ]
    found: list[float | None] = []
    for day in dates:
        end = _start_of(day) + timedelta(days=1)
        within = [days for closed, days in spans if end - MEND_WINDOW <= closed < end]
        found.append(round(median(within), 1) if within else None)
    return tuple(found)


def _reachable(person: Viewer, dates: Sequence[date]) -> tuple[float | None, ...]:
    """Different sites of our own that answered on each day; None on days without a visit."""
    visits = Visit.objects.visible_to(person).filter(
        state=VisitState.DONE, started_at__gte=_start_of(dates[0]), site__relation__in=OURS
    )
    rows = (
        visits.order_by()
        .annotate(day=TruncDate("started_at"))
        .values_list("day")
        .annotate(answered=Count("site", filter=Q(reachable=True), distinct=True))
    )
    found = dict(rows)
    return tuple(found.get(day) for day in dates)
