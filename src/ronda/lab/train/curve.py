"""How much better attribution knows a province's sites after its people have decided on some of them.

Half of the sites that wait, drawn from their addresses, are held out: nobody decides on them. Of the
other half the first N are decided as the truth has it, through the same service as a person's
decisions, Ronda learns from them as it does every day, and the held-out ones are judged again. What was
seen of each site stays the same, so that the difference is the decisions' alone. Nothing is kept: the decisions stand
in a transaction that is rolled back.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.learning.examples import Example, as_evidence
from ronda.engine.attribute.learning.local import learn
from ronda.engine.attribute.learning.quality import is_right, quality
from ronda.engine.attribute.model import model_of, weigh
from ronda.engine.attribute.weights import Weights, shipped
from ronda.lab import officer
from ronda.lab.train.examples import Seen, examples_of, look_again
from ronda.lab.truth import Truth

_T = TypeVar("_T")


class Point(msgspec.Struct, frozen=True):
    """Figures of the held-out sites after some decisions."""

    decisions: int
    sites: int  # held out
    covered: int  # a whole answer was given
    right: int  # of the covered
    calibration_error: float
    unofficial_precision: float
    unofficial_recall: float
    best_right: int  # the best guess was right, said or not


def learn_curve(truth: Truth, sizes: Sequence[int]) -> list[Point]:
    """Return the held-out sites' figures after each number of decisions, from few to many.

    Sizes beyond the teaching half are cut to it. Django must be set up on the database of a Ronda
    that has searched and patrolled the served province.
    """
    from django.db import transaction

    with transaction.atomic():
        found = list(_points(truth, sorted(set(sizes))))
        transaction.set_rollback(True)
    return found


def curve_from(examples: Sequence[Example], sizes: Sequence[int]) -> list[Point]:
    """Return the same figures from examples, without a register: what fitted weights alone change.

    Sites in the official zones are left out: there the relation is no question.
    """
    taught, held_out = _halves([e for e in examples if not e.in_zone], lambda e: e.url)
    found = []
    for size in dict.fromkeys(min(size, len(taught)) for size in sorted(set(sizes))):
        learned = learn(taught[:size], shipped())
        better = learned is not None and learned.better
        model = learned.weights if learned is not None and better else shipped()
        found.append(point(size, held_out, model))
    return found


def split(seen: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Return (to be decided on, held out), by the addresses and nothing else."""
    return _halves(seen, lambda one: one.site.url)


def _halves(every: Iterable[_T], url: Callable[[_T], str]) -> tuple[list[_T], list[_T]]:
    drawn = sorted(
        ((hashlib.sha256(url(one).encode()).digest(), one) for one in every), key=lambda d: d[0]
    )
    taught = [one for digest, one in drawn if digest[-1] % 2]
    return taught, [one for digest, one in drawn if not digest[-1] % 2]


def _points(truth: Truth, sizes: Sequence[int]) -> Iterator[Point]:
    from ronda.discovery.services import decide, learn_from_answers
    from ronda.register.gazetteer import gazetteer
    from ronda.register.looks import keep_look

    seen = look_again(truth)
    taught, held_out = split(seen)
    for one in seen:
        keep_look(one.site, one.look.observation)
    person, agencies = officer.officer(), officer.known_agencies(truth)
    done = 0
    for size in dict.fromkeys(min(size, len(taught)) for size in sizes):
        for one in taught[done:size]:
            officer.decide_truly(one.site, truth, person, decide, agencies)
        done = size
        learn_from_answers()
        model = model_of(gazetteer())
        yield point(size, list(examples_of(held_out, truth)), model)


def point(decisions: int, examples: Sequence[Example], model: Weights) -> Point:
    """Judge examples by weights."""
    figures = quality(examples, model)
    said = [(e, weigh(as_evidence(e), model)) for e in examples]
    named = [(e, w) for e, w in said if w.relation is Relation.UNOFFICIAL]
    hits = sum(is_right(e, w.relation, w.agency) for e, w in named)
    there = sum(e.relation == Relation.UNOFFICIAL.value for e in examples)
    ours = (Relation.OFFICIAL, Relation.UNOFFICIAL)
    best = sum(is_right(e, w.top, w.best if w.top in ours else None) for e, w in said)
    return Point(
        decisions,
        figures.examples,
        figures.covered,
        figures.right,
        figures.calibration_error,
        hits / len(named) if named else 0.0,
        hits / there if there else 0.0,
        best,
    )
