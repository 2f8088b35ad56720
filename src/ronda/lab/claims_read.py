"""Reads what Ronda claims from its database."""

from collections.abc import Iterable, Mapping
from typing import Any

from ronda.lab.claims import (
    ClaimedFinding,
    ClaimedMeasurement,
    ClaimedSite,
    ClaimedVisit,
    Claims,
    Pages,
    Proposed,
    speaks_for,
)

CHUNK = 500
"""Sites whose rows are in memory at a time."""

History = dict[str, tuple[ClaimedMeasurement, ...]]


def read_claims() -> Claims:
    """Read Ronda's database; Django must be set up."""
    from django.db.models import Min, Prefetch
    from django.urls import reverse

    from ronda.cases.models import OPEN
    from ronda.discovery.models import SourceRun
    from ronda.engine.checks.registry import all_checks
    from ronda.patrol.models import Round, Visit, VisitState
    from ronda.register.models import Site

    classes = {check.meta.id: check.meta.finding_class for check in all_checks()}
    states = {str(state) for state in OPEN}
    # office-wide: the scorer stands outside of all roles.
    rows = Site.objects.select_related("agency", "zone").prefetch_related(
        "sightings",
        "findings",
        "measurements",
        "decisions__proposed_agency",
        "proposal__agency",
        Prefetch("visits", Visit.objects.filter(state=VisitState.DONE)),
    )
    finished = Round.objects.filter(finished_at__isnull=False).order_by("started_at")
    return Claims(
        sites=tuple(
            _site(site, classes, states) for site in rows.order_by("pk").iterator(chunk_size=CHUNK)
        ),
        first_run=dict(SourceRun.objects.values_list("source").annotate(first=Min("started_at"))),
        classes=frozenset(classes.values()),
        sources_page=reverse("sources"),
        rounds=tuple((r.started_at, r.finished_at) for r in finished if r.finished_at),
    )


def _site(site: Any, classes: Mapping[str, str], open_states: set[str]) -> ClaimedSite:
    history = _history(site.measurements.all(), classes)
    proposal = _proposal(site)
    sighted = [(s.source, s.first_seen_at) for s in site.sightings.all()]
    confirmed = site.confirmed_at is not None
    return ClaimedSite(
        url=site.url,
        relation=site.relation,
        state=site.state,
        agency=site.agency.name if site.agency else None,
        confirmed=confirmed,
        in_zone=site.zone is not None,
        sources=frozenset(source for source, _ in sighted),
        proposal=proposal,
        entered=confirmed and proposal is None and not _standing(site),
        findings=tuple(_finding(f, classes, open_states) for f in site.findings.all()),
        measured=_current(history),
        visited=site.last_visit_at is not None,
        known_since=site.created_at,
        # A later answer may move it: the first one that still stands is when it became a fact.
        confirmed_at=min([d.decided_at for d in _standing(site)], default=site.confirmed_at),
        sighted_at={
            source: min(at for name, at in sighted if name == source) for source, _ in sighted
        },
        history=history,
        visits=tuple(_visit(visit) for visit in site.visits.all() if visit.started_at),
        pages=_pages(site.pk),
    )


def _finding(row: Any, classes: Mapping[str, str], open_states: set[str]) -> ClaimedFinding:
    from django.urls import reverse

    return ClaimedFinding(
        finding_class=classes.get(row.check_id, row.check_id.lower()),
        open=row.state in open_states,
        state=row.state,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        page=reverse("finding", args=[row.pk]),
    )


def _visit(row: Any) -> ClaimedVisit:
    ended = row.finished_at or row.started_at
    seconds = (ended - row.started_at).total_seconds()
    return ClaimedVisit(row.started_at, seconds, row.requests, row.bytes_received)


def _pages(pk: int) -> Pages:
    from django.urls import reverse

    names = ("site", "site-evidence", "site-identity")
    return Pages(*(reverse(name, args=[pk]) for name in names))


def _history(rows: Iterable[Any], classes: Mapping[str, str]) -> History:
    found: dict[str, list[ClaimedMeasurement]] = {}
    for row in rows:
        name = classes.get(row.check_id)
        if name is not None:
            summary = _english(row.verdict.get("summary"))
            said = ClaimedMeasurement(row.outcome, summary, row.since, row.replaced_at)
            found.setdefault(name, []).append(said)
    return {name: tuple(said) for name, said in found.items()}


def _current(history: History) -> dict[str, ClaimedMeasurement]:
    current = {
        name: speaks_for(tuple(r for r in rows if r.until is None))
        for name, rows in history.items()
    }
    return {name: row for name, row in current.items() if row is not None}


def _standing(site: Any) -> list[Any]:
    """A person's answers that were not taken back, the first one first."""
    stand = [d for d in site.decisions.all() if d.undone_at is None and d.action != "skip"]
    return sorted(stand, key=lambda d: d.decided_at)


def _proposal(site: Any) -> Proposed | None:
    """The proposal as it stands, or as it was when a person first answered it.

    An answer keeps what it answered, without the reasons; those are still in the proposal, which
    nobody rewrites after an answer.
    """
    proposal = getattr(site, "proposal", None)
    reasons: tuple[str, ...] = ()
    if proposal is not None:
        reasons = tuple(_english(reason.get("text")) for reason in proposal.reasons)
    for answer in _standing(site)[:1]:
        if not answer.proposed_relation:
            return None
        return Proposed(
            answer.proposed_relation,
            answer.proposed_agency.name if answer.proposed_agency else None,
            answer.proposed_probability or 0.0,
            reasons,
            min(proposal.made_at, answer.decided_at) if proposal else answer.decided_at,
        )
    if proposal is None:
        return None
    return Proposed(
        proposal.relation,
        proposal.agency.name if proposal.agency else None,
        proposal.probability,
        reasons,
        proposal.made_at,
    )


def _english(text: object) -> str:
    return str(text.get("en", "")) if isinstance(text, Mapping) else str(text or "")
