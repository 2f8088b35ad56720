"""Weighs evidence: log-odds with named weights give a relation, an office, a probability, reasons."""

import math
from collections import defaultdict
from typing import TypeVar

import msgspec

from ronda.engine.attribute.contract import (
    Attribution,
    CandidateFacts,
    Gazetteer,
    Reason,
    Relation,
)
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.item import Evidence, items_of
from ronda.engine.attribute.names import index_of
from ronda.engine.attribute.sentences import sentence
from ronda.engine.attribute.weights import Weights, shipped

_K = TypeVar("_K")
MAX_FOR = 5
MAX_AGAINST = 3
_MIN_SHOWN = 0.15
# Only these say that the site is the office's; for the others the office is who is meant.
_HELD = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})
_MEANT = frozenset({Relation.IMPERSONATION, Relation.EX_OFFICIAL})

# What shows without a page that a name is still in the hands that it was made by: an office's own
# zone or registration, or a registry that has had it for years (a name that was let go is free, or
# was registered anew). That DNS knows it is enough only where a page of ours leads there.
_HELD_UNREAD = frozenset(
    {
        *("certificate_with_zone", "dns_with_zone", "known_host", "holder_is_agency", "declared"),
        "domain_old",
    }
)
_STILL_POINTED_TO = frozenset({"linked_from_official", "name_resolves"})
# Anybody can take an office's icon; where nothing else names it, nobody has said whose the site is.
_NAMES_NOBODY = frozenset({"", "icon_of"})


def attribute(facts: CandidateFacts, gazetteer: Gazetteer) -> Attribution:
    """Say whose a candidate is, how sure that is, and why. Never raises on what a site wrote.

    The probability is that of relation and office together where the relation has an office.
    """
    model = model_of(gazetteer)
    items = gather(facts, gazetteer)
    said = weigh(items, model)
    reasons = _reasons(items, said.top, said.relations, said.best or "", gazetteer, model)
    return Attribution(
        said.relation,
        said.agency,
        round(said.probability, 4),
        reasons,
        model.version,
        items_of(items),
    )


def model_of(gazetteer: Gazetteer) -> Weights:
    """Return the weights that the office's own decisions have taught, else the shipped ones."""
    return gazetteer.weights or shipped()


class Weighed(msgspec.Struct, frozen=True):
    """What the evidence comes to under a model."""

    relation: Relation  # UNDECIDED: too unsure to say
    agency: str | None
    probability: float
    top: Relation  # the best guess, said or not
    best: str | None  # the likeliest office, said or not
    relations: dict[Relation, float]


def weigh(items: list[Evidence], model: Weights) -> Weighed:
    """Weigh evidence by a model; the same evidence and model say the same."""
    relations = _relations(items, model)
    top = max(relations, key=lambda r: relations[r])
    agencies, none = _agencies(items, model)
    best = max(agencies, key=lambda k: (agencies[k], k), default=None)
    sure = agencies[best] if best else 0.0
    relation, agency, probability = _decided(top, relations[top], best, sure)
    # An office's site without an office is half an answer: a person has to say whose. And a name
    # that was let go looks like one that is held until somebody has read what stands there.
    kinds = {item.kind for item in items}
    held = kinds & _HELD_UNREAD or kinds >= _STILL_POINTED_TO
    unseen = "unread" in kinds and not held
    nameless = {item.agency_kind for item in items if item.agency == best} <= _NAMES_NOBODY
    if probability < model.least(relation) or (relation in _HELD and (unseen or nameless)):
        relation, agency = Relation.UNDECIDED, best if sure >= none else None
    return Weighed(relation, agency, probability, top, best, relations)


def _decided(
    top: Relation, p: float, best: str | None, sure: float
) -> tuple[Relation, str | None, float]:
    if top in _HELD:
        return top, best, p * sure
    if top in _MEANT:
        return top, best if sure >= 0.5 else None, p
    return top, None, p


def _relations(items: list[Evidence], model: Weights) -> dict[Relation, float]:
    """Return the probability of each relation: evidence of one kind counts once."""
    strongest: dict[str, float] = {}
    for item in items:
        if item.kind:
            strongest[item.kind] = max(strongest.get(item.kind, 0.0), item.strength)
    # A text that names many offices is weak evidence of anything when the title names one.
    if strongest.keys() & {"agency_in_title", "agency_in_footer"}:
        strongest.pop("many_offices", None)
    if "in_zone" in strongest:
        # Whatever stands there, by whomever: only the zone's holder gives out names in it.
        return {Relation.OFFICIAL: 1.0}
    scores = {Relation(name): value for name, value in model.prior.items()}
    del scores[Relation.OFFICIAL]  # official is what stands in an official zone, nothing else
    for kind, strength in strongest.items():
        for name, value in model.relation.get(kind, {}).items():
            scores[Relation(name)] += value * strength
    return _softmax(scores)


def _agencies(items: list[Evidence], model: Weights) -> tuple[dict[str, float], float]:
    """Return the probability of each office that has evidence, and of none of them."""
    best: dict[tuple[str, str], float] = {}
    for item in items:
        if item.agency and item.agency_kind:
            key = (item.agency, item.agency_kind)
            best[key] = max(best.get(key, 0.0), item.strength)
    scores: dict[str, float] = defaultdict(float)
    for (agency, kind), strength in best.items():
        scores[agency] += model.agency[kind] * strength
    portal = any(item.kind == "zone_apex" for item in items)
    nobody = model.agency["none"] + (model.agency["none_at_apex"] if portal else 0.0)
    found = _softmax({**scores, "": nobody})
    none = found.pop("")
    return found, none


def _softmax(scores: dict[_K, float]) -> dict[_K, float]:
    highest = max(scores.values())
    powers = {key: math.exp(value - highest) for key, value in scores.items()}
    total = sum(powers.values())
    return {key: value / total for key, value in powers.items()}


def _reasons(
    items: list[Evidence],
    top: Relation,
    relations: dict[Relation, float],
    best: str,
    gazetteer: Gazetteer,
    model: Weights,
) -> tuple[Reason, ...]:
    """Return the strongest reasons for the best guess, then the strongest against it."""
    rivals = {r: p for r, p in relations.items() if r is not top}
    rival = max(rivals, key=lambda r: rivals[r], default=None)
    index = index_of(gazetteer)
    with_agency = top in _HELD | _MEANT
    found: dict[str, Reason] = {}
    for item in items:
        table = model.relation.get(item.kind, {})
        if rival is None:
            weight = table.get(top, 0.0)
        else:
            weight = (table.get(top, 0.0) - table.get(rival, 0.0)) * item.strength
        if with_agency and item.agency and item.agency_kind:
            sign = 1.0 if item.agency == best else -1.0
            weight = weight * (sign > 0) + sign * model.agency[item.agency_kind] * item.strength
        if abs(weight) < _MIN_SHOWN:
            continue
        label = index.label(item.agency) if item.agency else ""
        reason = Reason(
            sentence(item, label),
            item.where,
            round(weight, 2),
            item.kind or item.agency_kind,
            item.excerpt[:150],
        )
        known = found.get(reason.text.en)
        if known is None or abs(known.weight) < abs(weight):
            found[reason.text.en] = reason
    ordered = sorted(found.values(), key=lambda r: -abs(r.weight))
    speaks = [r for r in ordered if r.weight > 0][:MAX_FOR]
    against = [r for r in ordered if r.weight < 0][:MAX_AGAINST]
    return (*speaks, *against)
