"""Scores findings: how right they are by class, and what became of them when the world moved on."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from ronda.lab import classes
from ronda.lab.claims import ClaimedSite, Claims
from ronda.lab.score_parts import Kind, Note, Rate, f1
from ronda.lab.truth import TrueSite

Judged = tuple[TrueSite, ClaimedSite]
Since = Callable[[TrueSite, str], datetime]
"""When a class began to stand on a site, as far as anybody wrote it down."""


class ClassScore(msgspec.Struct, frozen=True):
    """How right findings of a class are, on sites that Ronda may look at fully."""

    finding_class: str
    checked: bool  # a check of the class exists
    recall: Rate  # open, of those planted
    precision: Rate  # planted, of those open
    wrongly_closed: int  # opened once, closed, and its cause stands or cannot be measured
    wrongly_open: int  # its cause is measurably gone, and it is still open

    key: ClassVar[str] = "finding_class"
    derived: ClassVar[tuple[str, ...]] = ("f1",)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of recall and precision."""
        return f1(self.precision, self.recall)


class Changes(msgspec.Struct, frozen=True):
    """What became of findings when the world moved on."""

    mended_closed: Rate  # closed, of those mended
    held_kept: Rate  # still open, of those that nobody can have measured as gone
    standing_kept: Rate  # still open, of those once opened whose cause stands


class Findings(msgspec.Struct, frozen=True):
    """All of it for one round."""

    classes: tuple[ClassScore, ...]
    recall: Rate
    precision: Rate
    changes: Changes
    planted_recall: Rate  # open, of all planted: on sites never found or not yet decided as well
    on_others: Rate  # sites of others, or of nobody, that hold an open finding; lower is better


def score_findings(
    judged: Sequence[Judged],
    ours: Iterable[TrueSite],
    others: Sequence[ClaimedSite],
    claims: Claims,
    since: Since,
    notes: list[Note],
) -> Findings:
    """Score the findings of one round.

    ``judged``: sites of ours that Ronda may look at fully. ``ours``: all that are the province's.
    ``others``: what Ronda knows of sites that are not. A finding that was closed before the cause
    began (``since``) is of an earlier time, and rightly closed.
    """
    by_class = tuple(
        _one_class(name, judged, name in claims.classes, since, notes)
        for name in sorted(classes.ALL)
    )
    hit = sum(row.recall.right for row in by_class)
    planted = sum(len(site.expects) for site in ours)
    return Findings(
        classes=by_class,
        recall=_sum(row.recall for row in by_class),
        precision=_sum(row.precision for row in by_class),
        changes=_changes(judged, since, notes),
        planted_recall=Rate(hit, planted),
        on_others=_on_others(others, notes),
    )


def _sum(rates: Iterable[Rate]) -> Rate:
    all_rates = list(rates)
    return Rate(sum(r.right for r in all_rates), sum(r.of for r in all_rates))


def _one_class(
    name: str, judged: Sequence[Judged], checked: bool, since: Since, notes: list[Note]
) -> ClassScore:
    hit = missed = false = closed = still_open = 0
    for site, claim in judged:
        is_open, ever = claim.has_open(name), claim.ever(name, since(site, name))
        closed += ever and not is_open and name in site.expects | site.held
        still_open += is_open and name in site.mended
        if name in site.expects:
            hit += is_open
            missed += not is_open
            if not is_open:
                notes.append(_missed(name, site, claim, checked, ever))
        elif is_open and name not in site.held | site.allows:
            false += 1
            if name not in site.mended:  # the note of those stands under changes
                notes.append(_false_alarm(name, site, claim))
    recall, precision = Rate(hit, hit + missed), Rate(hit, hit + false)
    return ClassScore(name, checked, recall, precision, closed, still_open)


def _missed(name: str, site: TrueSite, claim: ClaimedSite, checked: bool, ever: bool) -> Note:
    cause = site.why.get(name, "a planted cause")
    page = claim.finding_page(name)
    if ever:
        why = f"a finding was closed although {cause} still stands"
        return Note("findings", "wrongly closed", claim.url, name, why, page, site.file)
    measured = claim.measured.get(name)
    if not checked:
        why = "no check of this class exists"
    elif not claim.visited:
        why = "the site was never visited"
    elif measured is None:
        why = "the site was visited, but this was not judged"
    else:
        why = f"judged {measured.outcome}: {measured.summary}"
    what = f"{name} ({cause})"
    if name in classes.INJECTED and site.forms:
        what = f"{name} ({', '.join(sorted(site.forms))})"
    return Note("findings", "miss", claim.url, what, why, page, site.file)


def _false_alarm(name: str, site: TrueSite, claim: ClaimedSite) -> Note:
    measured = claim.measured.get(name)
    said = measured.summary if measured else "no verdict on record"
    reason = "cannot be measured there now" if name in site.hides else "nothing of it is planted"
    why = f"{reason}; Ronda says: {said}"
    page = claim.finding_page(name)
    return Note("findings", "false alarm", claim.url, name, why, page, site.file)


def _on_others(others: Sequence[ClaimedSite], notes: list[Note]) -> Rate:
    held = 0
    for claim in others:
        names = sorted({f.finding_class for f in claim.findings if f.open})
        if names:
            held += 1
            why = "the site is not the province's own, and no finding may stand against it"
            what, page = ", ".join(names), claim.finding_page(names[0])
            notes.append(Note("findings", "on others", claim.url, what, why, page))
    return Rate(held, len(others))


def _changes(judged: Sequence[Judged], since: Since, notes: list[Note]) -> Changes:
    closed = mended = kept = held = stood = standing = 0
    for site, claim in judged:
        for name in sorted(n for n in site.mended if claim.ever(n)):
            mended += 1
            closed += not claim.has_open(name)
            if claim.has_open(name):
                why = "mended by now, and the finding is still open"
                notes.append(_change("left open", name, site, claim, why))
        for name in sorted(n for n in site.held if claim.ever(n, since(site, n))):
            held += 1
            kept += claim.has_open(name)
            if not claim.has_open(name):
                why = "closed although nobody can have measured that it is gone"
                notes.append(_change("wrongly closed", name, site, claim, why))
        opened = [n for n in site.expects if claim.ever(n, since(site, n))]
        standing += len(opened)
        stood += sum(claim.has_open(n) for n in opened)
    return Changes(Rate(closed, mended), Rate(kept, held), Rate(stood, standing))


def _change(kind: Kind, name: str, site: TrueSite, claim: ClaimedSite, why: str) -> Note:
    return Note("changes", kind, claim.url, name, why, claim.finding_page(name), site.file)
