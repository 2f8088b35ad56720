"""Says how good weights are on examples: coverage, precision, calibration; and where to abstain."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.model import Weights, weigh
from ronda.lab.train.examples import Example, as_evidence
from ronda.lab.train.fit import thinned

_OURS = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})
_BINS = 10
# What is less likely than this is a guess, however well guesses did on the examples.
LEAST = 0.6
FEW = 30  # answers; fewer are luck
# The share of these relations' answers that must be right. That a site is an office's own is the
# gravest answer: its line stays at ``abstain_below``.
WANTED = {"impersonation": 0.985, "ex_official": 0.94, "third_party": 0.985, "unrelated": 0.985}
_THINNED = 2  # copies of each example


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


def left_out(
    examples: Sequence[Example], learn: Callable[[list[Example]], Weights]
) -> dict[str, Weights]:
    """Learn on all provinces but one, for each in turn; return what was learned without it."""
    names = sorted({e.scenario for e in examples})
    return {name: learn([e for e in examples if e.scenario != name]) for name in names}


def said_from(
    examples: Sequence[Example],
    models: Mapping[str, Weights],
    wanted: Mapping[str, float] = WANTED,
    rate: float = 0.35,
) -> dict[str, float]:
    """The lowest probability of each relation from which so many of its answers were right.

    Each example is judged by the weights that were learned without its province; and again with
    some of its evidence left out (``thinned``), since elsewhere fewer words are known. Never below
    ``LEAST``, and 0.99 where fewer than ``FEW`` answers would tell.
    """
    said: dict[str, list[tuple[float, bool]]] = {name: [] for name in wanted}
    for example in examples:
        if example.in_zone:
            continue  # there the relation is no question
        model = msgspec.structs.replace(models[example.scenario], abstain_below=0.0, said_from={})
        for one in (example, *(thinned(example, number, rate) for number in range(_THINNED))):
            w = weigh(as_evidence(one), model)
            if w.relation.value in said:
                right = is_right(example, w.relation, w.agency)
                said[w.relation.value].append((w.probability, right))
    return {name: _reached(said[name], share) for name, share in wanted.items()}


def _reached(said: Sequence[tuple[float, bool]], share: float) -> float:
    line, right, count = 0.99, 0, 0
    few = FEW * (1 + _THINNED)
    for probability, more, good in reversed(_by_probability(said)):
        if probability < LEAST:
            break
        count, right = count + more, right + good
        if count >= few and right / count >= share:
            line = probability
    if count >= few and right / count >= share:
        return LEAST  # all that was said from there
    # Rounded down, finely: what reached the share is itself still said.
    return math.floor(line * 10_000) / 10_000
