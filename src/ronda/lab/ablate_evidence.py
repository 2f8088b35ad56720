"""How much each sort of evidence carries in attribution, and precision against recall."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example, as_evidence
from ronda.engine.attribute.learning.quality import is_right
from ronda.engine.attribute.model import Weighed, weigh
from ronda.engine.attribute.weights import shipped
from ronda.lab.ablation import NOTHING, Curve, EvidenceLeft, Said
from ronda.lab.score_parts import Rate

DIGITS = 3
"""Scores are told apart to so many decimals."""
CURVES = (Relation.UNOFFICIAL, Relation.IMPERSONATION)


class Sort(msgspec.Struct, frozen=True):
    """Evidence that belongs together."""

    kinds: frozenset[str]
    agency_kinds: frozenset[str]

    def holds(self, item: Item) -> bool:
        """A piece of evidence is of this sort."""
        return item.kind in self.kinds if item.kind else item.agency_kind in self.agency_kinds


@cache
def sorts() -> Mapping[str, Sort]:
    """Return the sorts of evidence by their name."""
    text = files("ronda.lab").joinpath("evidence_groups.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return {
        name: Sort(frozenset(kinds), frozenset(found["agency"].get(name, ())))
        for name, kinds in found["relation"].items()
    }


def without_evidence(examples: Sequence[Example]) -> tuple[EvidenceLeft, ...]:
    """Weigh all examples by the shipped weights, whole and with each sort of evidence left out.

    Weights are not fitted anew, so a row says what the model leans on, not what could be done
    without the sort. That a name stands in an official zone is never left out: it is no evidence
    but the definition.
    """
    rows = [_row(NOTHING, examples)]
    for name, sort in sorts().items():
        rows.append(
            _row(name, [_kept(e, (i for i in e.items if not sort.holds(i))) for e in examples])
        )
    return tuple(rows)


def evidence_alone(examples: Sequence[Example]) -> tuple[EvidenceLeft, ...]:
    """Weigh all examples by one sort of evidence alone (and the zone): how far it gets by itself."""
    rows = []
    for name, sort in sorts().items():
        left = [
            _kept(e, (i for i in e.items if i.kind == "in_zone" or sort.holds(i))) for e in examples
        ]
        rows.append(_row(name, left))
    return tuple(rows)


def _kept(example: Example, items: Iterable[Item]) -> Example:
    return msgspec.structs.replace(example, items=tuple(items))


def curves(examples: Sequence[Example]) -> tuple[Curve, ...]:
    """Return precision and recall over all thresholds for the relations that name somebody."""
    weighed = [(e, weigh(as_evidence(e), shipped())) for e in examples if not e.in_zone]
    return tuple(_curve(relation, weighed) for relation in CURVES)


def _curve(relation: Relation, weighed: Sequence[tuple[Example, Weighed]]) -> Curve:
    said = []
    for example, w in weighed:
        if w.top is not relation:
            continue
        office = w.best if relation is Relation.UNOFFICIAL else None
        right = is_right(example, relation, office)
        said.append(Said(round(w.probability, DIGITS), int(right), 1))
    true = sum(e.relation == relation.value for e, _ in weighed)
    return Curve(relation.value, true, tuple(said))


def _row(name: str, examples: Sequence[Example]) -> EvidenceLeft:
    said = [(e, weigh(as_evidence(e), shipped())) for e in examples]
    answered = [(e, w) for e, w in said if w.relation is not Relation.UNDECIDED]
    right = [is_right(e, w.relation, w.agency) for e, w in answered]
    ours = [(e, ok) for (e, w), ok in zip(answered, right, strict=True) if _is(w, "unofficial")]
    fakes = sum(_is(w, "impersonation") and e.relation == "impersonation" for e, w in answered)
    hits = sum(ok for _, ok in ours)
    return EvidenceLeft(
        name,
        coverage=Rate(len(answered), len(said)),
        right=Rate(sum(right), len(answered)),
        unofficial=Rate(hits, len(ours)),
        unofficial_found=Rate(hits, sum(e.relation == "unofficial" for e in examples)),
        impersonation_found=Rate(fakes, sum(e.relation == "impersonation" for e in examples)),
    )


def _is(weighed: Weighed, relation: str) -> bool:
    return weighed.relation.value == relation
