"""Writes the result of one visit in one transaction: all of it once, or nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from django.db import transaction

from ronda.cases.models import Finding, FindingState
from ronda.cases.services import Changes, apply_verdicts, plain
from ronda.engine import normalise
from ronda.engine.artifacts import (
    DNS,
    HTTP_PLAIN,
    HTTP_VISITOR,
    ICON,
    INNER_PREFIX,
    PAGE_VISITOR,
    TLS,
    Artifact,
    Failure,
    FailureKind,
    PageArtifact,
)
from ronda.engine.artifacts import Observation as Seen
from ronda.engine.checks.contract import Outcome, Verdict
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.jobs import ledger
from ronda.jobs.ledger import Lease
from ronda.patrol import bodies
from ronda.patrol.models import Measurement, Observation, Visit, VisitState
from ronda.patrol.schedule import next_due
from ronda.register.models import Site, SiteState

# Failures that say nothing of the site: they are ours, or somebody's wish.
NOT_THE_SITES = frozenset(
    {
        FailureKind.BLOCKED_BY_POLICY,
        FailureKind.DO_NOT_VISIT,
        FailureKind.STOPPED,
        FailureKind.BUDGET,
        FailureKind.NOT_ATTEMPTED,
        FailureKind.BUG,
        FailureKind.NO_RESOLVER,
    }
)
# What a relation never permitted leaves no row behind.
_OPTIONAL = ("path:", INNER_PREFIX, ICON, "http:robot", "http:phone")


# Further pages that once were evidence and are read again in each visit, the newest first.
_AGAIN = 4


def pages_to_see_again(site: Site) -> frozenset[str]:
    """The keys of further pages on which something was found once, for a site's next visit.

    Read in every visit from then on: only so a finding is known to stand or to be mended, and what
    was cleaned but not closed comes back there.
    """
    rows = Observation.objects.filter(
        site=site, replaced_at__isnull=True, key__startswith=INNER_PREFIX
    )
    return frozenset(rows.order_by("-last_seen_at").values_list("key", flat=True)[:_AGAIN])


def store_visit(
    lease: Lease, visit: Visit, seen: Seen, verdicts: Mapping[str, Verdict]
) -> Changes | None:
    """Store a visit's result; None when the visit has been settled before.

    Fenced twice: by the shard's owner and attempt, and by the visit's own state. Raises
    :class:`ronda.jobs.ledger.LostLease` when another worker holds the shard, with nothing written.
    """
    at = seen.started_at
    with transaction.atomic():
        ledger.fence(lease)
        reachable, failure = reached(seen.artifacts)
        won = Visit.objects.filter(pk=visit.pk, state=VisitState.PENDING).update(
            state=VisitState.DONE,
            started_at=at,
            finished_at=seen.finished_at,
            reachable=reachable,
            failure=failure.kind.value if failure else "",
            requests=seen.requests,
            bytes_received=seen.bytes_received,
            progress="",
        )
        if not won:
            return None
        site = Site.objects.select_for_update().get(pk=visit.site_id)
        if site.last_visit_at is not None and at <= site.last_visit_at:
            # A later look was quicker to be stored; this one is counted but changes nothing.
            return Changes()
        if site.state == SiteState.RETIRED:
            return Changes()
        moved = store_measurements(site, verdicts, at)
        telling = cited_keys(verdicts.values())
        stored = _store_observations(site, seen.artifacts, at, _needs_of(moved) | telling)
        changes = apply_verdicts(site, verdicts, at=at, visit=visit, bodies=stored)
        _update_site(site, seen.artifacts, at, reachable)
        return changes


def reached(artifacts: Mapping[str, Artifact]) -> tuple[bool | None, Failure | None]:
    """Whether the site answered, and the failure at the root when it did not.

    None: that is not known, since the failure is none of the site's.
    """
    front = artifacts.get(HTTP_VISITOR, artifacts.get(HTTP_PLAIN))
    if not isinstance(front, Failure):
        return (None if front is None else True), None
    root = front
    if front.kind == FailureKind.NOT_ATTEMPTED:
        earlier = (artifacts.get(key) for key in (DNS, TLS))
        root = next((f for f in earlier if isinstance(f, Failure)), front)
    return (None if root.kind in NOT_THE_SITES else False), root


def interrupted(artifacts: Mapping[str, Artifact]) -> bool:
    """The stop switch cut this visit short: nothing of it may count as measured."""
    return any(
        isinstance(found, Failure) and found.kind == FailureKind.STOPPED
        for found in artifacts.values()
    )


def cited_keys(verdicts: Iterable[Verdict]) -> set[str]:
    """The keys of further pages that stand as evidence in failing verdicts."""
    return {
        seen.artifact
        for verdict in verdicts
        if verdict.outcome is Outcome.FAIL
        for seen in verdict.evidence
        if seen.artifact.startswith(INNER_PREFIX)
    }


def _needs_of(check_ids: set[str]) -> set[str]:
    """The stored keys that these checks were judged from."""
    chosen = tuple(c for c in all_checks() if c.meta.id in check_ids)
    needs = needs_of(chosen)
    return {need.replace("page:", "http:", 1) for need in needs}


def _store_observations(
    site: Site, artifacts: Mapping[str, Artifact], at: datetime, keep: set[str]
) -> dict[str, str]:
    """Store what changed, move ``last_seen_at`` of the rest; return the stored body of each key.

    ``keep`` names keys whose verdict has moved: then the very bytes that it rests on are stored,
    even when they differ from the last ones in rotating parts only.
    """
    current = {
        row.key: row for row in Observation.objects.filter(site=site, replaced_at__isnull=True)
    }
    cited: dict[str, str] = {}
    same: list[int] = []
    replaced: list[int] = []
    fresh: list[Observation] = []
    kept: list[Artifact] = []
    for key, artifact in artifacts.items():
        if isinstance(artifact, PageArtifact) or key.startswith("page:"):
            continue  # derived from the HTTP answer, and derived again when it is needed
        row = current.get(key)
        if row is None and key.startswith(INNER_PREFIX) and key not in keep:
            continue  # one of a sample that found nothing: other ones come with the next visit
        digest = normalise.digest(artifact)
        same_bytes = row is not None and (row.body_id or "") == bodies.hash_of(artifact)
        if row is not None and row.digest == digest and (same_bytes or key not in keep):
            same.append(row.pk)
        elif row is None and _never_permitted(key, artifact):
            continue
        else:
            if row is not None:
                replaced.append(row.pk)
            row = Observation(
                site=site,
                key=key[:200],
                digest=digest,
                artifact=bodies.stripped(artifact),
                body_id=bodies.hash_of(artifact) or None,
                first_seen_at=at,
                last_seen_at=at,
            )
            fresh.append(row)
            kept.append(artifact)
        if row.body_id:
            cited[key] = row.body_id
    bodies.store(kept)
    Observation.objects.filter(pk__in=same).update(last_seen_at=at)
    Observation.objects.filter(pk__in=replaced).update(replaced_at=at)
    Observation.objects.bulk_create(fresh)
    return cited


def _never_permitted(key: str, artifact: Artifact) -> bool:
    refused = isinstance(artifact, Failure) and artifact.kind == FailureKind.BLOCKED_BY_POLICY
    return refused and key.startswith(_OPTIONAL)


def store_measurements(site: Site, verdicts: Mapping[str, Verdict], at: datetime) -> set[str]:
    """Store verdicts; a new row only where outcome, weight or words changed. Returns those checks.

    Figures do not count as words: "expires in 13 days" is the same sentence a day later, and the
    row's verdict is brought up to date all the same.
    """
    current = {
        row.check_id: row
        for row in Measurement.objects.filter(
            site=site, replaced_at__isnull=True, check_id__in=list(verdicts)
        )
    }
    moved: set[str] = set()
    same: list[int] = []
    reworded: list[Measurement] = []
    replaced: list[int] = []
    for check_id, verdict in verdicts.items():
        row = current.get(check_id)
        if row is None or not _same(row, verdict):
            moved.add(check_id)
            if row is not None:
                replaced.append(row.pk)
            continue
        said = plain(verdict)
        if row.verdict == said:
            same.append(row.pk)
        else:
            row.verdict, row.measured_at = said, at
            reworded.append(row)
    Measurement.objects.filter(pk__in=same).update(measured_at=at)
    Measurement.objects.bulk_update(reworded, ["verdict", "measured_at"])
    Measurement.objects.filter(pk__in=replaced).update(replaced_at=at)
    Measurement.objects.bulk_create(
        Measurement(
            site=site,
            check_id=check_id,
            outcome=verdict.outcome.value,
            verdict=plain(verdict),
            since=at,
            measured_at=at,
        )
        for check_id, verdict in verdicts.items()
        if check_id in moved
    )
    return moved


def _same(row: Measurement, verdict: Verdict) -> bool:
    try:
        before = msgspec.convert(row.verdict, Verdict)
    except msgspec.ValidationError:
        return False
    return (
        before.outcome == verdict.outcome
        and before.severity == verdict.severity
        and normalise.words(before.summary.en) == normalise.words(_clean(verdict.summary.en))
    )


def _clean(value: str) -> str:
    return value.replace("\x00", "\ufffd")


def _update_site(
    site: Site, artifacts: Mapping[str, Artifact], at: datetime, reachable: bool | None
) -> None:
    """Write what the register shows of the last visit. No history: these are not decisions."""
    page = artifacts.get(PAGE_VISITOR)
    unconfirmed = Finding.objects.filter(site=site, state=FindingState.UNCONFIRMED).exists()
    fields: dict[str, object] = {
        "last_visit_at": at,
        "due_at": next_due(site.schedule, at, unconfirmed=unconfirmed),
    }
    if isinstance(page, PageArtifact):
        fields["title"] = _clean(page.title)[:300]
    if reachable is not None:
        fields["reachable"] = reachable
    Site.objects.filter(pk=site.pk).update(**fields)
