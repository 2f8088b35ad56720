"""What an ablation says: how the figures change when a sort of evidence, a view or a source is missing."""

from typing import ClassVar

import msgspec

from ronda.lab.score_gambling import Accused
from ronda.lab.score_parts import Rate

NOTHING = "nothing"
"""What is left out in the row that the others are compared with."""


class SourceLeft(msgspec.Struct, frozen=True):
    """How much one source carries of the relevant sites that were found."""

    source: str
    brought: Rate  # that it saw, of all that were found
    only: Rate  # that no other source saw: what would be lost without it

    key: ClassVar[str] = "source"


class ViewLeft(msgspec.Struct, frozen=True):
    """Injected content judged again from the stored answers, some views left out."""

    without: str
    recall: Rate  # sites with injected content that still fail, of those where it stands
    accused: Accused  # honest sites that fail

    key: ClassVar[str] = "without"


class EvidenceLeft(msgspec.Struct, frozen=True):
    """Attribution weighed again by the shipped weights, with and without a sort of evidence."""

    evidence: str  # the sort
    coverage: Rate  # answered, of all that were asked about
    right: Rate  # wholly right, of the answered
    unofficial: Rate  # "unofficial site of X" that truly is, of those said
    unofficial_found: Rate  # said so, of all that truly are
    impersonation_found: Rate

    key: ClassVar[str] = "evidence"


class Said(msgspec.Struct, frozen=True):
    """All sites whose score for a relation is the same."""

    score: float  # probability of the relation, with the office where it has one
    right: int
    of: int


class Curve(msgspec.Struct, frozen=True):
    """Precision and recall of one relation over all thresholds, as counts by score."""

    relation: str
    true: int  # how many sites are truly so
    said: tuple[Said, ...]  # not merged: pooling puts the rows of several provinces together

    key: ClassVar[str] = "relation"

    @property
    def points(self) -> tuple[tuple[float, float, float], ...]:
        """Return (threshold, precision, recall), from the surest down."""
        by_score: dict[float, list[int]] = {}
        for row in self.said:
            counts = by_score.setdefault(row.score, [0, 0])
            counts[0] += row.right
            counts[1] += row.of
        right = of = 0
        found = []
        for score in sorted(by_score, reverse=True):
            right, of = right + by_score[score][0], of + by_score[score][1]
            found.append((score, right / of, right / self.true if self.true else 0.0))
        return tuple(found)


class Ablation(msgspec.Struct, frozen=True):
    """The whole of it, of one province or of several added up."""

    scenario: str
    sources: tuple[SourceLeft, ...]
    views: tuple[ViewLeft, ...]
    evidence: tuple[EvidenceLeft, ...]  # a sort left out
    alone: tuple[EvidenceLeft, ...]  # all but a sort left out
    curves: tuple[Curve, ...]
