"""Who is suspected: by its own evidence, all but certainly, and never because of a relative."""

import pytest

from ronda.engine.attribute.contract import Attribution, Relation
from ronda.engine.attribute.item import Item
from ronda.engine.attribute.suspects import suspected
from ronda.engine.attribute.weights import shipped

TRAP = ("looks_like_suffix", "asks_secrets", "asks_money", "agency_in_title", "tempts")
DOUBTFUL = ("agency_in_title", "agency_in_host", "hurries", "region_in_title")


def said(relation: Relation, *kinds: str) -> Attribution:
    items = tuple(Item(kind, "", "", 1.0) for kind in kinds)
    return Attribution(relation, None, 0.99, (), "odds", items)


@pytest.mark.parametrize(
    ("relation", "kinds", "expected"),
    [
        (Relation.IMPERSONATION, TRAP, "impersonation"),
        (Relation.IMPERSONATION, (*DOUBTFUL, "beside_impersonation"), ""),
        (Relation.IMPERSONATION, (*DOUBTFUL, "near_impersonation"), ""),
        (Relation.UNOFFICIAL, TRAP, ""),
        (Relation.UNRELATED, (), ""),
    ],
)
def test_only_a_sites_own_evidence_makes_it_a_suspect(
    relation: Relation, kinds: tuple[str, ...], expected: str
) -> None:
    assert suspected(said(relation, *kinds), shipped()) == expected
