"""Says how good weights are on examples: coverage, precision, calibration."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.learning.examples import Example, as_evidence
from ronda.engine.attribute.model import weigh
from ronda.engine.attribute.weights import Weights

_OURS = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})
_BINS = 10


class Quality(msgspec.Struct, frozen=True):
    """Figures of a set of examples."""

    examples: int
    covered: int  # a whole answer was given
    right: int  # of the covered
    calibration_error: float  # expected, over bins of equal size, of all best guesses

    @property
    def coverage(self) -> float:
        """Share of the examples that were answered."""
        return self.covered / self.examples if self.examples else 0.0

    @property
    def precision(self) -> float:
        """Share of the answers that were right."""
        return self.right / self.covered if self.covered else 0.0


def merged(parts: Sequence[Quality]) -> Quality:
    """Return the figures of several sets as one; errors of calibration by their sizes."""
    count = sum(p.examples for p in parts)
    error = sum(p.calibration_error * p.examples for p in parts) / count if count else 0.0
    return Quality(count, sum(p.covered for p in parts), sum(p.right for p in parts), error)


def is_right(example: Example, relation: Relation, agency: str | None) -> bool:
    """A whole answer is right: relation, and for ours one of the right offices."""
    if relation.value != example.relation:
        return False
    return relation not in _OURS or agency in example.agencies


def quality(examples: Sequence[Example], model: Weights) -> Quality:
    """Judge weights on examples."""
    said = [(e, weigh(as_evidence(e), model)) for e in examples]
    covered = [(e, w) for e, w in said if w.relation is not Relation.UNDECIDED]
    right = sum(is_right(e, w.relation, w.agency) for e, w in covered)
    guesses = [
        (w.probability, is_right(e, w.top, w.best if w.top in _OURS else None)) for e, w in said
    ]
    return Quality(len(said), len(covered), right, _calibration_error(guesses))


def _calibration_error(guesses: Sequence[tuple[float, bool]]) -> float:
    # Guesses that say the same share their luck, so that the order among them does not matter.
    shared = [
        (probability, share)
        for probability, count, right in by_probability(guesses)
        for share in [right / count] * count
    ]
    total = 0.0
    for number in range(_BINS):
        part = shared[len(shared) * number // _BINS : len(shared) * (number + 1) // _BINS]
        if part:
            total += abs(sum(p for p, _ in part) - sum(share for _, share in part))
    return total / len(shared) if shared else 0.0


def by_probability(guesses: Sequence[tuple[float, bool]]) -> list[tuple[float, int, int]]:
    """Return (probability, guesses, right ones), from the unsure to the sure."""
    counts: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for probability, ok in guesses:
        counts[round(probability, 9)] += 1
        right[round(probability, 9)] += ok
    return [(p, counts[p], right[p]) for p in sorted(counts)]
