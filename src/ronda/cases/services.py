"""The life of findings: opened, confirmed, changed, mended by a measurement, withdrawn by a person."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.db import transaction
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.cases.models import OPEN, EventKind, Finding, FindingEvent, FindingState
from ronda.engine import normalise
from ronda.engine.checks.contract import Meta, Outcome, Severity, Verdict
from ronda.engine.checks.registry import all_checks
from ronda.register.models import Site

RANK = {severity: rank for rank, severity in enumerate(Severity)}
GONE = (Outcome.PASS, Outcome.NOT_APPLICABLE)
# A check that has left the product still has a verdict in an old round: weigh it in the middle.
UNKNOWN_SEVERITY = Severity.MEDIUM
RULE_CHANGED = "Aturannya berubah: dari bukti yang sama tidak lagi terlihat masalah."


class Changes(msgspec.Struct):
    """What a visit did to a site's findings, by count."""

    opened: int = 0
    confirmed: int = 0
    changed: int = 0
    unmeasured: int = 0
    mended: int = 0
    withdrawn: int = 0


def apply_verdicts(
    site: Site,
    verdicts: Mapping[str, Verdict],
    *,
    at: datetime,
    visit: object = None,
    bodies: Mapping[str, str] | None = None,
    rejudged: bool = False,
) -> Changes:
    """Carry one measurement of a site over into its findings; call it in the visit's transaction.

    ``at`` is the measurement's time and its identity: the same measurement applied twice confirms
    nothing. ``bodies`` names the stored body of each artifact, so that what a finding cites is
    kept. ``rejudged`` says that only the rules are new: then a verdict that no longer fails
    withdraws the finding, for nobody has mended anything. Findings of checks that have no verdict
    here stay as they are. ``visit`` is accepted for the caller's convenience and not stored.
    Nothing is held against a site that a person has said is somebody else's.
    """
    if site.is_others:
        return Changes()
    metas = {check.meta.id: check.meta for check in all_checks()}
    changes = Changes()
    with transaction.atomic():
        known = {
            finding.check_id: finding
            for finding in Finding.objects.select_for_update().filter(
                site=site, check_id__in=list(verdicts), state__in=OPEN
            )
        }
        for check_id, verdict in sorted(verdicts.items()):
            finding = known.get(check_id)
            match verdict.outcome:
                case Outcome.FAIL if finding is None:
                    _open(site, check_id, verdict, metas.get(check_id), at, bodies or {})
                    changes.opened += 1
                case Outcome.FAIL:
                    _seen_again(finding, verdict, metas.get(check_id), at, bodies or {}, changes)
                case Outcome.NOT_MEASURED if finding is not None:
                    _not_measured(finding, verdict, at, changes)
                case outcome if finding is not None and outcome in GONE:
                    _gone(finding, verdict, at, rejudged, changes)
    return changes


def withdraw_site(
    site: Site, person: Person | None, because: str, *, at: datetime | None = None
) -> int:
    """Close a site's open findings because a person retired or rejected it; return how many.

    ``at``: the moment of that act (None: now), by which :func:`reopen_site` knows them again.
    """
    now = at or timezone.now()
    with transaction.atomic():
        found = list(Finding.objects.select_for_update().filter(site=site, state__in=OPEN))
        for finding in found:
            finding.state = FindingState.WITHDRAWN
            finding.closed_at = now
            finding.save(update_fields=["state", "closed_at"])
            _event(finding, EventKind.WITHDRAWN, now, because, person)
    return len(found)


