"""Compares what Ronda claims with what is true in one round, or in all rounds that were served."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from ronda.lab.claims import ALWAYS, NEVER, ClaimedSite, Claims
from ronda.lab.rounds import Span, beginning
from ronda.lab.score_attribution import Attributed, asked, score_attribution
from ronda.lab.score_cost import Cost, score_cost
from ronda.lab.score_discovery import Discovery, score_discovery
from ronda.lab.score_findings import Changes, ClassScore, Judged, score_findings
from ronda.lab.score_gambling import Accused, Gambling, score_gambling
from ronda.lab.score_parts import Note, Rate
from ronda.lab.score_time import TimeToDetect, episodes, score_time
from ronda.lab.truth import TrueSite, Truth, place


class Score(msgspec.Struct, frozen=True):
    """The whole comparison; docs/lab-scoring.md says what each figure means."""

    scenario: str
    round: int  # the last one that was scored
    discovery: Discovery
    attribution: Attributed
    findings: tuple[ClassScore, ...]
    recall: Rate
    precision: Rate
    planted_recall: Rate
    on_others: Rate
    changes: Changes
    gambling: Gambling
    time_to_detect: TimeToDetect
    cost: Cost
    judged_sites: int
    undecided_sites: int  # ours, found, and not yet decided by a person: not judged
    notes: tuple[Note, ...]
    rounds: tuple["Score", ...] = ()  # of a history: each round by itself, its notes left out

    key: ClassVar[str] = "round"
    derived: ClassVar[tuple[str, ...]] = ("honest_accused", "tempting_accused")

    @property
    def honest_accused(self) -> Accused:
        """Judged sites without any gambling that were accused of it."""
        return self.gambling.honest

    @property
    def tempting_accused(self) -> Accused:
        """The same of pages that tempt."""
        return self.gambling.tempting


class Sides(msgspec.Struct, frozen=True):
    """Truth and claims of one round side by side."""

    pairs: list[tuple[ClaimedSite, TrueSite | None]]
    found: dict[str, list[ClaimedSite]]  # key of a site -> what Ronda knows of it
    judged: list[Judged]  # sites of ours that Ronda may look at fully
    others: list[ClaimedSite]  # what is not ours


def sides(truth: Truth, claims: Claims) -> Sides:
    """Put truth and claims side by side."""
    pairs = [(claim, truth.find(claim.url)) for claim in claims.sites]
    found: dict[str, list[ClaimedSite]] = {}
    for claim, site in pairs:
        if site is not None:
            found.setdefault(site.key, []).append(claim)
    judged = [
        (site, claim)
        for site in truth.sites
        for claim in _main(site, found.get(site.key, ()))
        if site.ours and claim.looked_at
    ]
    # What is gone was ours perhaps, and nobody told Ronda that it has gone.
    others = [
        claim
        for claim, site in pairs
        if (not site.ours if site is not None else not truth.remembers(claim.url))
    ]
    return Sides(pairs, found, judged, others)


def score(truth: Truth, claims: Claims, served: Sequence[Span] = ()) -> Score:
    """Compare claims with the truth of one round; nothing is read from anywhere else.

    ``served``: when which round was served, for the time to detect.
    """
    notes: list[Note] = []
    both = sides(truth, claims)
    span = next((s for s in served if s.round == truth.round), None)
    until = (span.until if span else None) or NEVER
    ours = [site for site in truth.sites if site.ours]
    findings = score_findings(
        both.judged,
        ours,
        both.others,
        claims,
        lambda site, name: _began(site, name, served),
        notes,
    )
    questions = [asked(truth, claim, site) for claim, site in both.pairs]
    discovery = score_discovery(truth, claims, both.pairs, both.found, notes)
    attribution = score_attribution(
        truth,
        [question for question in questions if question is not None],
        sum(claim.entered for claim, site in both.pairs if site is not None),
        notes,
    )
    return Score(
        scenario=truth.scenario,
        round=truth.round,
        discovery=discovery,
        attribution=attribution,
        findings=findings.classes,
        recall=findings.recall,
        precision=findings.precision,
        planted_recall=findings.planted_recall,
        on_others=findings.on_others,
        changes=findings.changes,
        gambling=score_gambling(both.judged),
        time_to_detect=score_time(episodes(both.judged, served, until), served),
        cost=score_cost(claims, span.since, until) if span else score_cost(claims),
        judged_sites=len(both.judged),
        undecided_sites=sum(site.key in both.found for site in ours) - len(both.judged),
        notes=signed(notes, truth),
    )


def signed(notes: Iterable[Note], truth: Truth) -> tuple[Note, ...]:
    """Write scenario and round into notes, those of discovery and attribution first."""
    order = ("discovery", "attribution", "findings", "changes")
    said = (
        msgspec.structs.replace(n, scenario=truth.scenario, round=n.round or truth.round)
        for n in notes
    )
    return tuple(sorted(said, key=lambda n: order.index(n.area)))


def _main(site: TrueSite, claims: Iterable[ClaimedSite]) -> list[ClaimedSite]:
    """Of several addresses of one site, the one that the truth names; empty when not found."""
    ordered = sorted(claims, key=lambda c: (place(c.url) != place(site.url), c.url != site.url))
    return ordered[:1]


def _began(site: TrueSite, name: str, served: Sequence[Span]) -> datetime:
    number = site.since.get(name)
    span = beginning(served, number) if number else None
    return span.since if span else ALWAYS
