"""Reads over findings; everything passes ``visible_to(person)``."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from ronda.accounts.models import Person
from ronda.cases.models import Finding, FindingEvent, FindingQuerySet
from ronda.engine.text import Text

Viewer = Person | AnonymousUser


def open_findings(person: Viewer) -> FindingQuerySet:
    """What is open and the person may see, worst first, then the longest standing."""
    found = Finding.objects.visible_to(person).open().select_related("site", "site__agency")
    return found.order_by("-urgent", "-severity_rank", "opened_at", "pk")


def timeline(finding: Finding, person: Viewer) -> QuerySet[FindingEvent, FindingEvent]:
    """A finding's events in order; empty when the person may not see it."""
    found = FindingEvent.objects.visible_to(person).filter(finding=finding)
    return found.select_related("person", "finding").order_by("at", "pk")


def event_words(event: FindingEvent) -> Text | str:
    """What an event says, in both languages when the finding's last verdict says the same."""
    verdict = event.finding.verdict
    summary = verdict.get("summary") if isinstance(verdict, dict) else None
    if isinstance(summary, dict) and summary.get("id") == event.text and summary.get("en"):
        return Text(event.text, str(summary["en"]))
    return event.text
