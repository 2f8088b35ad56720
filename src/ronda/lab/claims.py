"""What Ronda claims, read from its database as plain values for the scorer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

SOURCES = ("zone", "ct", "links", "list")


class ClaimedFinding(msgspec.Struct, frozen=True):
    """A finding of a site, open or closed."""

    finding_class: str
    open: bool
    state: str


class ClaimedMeasurement(msgspec.Struct, frozen=True):
    """The current verdict of one check."""

    outcome: str
    summary: str


class Proposed(msgspec.Struct, frozen=True):
    """What was proposed for a site before any person decided."""

    relation: str
    agency: str | None  # official name
    probability: float
    reasons: tuple[str, ...] = ()


class ClaimedSite(msgspec.Struct, frozen=True):
    """All that Ronda says of a site."""

    url: str
    relation: str  # "undecided" until a person, an import or the zone decided
    state: str
    agency: str | None = None
    confirmed: bool = False
    in_zone: bool = False
    sources: frozenset[str] = frozenset()
    proposal: Proposed | None = None
    findings: tuple[ClaimedFinding, ...] = ()
    measured: Mapping[str, ClaimedMeasurement] = {}  # by finding class
    visited: bool = False
    known_since: datetime | None = None

    @property
    def looked_at(self) -> bool:
        """Ronda may look at it fully: official, or an agency's and confirmed by a person."""
        decided = self.confirmed or self.in_zone
        return decided and self.relation in ("official", "unofficial") and self.state != "retired"

    def has_open(self, finding_class: str) -> bool:
        """A finding of the class is open."""
        return any(f.open and f.finding_class == finding_class for f in self.findings)

    def ever(self, finding_class: str) -> bool:
        """A finding of the class was opened once."""
        return any(f.finding_class == finding_class for f in self.findings)


class Claims(msgspec.Struct, frozen=True):
    """All that Ronda says."""

    sites: tuple[ClaimedSite, ...]
    first_run: Mapping[str, datetime]  # of each source that ran
    classes: frozenset[str]  # that its checks can find


def read_claims() -> Claims:
    """Read Ronda's database; Django must be set up."""
    from django.db.models import Min

    from ronda.cases.models import OPEN
    from ronda.discovery.models import SourceRun
    from ronda.engine.checks.registry import all_checks
    from ronda.register.models import Site

    classes = {check.meta.id: check.meta.finding_class for check in all_checks()}
    # office-wide: the scorer stands outside of all roles.
    rows = Site.objects.select_related("agency", "zone").prefetch_related(
        "sightings", "findings", "measurements", "decisions__proposed_agency", "proposal__agency"
    )
    return Claims(
        sites=tuple(_site(site, classes, {str(state) for state in OPEN}) for site in rows),
        first_run=dict(SourceRun.objects.values_list("source").annotate(first=Min("started_at"))),
        classes=frozenset(classes.values()),
    )


def _site(site: Any, classes: Mapping[str, str], open_states: set[str]) -> ClaimedSite:
    return ClaimedSite(
        url=site.url,
        relation=site.relation,
        state=site.state,
        agency=site.agency.name if site.agency else None,
        confirmed=site.confirmed_at is not None,
        in_zone=site.zone is not None,
        sources=frozenset(sighting.source for sighting in site.sightings.all()),
        proposal=_proposal(site),
        findings=tuple(
            ClaimedFinding(
                classes.get(f.check_id, f.check_id.lower()), f.state in open_states, f.state
            )
            for f in site.findings.all()
        ),
        measured=_measured(site.measurements.all(), classes),
        visited=site.last_visit_at is not None,
        known_since=site.created_at,
    )


def _measured(rows: Iterable[Any], classes: Mapping[str, str]) -> dict[str, ClaimedMeasurement]:
    found: dict[str, ClaimedMeasurement] = {}
    for row in rows:
        name = classes.get(row.check_id)
        if name is None or row.replaced_at is not None:
            continue
        # Of several checks of one class a failing one speaks for it.
        if name not in found or row.outcome == "fail":
            found[name] = ClaimedMeasurement(row.outcome, _english(row.verdict.get("summary")))
    return found


def _proposal(site: Any) -> Proposed | None:
    """The proposal as it stands, or as it was when a person answered it."""
    proposal = getattr(site, "proposal", None)
    if proposal is not None:
        return Proposed(
            proposal.relation,
            proposal.agency.name if proposal.agency else None,
            proposal.probability,
            tuple(_english(reason.get("text")) for reason in proposal.reasons),
        )
    for decision in site.decisions.all():
        if decision.undone_at is None and decision.proposed_relation:
            agency = decision.proposed_agency
            return Proposed(
                decision.proposed_relation,
                agency.name if agency else None,
                decision.proposed_probability or 0.0,
            )
    return None


def _english(text: object) -> str:
    return str(text.get("en", "")) if isinstance(text, Mapping) else str(text or "")
