"""Reads over findings; everything passes ``visible_to(person)``."""

from collections import Counter
from datetime import datetime
from statistics import median

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from ronda.accounts.models import Person
from ronda.cases.models import Finding, FindingEvent, FindingQuerySet, FindingState

Viewer = Person | AnonymousUser


def open_findings(person: Viewer) -> FindingQuerySet:
    """What is open and the person may see, worst first, then the longest standing."""
    found = Finding.objects.visible_to(person).open().select_related("site", "site__agency")
    return found.order_by("-urgent", "-severity_rank", "opened_at", "pk")


def tellable(person: Viewer) -> FindingQuerySet:
    """Open findings that may be told to anybody: confirmed by a second measurement, or urgent."""
    found = open_findings(person)
    return found.filter(state=FindingState.CONFIRMED) | found.filter(urgent=True)


def events_since(person: Viewer, since: datetime) -> QuerySet[FindingEvent, FindingEvent]:
    """What happened to findings after a time, newest first."""
    found = FindingEvent.objects.visible_to(person).filter(at__gt=since)
    return found.select_related("finding", "finding__site", "person").order_by("-at", "-pk")


def timeline(finding: Finding, person: Viewer) -> QuerySet[FindingEvent, FindingEvent]:
    """A finding's events in order; empty when the person may not see it."""
    found = FindingEvent.objects.visible_to(person).filter(finding=finding)
    return found.select_related("person").order_by("at", "pk")


def opened_and_closed(person: Viewer) -> tuple[Counter[object], Counter[object]]:
    """How many findings were opened and closed by day (dates of the office's zone)."""
    found = Finding.objects.visible_to(person).order_by()
    opened = Counter(found.values_list("opened_at__date", flat=True))
    closed = Counter(found.exclude(closed_at=None).values_list("closed_at__date", flat=True))
    return opened, closed


def median_days_to_mend(
    person: Viewer, *, since: datetime | None = None, until: datetime | None = None
) -> float | None:
    """Days from opened to measured gone, the median of those mended in a time; None: none was."""
    found = Finding.objects.visible_to(person).filter(state=FindingState.MENDED)
    if since is not None:
        found = found.filter(closed_at__gt=since)
    if until is not None:
        found = found.filter(closed_at__lte=until)
    days = [
        (closed - opened).total_seconds() / 86400
        for opened, closed in found.order_by().values_list("opened_at", "closed_at")
        if closed is not None
    ]
    return median(days) if days else None
