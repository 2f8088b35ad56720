"""What the screen of deciding shows of a candidate: gathered for a few sites at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ronda.accounts.models import Person
from ronda.cases.models import OPEN, Finding
from ronda.discovery.alike import Group, groups_of, proposal_of
from ronda.discovery.models import Question, Sighting
from ronda.discovery.proposing import registration_in, trace
from ronda.engine.registration import Registration
from ronda.engine.text import Text
from ronda.patrol.selectors import failure_words
from ronda.register.models import OTHERS, Relation, Site, SiteState
from ronda.reporting.models import Report
from ronda.web import compare, evidence

HELD = (Relation.OFFICIAL, Relation.UNOFFICIAL)
CHOICES = (
    Relation.UNOFFICIAL,
    Relation.OFFICIAL,
    Relation.EX_OFFICIAL,
    Relation.OTHER_GOVERNMENT,
    Relation.THIRD_PARTY,
    Relation.UNRELATED,
)
FOR, AGAINST = 5, 3  # reasons shown
TRACES, MOST_TRACES = 4, 600


@dataclass(frozen=True)
class Shown:
    """The page in a few lines, as a visit brought it back."""

    title: str
    parts: dict[str, Any]  # of engine.attribute.extract.Extract
    lines: list[str]  # of a visit whose answer is stored, when there is no extract
    seen_at: datetime | None = None
    failure: Text | None = None  # why the page could not be read
    visited: bool = False


@dataclass(frozen=True)
class Card:
    """All that one card shows."""

    site: Site
    reasons: list[dict[str, Any]]  # for, the strongest first, then against
    shown: Shown
    sightings: list[Sighting]
    sightings_total: int
    reports: list[Report]  # what citizens and agencies told of it
    registration: Registration | None
    groups: list[Group]  # undecided sites that hang together with it
    questions: list[Question]
    findings: int  # open on it

    @property
    def unassigned(self) -> bool:
        """The site is official already by its zone; only its agency is asked for."""
        return self.site.state == SiteState.REGISTERED

    @property
    def question(self) -> str:
        """What is asked about this site."""
        if self.unassigned:
            return _("Whose official site is this?")
        return _("Whose is this site?")

    @property
    def confirmable(self) -> bool:
        """There is a proposal that says enough to be answered with yes."""
        proposal = proposal_of(self.site)
        if proposal is None or proposal.relation == Relation.UNDECIDED:
            return False
        return proposal.agency_id is not None or proposal.relation not in HELD

    @property
    def choices(self) -> list[Relation]:
        """Relations that may be chosen: official only within an official zone."""
        if self.unassigned:
            return [Relation.OFFICIAL]
        return [c for c in CHOICES if c != Relation.OFFICIAL or self.site.zone_id is not None]

    @property
    def chosen(self) -> str:
        """The relation that is ticked beforehand: as proposed where that may be chosen."""
        proposal = proposal_of(self.site)
        said = proposal.relation if proposal is not None else ""
        return said if said in self.choices else str(self.choices[0])

    @property
    def effects(self) -> list[tuple[str, str]]:
        """What each answer does, as (answers, effect)."""
        ours = _("registered as theirs, looked at fully from the next round, findings told")
        others = _("left alone but for its name and one page, so that a change is noticed")
        if self.findings:
            others += "; " + ngettext(
                "%(n)d open finding is withdrawn", "%(n)d open findings are withdrawn",
                self.findings,
            ) % {"n": self.findings}  # fmt: skip
        if self.unassigned:
            return [(_("Choose the agency"), ours), (_("Not ours"), others)]
        theirs, left = [_("Change owner")], [_("Not ours"), _("Impersonation")]
        proposal = proposal_of(self.site)
        if self.confirmable and proposal is not None:
            (left if proposal.relation in OTHERS else theirs).insert(0, _("Right"))
        return [(" / ".join(theirs), ours), (" / ".join(left), others)]


def cards_of(sites: Sequence[Site], person: Person) -> list[Card]:
    """Gather the cards of a few sites; the number of queries hardly grows with theirs."""
    keys = [site.pk for site in sites]
    traces: dict[int, list[Sighting]] = {}
    rows = Sighting.objects.visible_to(person).filter(site__in=keys)
    for row in rows.order_by("-last_seen_at")[:MOST_TRACES]:
        traces.setdefault(row.site_id, []).append(row)
    told: dict[int, list[Report]] = {}
    for report in Report.objects.visible_to(person).filter(site__in=keys).select_related("agency"):
        told.setdefault(report.site_id, []).append(report)
    open_ = Finding.objects.visible_to(person).filter(site__in=keys, state__in=OPEN).order_by()
    findings = dict(open_.values_list("site").annotate(n=Count("pk")))
    asked = questions_about(keys, person)
    groups = groups_of(sites, person)
    return [
        _card(
            site, person, traces.get(site.pk, []), told.get(site.pk, []), groups[site.pk],
            asked.get(site.pk, []), findings.get(site.pk, 0),
        )
        for site in sites
    ]  # fmt: skip


def questions_about(keys: Sequence[int], person: Person) -> dict[int, list[Question]]:
    """Questions about sites that were not taken back, by site, the newest first."""
    rows = Question.objects.visible_to(person).filter(site__in=keys, withdrawn_at__isnull=True)
    found: dict[int, list[Question]] = {}
    for row in rows.select_related("asked_by", "asked_to"):
        found.setdefault(row.site_id, []).append(row)
    return found


def moment(text: object) -> datetime | None:
    """A stored time, or None."""
    try:
        return datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _card(
    site: Site,
    person: Person,
    traces: list[Sighting],
    told: list[Report],
    groups: list[Group],
    questions: list[Question],
    findings: int,
) -> Card:
    proposal = proposal_of(site)
    seen = [row for row in traces if row.source != "rdap"]
    return Card(
        site=site,
        reasons=strongest(proposal.reasons if proposal is not None else []),
        shown=_shown(site, person),
        sightings=seen[:TRACES],
        sightings_total=len(seen),
        reports=told[:5],
        registration=registration_in(trace(site.url, row) for row in traces),
        groups=groups,
        questions=questions,
        findings=findings,
    )


def strongest(stored: object) -> list[dict[str, Any]]:
    """The strongest reasons for, then against, of those that a proposal has stored."""
    reasons = [r for r in stored if isinstance(r, dict)] if isinstance(stored, list) else []
    reasons.sort(key=lambda r: -abs(_weight(r)))
    speak_for = [r for r in reasons if _weight(r) >= 0]
    against = [r for r in reasons if _weight(r) < 0]
    return speak_for[:FOR] + against[:AGAINST]


def _weight(reason: dict[str, Any]) -> float:
    weight = reason.get("weight")
    return float(weight) if isinstance(weight, int | float) else 0.0


def _shown(site: Site, person: Person) -> Shown:
    """The page as its last light visit brought it back; before that, as the patrol stored it."""
    proposal = proposal_of(site)
    parts = proposal.extract if proposal is not None and isinstance(proposal.extract, dict) else {}
    if parts:
        failed = str(parts.get("failure") or "")
        return Shown(
            str(parts.get("title") or site.title), parts, [], moment(parts.get("seen_at")),
            failure_words(failed) if failed else None, True,
        )  # fmt: skip
    row = evidence.current(site, person).get("http:visitor")
    if row is None:
        return Shown(site.title, {}, [])
    lines = compare.lines(evidence.body_text(row.body))
    failed = str(row.artifact.get("kind", "")) if evidence.failed(row.artifact) else ""
    return Shown(
        site.title, {}, [line for line in lines[:20] if line != site.title], row.last_seen_at,
        failure_words(failed) if failed else None, True,
    )  # fmt: skip