def reopen_site(site: Site, person: Person, because: str, *, withdrawn_at: datetime) -> int:
    """Open again what was withdrawn at a moment, as it was; return how many.

    What a later visit has opened anew under the same check stays; its older twin stays closed.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = Finding.objects.select_for_update().filter(site=site)
        anew = set(rows.filter(state__in=OPEN).values_list("check_id", flat=True))
        closed = rows.filter(state=FindingState.WITHDRAWN, closed_at=withdrawn_at)
        found = [finding for finding in closed if finding.check_id not in anew]
        for finding in found:
            sure = finding.confirmed_at is not None
            finding.state = FindingState.CONFIRMED if sure else FindingState.UNCONFIRMED
            finding.closed_at = None
            finding.save(update_fields=["state", "closed_at"])
            _event(finding, EventKind.OPENED, now, because, person)
    return len(found)


def _open(
    site: Site,
    check_id: str,
    verdict: Verdict,
    meta: Meta | None,
    at: datetime,
    bodies: Mapping[str, str],
) -> None:
    finding = Finding(site=site, check_id=check_id, opened_at=at, last_seen_at=at)
    finding.urgent = bool(meta and meta.urgent)
    _put(finding, verdict, meta, bodies)
    finding.save()
    _event(finding, EventKind.OPENED, at, verdict.summary.id)


def _seen_again(
    finding: Finding | None,
    verdict: Verdict,
    meta: Meta | None,
    at: datetime,
    bodies: Mapping[str, str],
    changes: Changes,
) -> None:
    assert finding is not None  # noqa: S101  (the caller's match has told them apart)
    same = _substance(_stored(finding)) == _substance(verdict)
    if not same:
        _event(finding, EventKind.CHANGED, at, verdict.summary.id)
        changes.changed += 1
    # The same evidence stays cited where it was first seen, however often the page changes.
    _put(finding, verdict, meta, {} if same else bodies)
    if finding.state == FindingState.UNCONFIRMED and at > finding.opened_at:
        finding.state = FindingState.CONFIRMED
        finding.confirmed_at = at
        _event(finding, EventKind.CONFIRMED, at, verdict.summary.id)
        changes.confirmed += 1
    finding.last_seen_at = max(at, finding.last_seen_at)
    finding.unmeasured_since = None
    finding.save()


def _not_measured(finding: Finding, verdict: Verdict, at: datetime, changes: Changes) -> None:
    if finding.unmeasured_since is not None:
        return
    finding.unmeasured_since = at
    finding.save(update_fields=["unmeasured_since"])
    _event(finding, EventKind.UNMEASURED, at, verdict.summary.id)
    changes.unmeasured += 1


def _gone(
    finding: Finding, verdict: Verdict, at: datetime, rejudged: bool, changes: Changes
) -> None:
    finding.closed_at = at
    finding.unmeasured_since = None
    if rejudged:
        finding.state = FindingState.WITHDRAWN
        changes.withdrawn += 1
    else:
        finding.state = FindingState.MENDED
        changes.mended += 1
    finding.save(update_fields=["state", "closed_at", "unmeasured_since"])
    kind = EventKind.WITHDRAWN if rejudged else EventKind.MENDED
    _event(finding, kind, at, RULE_CHANGED if rejudged else verdict.summary.id)


def _put(finding: Finding, verdict: Verdict, meta: Meta | None, bodies: Mapping[str, str]) -> None:
    """Write the last failing verdict into a finding, and what it cites into the kept bodies."""
    severity = verdict.severity or (meta.severity if meta else UNKNOWN_SEVERITY)
    finding.severity = severity
    finding.severity_rank = RANK[severity]
    finding.confidence = verdict.confidence
    finding.verdict = plain(verdict)
    cited = {bodies[key] for key in map(_stored_key, verdict.evidence) if key in bodies}
    finding.cited_bodies = sorted(cited | set(finding.cited_bodies))


def _stored_key(evidence: object) -> str:
    """A page is derived from the HTTP answer of the same view, which is what is stored."""
    key = str(getattr(evidence, "artifact", ""))
    return key.replace("page:", "http:", 1) if key.startswith("page:") else key


def plain(value: object) -> object:
    """Return a struct as JSON values. NUL, which PostgreSQL refuses in text, becomes U+FFFD."""
    raw = msgspec.json.encode(value).replace(b"\\u0000", b"\\ufffd")
    return msgspec.json.decode(raw)


def verdict_of(stored: object) -> Verdict:
    """Return a stored verdict as a value; raises ``msgspec.ValidationError`` on anything else."""
    return msgspec.convert(stored, Verdict)


def _stored(finding: Finding) -> Verdict | None:
    try:
        return verdict_of(finding.verdict)
    except msgspec.ValidationError:
        return None  # written by another version: the next save mends it


def _substance(verdict: Verdict | None) -> object:
    """What of a verdict makes a new event: where the problem is seen and how bad it is."""
    if verdict is None:
        return None
    seen = sorted({(e.artifact, e.where.en, normalise.text(e.excerpt)) for e in verdict.evidence})
    return seen, verdict.severity


def _event(
    finding: Finding, kind: EventKind, at: datetime, text: str, person: Person | None = None
) -> None:
    FindingEvent.objects.create(
        finding=finding, kind=kind, at=at, person=person, text=text.replace("\x00", "\ufffd")
    )
