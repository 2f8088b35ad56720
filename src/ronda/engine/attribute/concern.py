"""How much a site that was come upon concerns us at all, before anybody is troubled with it."""

from collections.abc import Iterable

from ronda.engine.attribute.contract import CONCERNS_US
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.model import weigh
from ronda.engine.attribute.weights import Weights

MIN_CONCERN = 0.3
"""Probability of those relations together from which a person should see the site."""

# What is silent is ours more often among candidates than among all the names there are.
_SILENT = frozenset({"shell", "unread"})
# Nor is every shop of a town of ours: 269 of 271 such sites in fourteen made provinces were strangers'.
_SPEAKS_OF_NOBODY = frozenset(
    {"name_resolves", "domain_old", "domain_young", "cheap_suffix", "town", "unsaid_name"}
)


def concern(evidence: Iterable[Evidence], model: Weights) -> float:
    """Return the probability that a site is ours, once was, or passes itself off as ours."""
    items = [item for item in evidence if item.kind not in _SILENT]
    if {item.kind for item in items} <= _SPEAKS_OF_NOBODY:
        return 0.0
    relations = weigh(items, model).relations
    return sum(relations.get(relation, 0.0) for relation in CONCERNS_US)
