"""Tells sites that are all but certainly a stranger's by themselves: they speak of their relatives.

Who puts up one page in an office's name puts up several, and counts their visitors with one account
or gives one telephone number on all. A site is suspected by evidence of its own alone, never because
of what it shares with another suspect: so one error cannot run through a whole family.
"""

from ronda.engine.attribute.contract import Attribution, Relation
from ronda.engine.attribute.item import evidence_of
from ronda.engine.attribute.model import weigh
from ronda.engine.attribute.weights import Weights

SURE = 0.97
SUSPECT = frozenset({Relation.IMPERSONATION, Relation.EX_OFFICIAL})
# Evidence that a site has from others.
OF_RELATIVES = ("near_", "beside_")


def suspected(said: Attribution, model: Weights) -> str:
    """Return the relation that a site's own evidence all but proves, "" where it does not."""
    if said.relation not in SUSPECT:
        return ""
    own = (item for item in said.items if not item.kind.startswith(OF_RELATIVES))
    alone = weigh(evidence_of(own), model)
    sure = alone.relation is said.relation and alone.probability >= SURE
    return said.relation.value if sure else ""
