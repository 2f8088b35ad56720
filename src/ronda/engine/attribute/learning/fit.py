"""Fits the weights: the log-odds that explain the examples, held near those that stand.

Two multinomial logistic models, as ``engine.attribute.model`` reads them: the relation of a site
outside the official zones from the kinds of its evidence, and the office from the evidence for
each office. Ridge regression towards the present weights (a Gaussian prior), so that kinds which
the examples hardly show keep the number that a person gave them. Plain gradient descent with
Nesterov's momentum; deterministic.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.weights import Weights

RELATIONS = (
    "unofficial",
    "impersonation",
    "other_government",
    "third_party",
    "ex_official",
    "unrelated",
)
_HELD = frozenset({"official", "unofficial", "impersonation", "ex_official"})
_NOBODY = frozenset({"none", "none_at_apex"})
_STEPS = 400


class Row(msgspec.Struct, frozen=True):
    """One choice: the features of each option, and which options are right."""

    options: tuple[dict[str, float], ...]
    right: frozenset[int]


class Solver(Protocol):
    """Finds the weights that explain the rows best, held near ``start``; ``worth`` by what is right."""

    def __call__(
        self,
        rows: Sequence[Row],
        start: dict[str, float],
        hold: float,
        worth: Mapping[frozenset[int], float] | None = None,
    ) -> dict[str, float]: ...


def fit(
    examples: Sequence[Example],
    start: Weights,
    *,
    hold: float = 0.02,
    thin: int = 0,
    rate: float = 0.35,
    balance: float = 0.0,
    solver: Solver | None = None,
) -> Weights:
    """Return weights fitted to the examples. ``hold``: how strongly the present ones are kept.

    ``thin``: how many copies of each example are added that lack some of its evidence, each kind
    with a probability of ``rate``. One province's swindlers all ask for the same; others' will not,
    so no relation may hang on one kind. The same examples give the same copies.

    ``balance``: how much more a rare relation's examples count: 0 not at all, 0.5 by the root of
    how rare it is, 1 so that all relations weigh the same.

    ``solver``: what finds the weights; without it :func:`descend`, which needs no library.
    """
    solve = solver or descend
    seen = [e for e in examples if not e.in_zone]
    relation_rows = [
        row
        for e in [*seen, *(thinned(e, n, rate) for e in seen for n in range(thin))]
        if (row := _relation_row(e)) is not None
    ]
    first = _flat(start)
    fitted = solve(relation_rows, first, hold, _worth(relation_rows, balance))
    agency_rows = [row for e in examples if (row := _agency_row(e)) is not None]
    offices = solve(agency_rows, dict(start.agency), hold)
    # What names an office never speaks against it, be it ever so weak beside what else names one.
    offices = {kind: v if kind in _NOBODY else max(0.0, v) for kind, v in offices.items()}
    return _shaped(start, fitted, offices)


def _worth(rows: Sequence[Row], balance: float) -> dict[frozenset[int], float]:
    """How much an example of each relation counts; together as much as if each counted once."""
    counts = Counter(row.right for row in rows)
    raw = {right: (len(rows) / count) ** balance for right, count in counts.items()}
    total = sum(raw[right] * count for right, count in counts.items())
    return {right: value * len(rows) / total for right, value in raw.items()}


def thinned(example: Example, number: int, rate: float) -> Example:
    """Return copy ``number`` of an example, without some kinds of its evidence."""
    gone = {
        kind for kind in {i.kind for i in example.items} if _drawn(example, number, kind) < rate
    }
    items = tuple(i for i in example.items if not i.kind or i.kind not in gone)
    return msgspec.structs.replace(example, items=items)


def _drawn(example: Example, number: int, kind: str) -> float:
    digest = hashlib.sha256(f"{example.scenario} {example.url} {number} {kind}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def strongest(example: Example) -> dict[str, float]:
    """The strength of each kind of evidence, as the model takes it: once, the strongest."""
    found: dict[str, float] = {}
    for item in example.items:
        if item.kind:
            found[item.kind] = max(found.get(item.kind, 0.0), item.strength)
    if found.keys() & {"agency_in_title", "agency_in_footer"}:
        found.pop("many_offices", None)
    return found


def _relation_row(example: Example) -> Row | None:
    if example.in_zone or example.relation not in RELATIONS:
        return None
    kinds = strongest(example)
    options = tuple(
        {f"prior|{name}": 1.0, **{f"{kind}|{name}": s for kind, s in kinds.items()}}
        for name in RELATIONS
    )
    return Row(options, frozenset({RELATIONS.index(example.relation)}))


def _agency_row(example: Example) -> Row | None:
    """The office, of those with evidence or none; asked only where an office is to be named."""
    if example.relation not in _HELD or not example.agencies:
        return None
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for item in example.items:
        if item.agency and item.agency_kind:
            best = found[item.agency]
            best[item.agency_kind] = max(best.get(item.agency_kind, 0.0), item.strength)
    none = {"none": 1.0}
    if any(item.kind == "zone_apex" for item in example.items):
        none["none_at_apex"] = 1.0
    names = sorted(found)
    right = {names.index(key) for key in example.agencies if key in found}
    options = (*(found[name] for name in names), none)
    return Row(options, frozenset(right or {len(names)}))


Packed = Counter[tuple[tuple[tuple[tuple[int, float], ...], ...], frozenset[int]]]
"""(options as (feature's number, strength), which are right) -> how many rows are so."""


def pack(rows: Sequence[Row], start: Mapping[str, float]) -> tuple[list[str], Packed]:
    """Return the features' names in order, and the rows by their numbers; alike ones are one with a count."""
    names = sorted({f for row in rows for option in row.options for f in option} | set(start))
    index = {name: i for i, name in enumerate(names)}
    packed = Counter(
        (tuple(tuple((index[f], s) for f, s in o.items()) for o in row.options), row.right)
        for row in rows
    )
    return names, packed


def descend(
    rows: Sequence[Row],
    start: dict[str, float],
    hold: float,
    worth: Mapping[frozenset[int], float] | None = None,
) -> dict[str, float]:
    """Descend step by step, in plain Python: quick enough for some thousand rows."""
    if not rows:
        return start
    names, packed = pack(rows, start)
    anchor = [start.get(name, 0.0) for name in names]
    point, before = list(anchor), list(anchor)
    # The slope of a softmax changes at most half as fast as its features are long.
    longest = max(sum(s * s for _, s in option) for options, _ in packed for option in options)
    heaviest = max(worth.values()) if worth else 1.0
    rate, scale = 1.0 / (hold + 0.5 * longest * heaviest), 1.0 / len(rows)
    for step in range(1, _STEPS + 1):
        push = (step - 1) / (step + 2)
        ahead = [p + push * (p - b) for p, b in zip(point, before, strict=True)]
        slope = [hold * (a - c) for a, c in zip(ahead, anchor, strict=True)]
        for (options, right), count in packed.items():
            counted = count * (worth[right] if worth else 1.0)
            _add_slope(options, right, ahead, slope, scale * counted)
        before = point
        point = [a - rate * g for a, g in zip(ahead, slope, strict=True)]
    return {name: round(value, 3) for name, value in zip(names, point, strict=True)}


def _add_slope(
    options: Sequence[Sequence[tuple[int, float]]],
    right: frozenset[int],
    weights: list[float],
    slope: list[float],
    scale: float,
) -> None:
    scores = [sum(weights[i] * s for i, s in option) for option in options]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    good = sum(powers[i] for i in right)
    for number, option in enumerate(options):
        share = powers[number] / total
        wanted = powers[number] / good if number in right else 0.0
        gap = (share - wanted) * scale
        if gap:
            for i, s in option:
                slope[i] += gap * s


def _flat(weights: Weights) -> dict[str, float]:
    flat = {f"prior|{name}": value for name, value in weights.prior.items() if name in RELATIONS}
    for kind, table in weights.relation.items():
        flat.update({f"{kind}|{n}": v for n, v in table.items() if n in RELATIONS})
    return flat


def _shaped(start: Weights, fitted: dict[str, float], offices: dict[str, float]) -> Weights:
    prior = {"official": start.prior["official"]}
    relation: dict[str, dict[str, float]] = {
        kind: {n: v for n, v in table.items() if n not in RELATIONS}
        for kind, table in start.relation.items()
    }
    for name, value in fitted.items():
        kind, _, which = name.partition("|")
        if kind == "prior":
            prior[which] = value
        elif value:
            relation.setdefault(kind, {})[which] = value
    return msgspec.structs.replace(start, prior=prior, relation=relation, agency=offices)
