"""What the desk and the tables read; every row passes ``visible_to``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.cases.models import OPEN, EventKind, Finding, FindingEvent, FindingState
from ronda.discovery.models import SourceRun
from ronda.engine.text import Text
from ronda.patrol import selectors as patrol
from ronda.patrol.models import Round, Visit, VisitState
from ronda.patrol.numbers import Number, numbers
from ronda.patrol.selectors import failure_words
from ronda.register.models import Agency, Site
from ronda.register.selectors import zones
from ronda.web.templatetags.ronda import number

REACH = "REACH.ANSWERS"


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
class Tile:
    """One of the six numbers as shown: the rows behind it, its word, its trend in words and drawn."""

    url: str
    value: float | None
    label: str
    trend: str
    points: str


def six(person: Person, now: datetime) -> list[Tile]:
    """The state in six numbers of what the person sees; trends in words are over seven days."""
    found = numbers(person, now=now)
    sites, findings = reverse("sites"), reverse("findings")
    ours = f"{sites}?keadaan=registered&hubungan=kami"
    before = found.median_days_to_mend.days[0]
    return [
        Tile(ours, found.known.now, _("sites known"), _week(found.known), line(found.known)),
        Tile(
            f"{sites}?keadaan=registered&hubungan=unofficial",
            found.off_zone.now,
            _("off zone"),
            _week(found.off_zone),
            line(found.off_zone),
        ),
        Tile(
            reverse("candidate-list") + "?soal=pemilik",
            found.undecided.now,
            _("undecided"),
            _week(found.undecided),
            line(found.undecided),
        ),
        Tile(
            f"{ours}&jangkau=ya",
            found.reachable.now,
            _("reachable"),
            _("of %(n)s measured") % {"n": number(found.measured)},
            line(found.reachable),
        ),
        Tile(
            findings,
            found.open_findings.now,
            _("open findings"),
            _week(found.open_findings),
            line(found.open_findings),
        ),
        Tile(
            f"{findings}?keadaan=mended",
            found.median_days_to_mend.now,
            _("median days to mend"),
            _("last 90 days")
            if before is None
            else _("%(n)s two weeks ago") % {"n": number(before)},
            line(found.median_days_to_mend),
        ),
    ]


def _week(one: Number) -> str:
    change = one.change(7)
    if not change:
        return _("as 7 days ago")
    return _("%(n)s in 7 days") % {"n": ("+" if change > 0 else "") + number(int(change))}


def line(one: Number) -> str:
    """Points of a small line, 100 by 20, over the days; "" when there is nothing to show."""
    known = [(n, value) for n, value in enumerate(one.days) if value is not None]
    values = [value for _n, value in known]
    if len(known) < 2 or min(values) == max(values):
        return ""
    low, span, last = min(values), max(values) - min(values), len(one.days) - 1
    return " ".join(f"{100 * n / last:.1f},{19 - 18 * (v - low) / span:.1f}" for n, v in known)


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
    latest = patrol.last_round()  # office-wide: a round belongs to nobody; its visits are scoped
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


@dataclass(frozen=True)
class FirstSteps:
    """What a new installation still needs before the watch can work."""

    agencies: bool
    zones: bool
    sites: bool
    visited: bool

    @property
    def done(self) -> bool:
        """Everything has been done at least once."""
        return self.agencies and self.zones and self.sites and self.visited


def first_steps(person: Person) -> FirstSteps:
    """Which of the first steps have been done."""
    return FirstSteps(
        agencies=Agency.objects.visible_to(person).exists(),
        zones=zones(person).exists(),
        sites=Site.objects.visible_to(person).exists(),
        visited=measured(person),
    )


def measured(person: Person) -> bool:
    """Any site that the person sees has been visited; else "nothing to mend" would be a guess."""
    return Site.objects.visible_to(person).filter(last_visit_at__isnull=False).exists()


def source_troubles() -> list[SourceRun]:
    """The last run of each source that ended with errors. Office-wide."""
    latest: dict[str, SourceRun] = {}
    for run in SourceRun.objects.order_by("started_at"):
        latest[run.source] = run
    return [run for run in latest.values() if run.errors]
