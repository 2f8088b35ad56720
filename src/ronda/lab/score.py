"""Compares what Ronda claims with what is true, and says each difference in one line."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ronda.lab import classes
from ronda.lab.claims import ClaimedSite, Claims
from ronda.lab.score_attribution import Attributed, score_attribution
from ronda.lab.score_discovery import Discovery, score_discovery
from ronda.lab.score_parts import Note, Rate
from ronda.lab.truth import TrueSite, Truth, place


class ClassScore(msgspec.Struct, frozen=True):
    """How right findings of a class are."""

    finding_class: str
    checked: bool  # a check of the class exists
    recall: Rate
    precision: Rate


class Changes(msgspec.Struct, frozen=True):
    """What became of findings when the world moved on."""

    mended_closed: Rate  # closed, of those mended
    held_kept: Rate  # still open, of those that nobody can have measured as gone


class Score(msgspec.Struct, frozen=True):
    """The whole comparison of one round."""

    scenario: str
    round: int
    discovery: Discovery
    attribution: Attributed
    findings: tuple[ClassScore, ...]
    recall: Rate
    precision: Rate
    # Sites without any gambling that were accused of it; ``of`` all such sites looked at.
    honest_accused: Rate
    tempting_accused: Rate  # the same of pages that tempt
    changes: Changes
    judged_sites: int
    undecided_sites: int  # ours, found, and not yet decided by a person: not judged
    notes: tuple[Note, ...]


def score(truth: Truth, claims: Claims) -> Score:
    """Compare; nothing is read from anywhere else."""
    pairs = [(site, truth.find(site.url)) for site in claims.sites]
    found: dict[str, list[ClaimedSite]] = {}
    for claim, site in pairs:
        if site is not None:
            found.setdefault(site.key, []).append(claim)
    notes: list[Note] = []
    judged = [
        (site, claim)
        for site in truth.sites
        for claim in _main(site, found.get(site.key, ()))
        if site.ours and claim.looked_at
    ]
    by_class = _classes(judged, claims, notes)
    honest = [(s, c) for s, c in judged if not _gambling(s)]
    tempting = [(s, c) for s, c in honest if classes.INJECTED_GAMBLING in s.tempts]
    known = [site for site in truth.sites if site.ours and site.key in found]
    return Score(
        scenario=truth.scenario,
        round=truth.round,
        discovery=score_discovery(truth, claims, pairs, found, notes),
        attribution=score_attribution(truth, pairs, notes),
        findings=by_class,
        recall=_sum(c.recall for c in by_class),
        precision=_sum(c.precision for c in by_class),
        honest_accused=_accused(honest),
        tempting_accused=_accused(tempting),
        changes=_changes(judged, notes),
        judged_sites=len(judged),
        undecided_sites=len(known) - len(judged),
        notes=tuple(notes),
    )


def as_data(result: Score) -> dict[str, Any]:
    """The score as plain data for JSON; every rate carries its value."""

    def plain(value: Any) -> Any:
        if isinstance(value, Rate):
            return {"right": value.right, "of": value.of, "value": value.value}
        if isinstance(value, msgspec.Struct):
            return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return value

    whole: dict[str, Any] = plain(result)
    return whole


def _main(site: TrueSite, claims: Iterable[ClaimedSite]) -> list[ClaimedSite]:
    """Of several addresses of one site, the one that the truth names; empty when not found."""
    ordered = sorted(claims, key=lambda c: (place(c.url) != place(site.url), c.url != site.url))
    return ordered[:1]


def _sum(rates: Iterable[Rate]) -> Rate:
    all_rates = list(rates)
    return Rate(sum(r.right for r in all_rates), sum(r.of for r in all_rates))


# --- findings


def _gambling(site: TrueSite) -> bool:
    planted = site.expects | site.held | site.hides | site.allows
    return classes.INJECTED_GAMBLING in planted


def _accused(pairs: list[tuple[TrueSite, ClaimedSite]]) -> Rate:
    accused = sum(claim.has_open(classes.INJECTED_GAMBLING) for _, claim in pairs)
    return Rate(accused, len(pairs))


def _classes(
    judged: list[tuple[TrueSite, ClaimedSite]], claims: Claims, notes: list[Note]
) -> tuple[ClassScore, ...]:
    return tuple(
        _one_class(name, judged, name in claims.classes, notes) for name in sorted(classes.ALL)
    )


def _one_class(
    name: str, judged: list[tuple[TrueSite, ClaimedSite]], checked: bool, notes: list[Note]
) -> ClassScore:
    hit = missed = false = 0
    for site, claim in judged:
        is_open = claim.has_open(name)
        if name in site.expects:
            hit += is_open
            missed += not is_open
            if not is_open:
                notes.append(_missed(name, site, claim, checked))
        elif is_open and name not in site.held | site.allows | site.mended:
            false += 1
            notes.append(_false_alarm(name, site, claim))
        elif is_open and name in site.mended:
            false += 1  # the note stands under changes
    return ClassScore(name, checked, Rate(hit, hit + missed), Rate(hit, hit + false))


def _missed(name: str, site: TrueSite, claim: ClaimedSite, checked: bool) -> Note:
    cause = site.why.get(name, "a planted cause")
    measured = claim.measured.get(name)
    if claim.ever(name):
        why = f"a finding was closed although {cause} still stands"
        return Note("findings", "wrongly closed", claim.url, name, why)
    if not checked:
        why = "no check of this class exists"
    elif not claim.visited:
        why = "the site was never visited"
    elif measured is None:
        why = "the site was visited, but this was not judged"
    else:
        why = f"judged {measured.outcome}: {measured.summary}"
    return Note("findings", "miss", claim.url, f"{name} ({cause})", why)


def _false_alarm(name: str, site: TrueSite, claim: ClaimedSite) -> Note:
    measured = claim.measured.get(name)
    said = measured.summary if measured else "no verdict on record"
    reason = "cannot be measured there now" if name in site.hides else "nothing of it is planted"
    return Note("findings", "false alarm", claim.url, name, f"{reason}; Ronda says: {said}")


# --- changes


def _changes(judged: list[tuple[TrueSite, ClaimedSite]], notes: list[Note]) -> Changes:
    closed = mended = kept = held = 0
    for site, claim in judged:
        for name in sorted(site.mended):
            if not claim.ever(name):
                continue
            mended += 1
            closed += not claim.has_open(name)
            if claim.has_open(name):
                why = "mended in this round, and the finding is still open"
                notes.append(Note("changes", "left open", claim.url, name, why))
        for name in sorted(site.held):
            if not claim.ever(name):
                continue
            held += 1
            kept += claim.has_open(name)
            if not claim.has_open(name):
                why = "closed although nobody can have measured that it is gone"
                notes.append(Note("changes", "wrongly closed", claim.url, name, why))
    return Changes(Rate(closed, mended), Rate(kept, held))
