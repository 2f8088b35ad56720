"""Says how good weights are on examples: coverage, precision, calibration; and where to abstain."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.model import Weighed, Weights, weigh
from ronda.lab.train.examples import Example, as_evidence

_OURS = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})
_BINS = 10
# What is less likely than this is a guess, however well guesses did on the examples.
GUESS = 0.75


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
        for probability, count, right in _by_probability(guesses)
        for share in [right / count] * count
    ]
    total = 0.0
    for number in range(_BINS):
        part = shared[len(shared) * number // _BINS : len(shared) * (number + 1) // _BINS]
        if part:
            total += abs(sum(p for p, _ in part) - sum(share for _, share in part))
    return total / len(shared) if shared else 0.0


def _by_probability(guesses: Sequence[tuple[float, bool]]) -> list[tuple[float, int, int]]:
    """Return (probability, guesses, right ones), from the unsure to the sure."""
    counts: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for probability, ok in guesses:
        counts[round(probability, 9)] += 1
        right[round(probability, 9)] += ok
    return [(p, counts[p], right[p]) for p in sorted(counts)]


def abstain_at(examples: Sequence[Example], model: Weights, precision: float) -> float:
    """The lowest probability, not below ``GUESS``, above which ``precision`` of the answers are right."""
    open_model = msgspec.structs.replace(model, abstain_below=0.0)
    said: list[tuple[float, bool]] = []
    for example in examples:
        w: Weighed = weigh(as_evidence(example), open_model)
        if w.relation is not Relation.UNDECIDED:
            said.append((w.probability, is_right(example, w.relation, w.agency)))
    best, right, count = 0.99, 0, 0
    for probability, more, good in reversed(_by_probability(said)):
        count, right = count + more, right + good
        if count >= 30 and right / count >= precision:
            best = probability
    # Rounded down, finely: what reached the precision is itself still said.
    return max(GUESS, math.floor(best * 10_000) / 10_000)


def left_out(
    examples: Sequence[Example], learn: Callable[[list[Example]], Weights]
) -> list[tuple[str, Quality]]:
    """Learn on all provinces but one, judge on that one; for each province in turn."""
    names = sorted({e.scenario for e in examples})
    found = []
    for name in names:
        model = learn([e for e in examples if e.scenario != name])
        found.append((name, quality([e for e in examples if e.scenario == name], model)))
    return found
