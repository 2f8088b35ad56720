"""One timeline of a site: what was seen, what was found, what people decided."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.cases.models import FindingEvent
from ronda.discovery.models import Decision, Sighting
from ronda.patrol.models import Observation, Visit
from ronda.register.models import Site
from ronda.web import rules, selectors
from ronda.web.labels import artifact_word, look
from ronda.web.templatetags.ronda import say
from ronda.web.templatetags.rooms import source_title

MOST = 100


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    words: str
    kind: str  # "finding", "decision", "observation", "visit", "sighting", "register"
    url: str = ""
    who: str = ""
    detail: str = ""


def of_site(site: Site, person: Person, most: int = MOST) -> list[Moment]:
    """The newest moments of a site, newest first."""
    moments = [
        *_events(site, person, most),
        *_decisions(site, person, most),
        *_changes(site, person, most),
        *_visits(site, person, most),
        *_sightings(site, person, most),
        Moment(site.created_at, _("Entered the register"), "register"),
    ]
    if site.retired_at:
        moments.append(
            Moment(site.retired_at, _("Retired"), "register", detail=site.retired_because)
        )
    return sorted(moments, key=lambda moment: moment.at, reverse=True)[:most]


def _events(site: Site, person: Person, most: int) -> list[Moment]:
    rows = (
        FindingEvent.objects.visible_to(person)
        .filter(finding__site=site)
        .select_related("finding", "person")
        .order_by("-at")[:most]
    )
    return [
        Moment(
            row.at,
            f"{look('event_kind', row.kind).word}: "
            f"{say(rules.problem(row.finding.check_id, row.finding.verdict))}",
            "finding",
            reverse("finding", args=[row.finding_id]),
            str(row.person or ""),
            row.text,
        )
        for row in rows
    ]


def _decisions(site: Site, person: Person, most: int) -> list[Moment]:
    rows = (
        Decision.objects.visible_to(person)
        .filter(site=site)
        .select_related("person", "agency")[:most]
    )
    found = []
    for row in rows:
        words = _("Decided: %(action)s (%(relation)s)") % {
            "action": look("action", row.action).word,
            "relation": look("relation", row.relation).word,
        }
        detail = " · ".join(filter(None, (str(row.agency or ""), row.reason)))
        found.append(
            Moment(row.decided_at, words, "decision", who=str(row.person or ""), detail=detail)
        )
        if row.undone_at:
            found.append(Moment(row.undone_at, _("Decision undone"), "decision"))
    return found


def _changes(site: Site, person: Person, most: int) -> list[Moment]:
    rows = Observation.objects.visible_to(person).filter(site=site).order_by("-first_seen_at")
    return [
        Moment(
            row.first_seen_at,
            _("Changed: %(what)s") % {"what": artifact_word(row.key)},
            "observation",
            reverse("site-evidence", args=[site.pk]),
        )
        for row in rows[:most]
    ]


def _visits(site: Site, person: Person, most: int) -> list[Moment]:
    rows = (
        Visit.objects.visible_to(person)
        .filter(site=site, finished_at__isnull=False)
        .select_related("round")
        .order_by("-finished_at")[: min(most, 20)]
    )
    return [
        Moment(
            row.finished_at,
            _("Visited: %(result)s") % {"result": look("reachable", row.reachable).word},
            "visit",
            who=str(look("round_kind", row.round.kind).word),
            detail=say(selectors.failure_words(row.failure)) if row.failure else "",
        )
        for row in rows
        if row.finished_at
    ]


def _sightings(site: Site, person: Person, most: int) -> list[Moment]:
    rows = Sighting.objects.visible_to(person).filter(site=site).order_by("-first_seen_at")
    return [
        Moment(
            row.first_seen_at,
            _("First seen by source %(source)s") % {"source": source_title(row.source)},
            "sighting",
            detail=row.where,
        )
        for row in rows[:most]
    ]
