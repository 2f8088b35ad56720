"""What the desk and the tables read; every row passes ``visible_to``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ronda.accounts.models import Person
from ronda.cases.models import OPEN, EventKind, Finding, FindingEvent, FindingState
from ronda.discovery.models import SourceRun
from ronda.discovery.selectors import candidates_visible_to
from ronda.engine.artifacts import FailureKind
from ronda.engine.judge import FAILURES
from ronda.engine.text import Text
from ronda.patrol.models import Round, RoundKind, Visit, VisitState
from ronda.register.models import Relation, Site, SiteState

REACH = "REACH.ANSWERS"
OURS = (Relation.OFFICIAL, Relation.UNOFFICIAL)


def with_findings(sites: QuerySet[Site]) -> QuerySet[Any]:
    """Sites with ``open_findings`` and ``worst`` (severity rank, -1 without findings)."""
    # scoped: the outer queryset has passed visible_to; these rows belong to its sites.
    mine = Finding.objects.filter(site=OuterRef("pk"), state__in=OPEN).order_by().values("site")
    return sites.annotate(
        open_findings=Coalesce(
            Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
        worst=Coalesce(
            Subquery(
                mine.annotate(n=Max("severity_rank")).values("n"), output_field=IntegerField()
            ),
            -1,
        ),
    )


def urgent_findings(person: Person) -> QuerySet[Finding]:
    """Open findings that are told at once or are critical, worst and oldest first."""
    return (
        Finding.objects.visible_to(person)
        .open()
        .filter(Q(urgent=True) | Q(severity="critical"))
        .select_related("site", "site__agency")
        .prefetch_related("site__agency__contacts")
        .order_by("-severity_rank", "opened_at", "pk")
    )


@dataclass(frozen=True)
class Since:
    """What happened since a moment."""

    opened: int
    mended: int
    new_sites: int
    gone: int


def since(person: Person, moment: datetime) -> Since:
    """Count what opened, was mended, appeared and stopped answering since a moment."""
    findings = Finding.objects.visible_to(person)
    return Since(
        opened=findings.filter(opened_at__gte=moment).count(),
        mended=findings.filter(state=FindingState.MENDED, closed_at__gte=moment).count(),
        new_sites=Site.objects.visible_to(person).filter(created_at__gte=moment).count(),
        gone=findings.open().filter(check_id=REACH, opened_at__gte=moment).count(),
    )


def news(person: Person, moment: datetime, most: int = 6) -> QuerySet[FindingEvent]:
    """The newest things that happened to findings since a moment."""
    telling = (EventKind.OPENED, EventKind.MENDED, EventKind.WITHDRAWN)
    return (
        FindingEvent.objects.visible_to(person)
        .filter(at__gte=moment, kind__in=telling)
        .select_related("finding", "finding__site")
        .order_by("-at")[:most]
    )


@dataclass(frozen=True)
class State:
    """The state in six numbers, each with what it was a week before where that can be known."""

    known: int
    known_new: int
    off_zone: int
    off_zone_new: int
    undecided: int
    undecided_new: int
    reachable: int
    measured: int
    open: int
    open_change: int
    days_to_mend: float | None
    days_before: float | None


def state(person: Person, now: datetime) -> State:
    """The six numbers of what the person sees; trends are over seven days, mending over 90."""
    week = now - timedelta(days=7)
    sites = Site.objects.visible_to(person)
    known = sites.filter(state=SiteState.REGISTERED, relation__in=OURS)
    off_zone = known.filter(relation=Relation.UNOFFICIAL)
    undecided = candidates_visible_to(person)
    findings = Finding.objects.visible_to(person)
    opened = findings.filter(opened_at__gte=week).count()
    closed = findings.filter(closed_at__gte=week).count()
    measured = known.filter(reachable__isnull=False)
    return State(
        known=known.count(),
        known_new=known.filter(created_at__gte=week).count(),
        off_zone=off_zone.count(),
        off_zone_new=off_zone.filter(created_at__gte=week).count(),
        undecided=undecided.count(),
        undecided_new=undecided.filter(created_at__gte=week).count(),
        reachable=measured.filter(reachable=True).count(),
        measured=measured.count(),
        open=findings.open().count(),
        open_change=opened - closed,
        days_to_mend=_days(findings, now - timedelta(days=90), now),
        days_before=_days(findings, now - timedelta(days=180), now - timedelta(days=90)),
    )


def _days(findings: QuerySet[Finding], start: datetime, end: datetime) -> float | None:
    spans = findings.filter(
        state=FindingState.MENDED, closed_at__gte=start, closed_at__lt=end
    ).values_list("opened_at", "closed_at")
    days = [(b - a).total_seconds() / 86400 for a, b in spans if b is not None]
    return round(median(days), 1) if days else None


@dataclass(frozen=True)
class RoundSeen:
    """A round's coverage, and what could not be measured and why."""

    round: Round
    total: int
    done: int
    reachable: int
    waiting: int
    failures: Sequence[tuple[Text, str, int]]

    @property
    def running(self) -> bool:
        """Visits are still waiting and the round has not ended."""
        return self.round.finished_at is None

    @property
    def measured(self) -> int:
        """Visits that brought an answer."""
        return self.reachable


def last_round(person: Person) -> RoundSeen | None:
    """The latest round over many sites, as far as the person sees its sites."""
    # office-wide: a round belongs to nobody; its visits are scoped.
    latest = Round.objects.exclude(kind=RoundKind.CHECK_NOW).first()
    return seen_round(latest, person) if latest else None


def seen_round(one: Round, person: Person) -> RoundSeen:
    """Count a round's visits to sites that the person sees."""
    visits = Visit.objects.visible_to(person).filter(round=one)
    by_state = dict(visits.order_by().values_list("state").annotate(n=Count("pk")))
    failed = Counter(
        dict(visits.exclude(failure="").order_by().values_list("failure").annotate(n=Count("pk")))
    )
    return RoundSeen(
        round=one,
        total=sum(by_state.values()),
        done=by_state.get(VisitState.DONE, 0),
        reachable=visits.filter(reachable=True).count(),
        waiting=by_state.get(VisitState.PENDING, 0),
        failures=[(failure_words(kind), kind, n) for kind, n in failed.most_common()],
    )


def failure_words(kind: str) -> Text:
    """A failure's kind in words, as the end of a sentence about the site."""
    try:
        return FAILURES[FailureKind(kind)]
    except ValueError:
        return Text(kind, kind)


def source_troubles() -> list[SourceRun]:
    """The last run of each source that ended with errors. Office-wide."""
    latest: dict[str, SourceRun] = {}
    for run in SourceRun.objects.order_by("started_at"):
        latest[run.source] = run
    return [run for run in latest.values() if run.errors]
