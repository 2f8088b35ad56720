"""Says where to abstain, from provinces left out of the fit."""

import math
from collections.abc import Callable, Mapping, Sequence

import msgspec

from ronda.engine.attribute.learning.examples import Example, as_evidence
from ronda.engine.attribute.learning.fit import thinned
from ronda.engine.attribute.learning.quality import by_probability, is_right
from ronda.engine.attribute.model import weigh
from ronda.engine.attribute.weights import Weights

# What is less likely than this is a guess, however well guesses did on the examples.
LEAST = 0.6
PARTS = 5
FEW = 30  # answers; fewer are luck
# The share of these relations' answers that must be right.
WANTED = {"ex_official": 0.94, "third_party": 0.985, "unrelated": 0.985}
# That a site is an office's own is the gravest answer, and some of what shows it (name servers, certificates) is
# missing in examples by pages: this line was chosen on rehearsal provinces, served ones among them. So was that of
# impersonations: one that is left unsaid does more harm than one that a person finds to be none.
CHOSEN = {"unofficial": 0.7, "impersonation": 0.45}
_THINNED = 2  # copies of each example


def left_out(
    examples: Sequence[Example], learn: Callable[[list[Example]], Weights]
) -> dict[str, Weights]:
    """Learn without each province in turn; return what was learned without it.

    Of more than ``PARTS`` provinces several are left out at a time.
    """
    names = sorted({e.scenario for e in examples})
    parts = [names[number::PARTS] for number in range(min(PARTS, len(names)))]
    found: dict[str, Weights] = {}
    for part in parts:
        found |= dict.fromkeys(part, learn([e for e in examples if e.scenario not in part]))
    return found


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
    return CHOSEN | {name: _reached(said[name], share) for name, share in wanted.items()}


def _reached(said: Sequence[tuple[float, bool]], share: float) -> float:
    line, right, count = 0.99, 0, 0
    few = FEW * (1 + _THINNED)
    for probability, more, good in reversed(by_probability(said)):
        if probability < LEAST:
            break
        count, right = count + more, right + good
        if count >= few and right / count >= share:
            line = probability
    if count >= few and right / count >= share:
        return LEAST  # all that was said from there
    # Rounded down, finely: what reached the share is itself still said.
    return math.floor(line * 10_000) / 10_000
