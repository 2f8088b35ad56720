"""Says how good weights are on examples: coverage, precision, calibration; and where to abstain."""

from collections.abc import Callable, Sequence

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.model import Weighed, Weights, weigh
from ronda.lab.train.examples import Example, as_evidence

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
    guesses = sorted(
        (w.probability, is_right(e, w.top, w.best if w.top in _OURS else None)) for e, w in said
    )
    return Quality(len(said), len(covered), right, _calibration_error(guesses))


def _calibration_error(guesses: Sequence[tuple[float, bool]]) -> float:
    total = 0.0
    for number in range(_BINS):
        part = guesses[len(guesses) * number // _BINS : len(guesses) * (number + 1) // _BINS]
        if part:
            said = sum(p for p, _ in part)
            total += abs(said - sum(ok for _, ok in part))
    return total / len(guesses) if guesses else 0.0


def abstain_at(examples: Sequence[Example], model: Weights, precision: float) -> float:
    """The lowest probability above which at least ``precision`` of the answers are right."""
    open_model = msgspec.structs.replace(model, abstain_below=0.0)
    said: list[tuple[float, bool]] = []
    for example in examples:
        w: Weighed = weigh(as_evidence(example), open_model)
        if w.relation is not Relation.UNDECIDED:
            said.append((w.probability, is_right(example, w.relation, w.agency)))
    said.sort(reverse=True)
    best, right = 0.99, 0
    for count, (probability, ok) in enumerate(said, start=1):
        right += ok
        if count >= 30 and right / count >= precision:
            best = probability
    return round(max(0.5, best), 2)


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
