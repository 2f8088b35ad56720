"""Injected gambling by form, and honest pages that are accused of it."""

from typing import Any

import pytest
from score_worlds import claim, claims, finding, true_site, world

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.score import score
from ronda.lab.truth import TrueSite

JUDI = frozenset({classes.INJECTED_GAMBLING})


def injected(key: str, *forms: str) -> TrueSite:
    return true_site(key, expects=JUDI, forms=frozenset(forms))


def test_a_site_with_two_forms_counts_for_both_and_for_neither_alone() -> None:
    both, one = injected("a", "hidden_links", "doorway_pages"), injected("b", "doorway_pages")
    gambling = score(world(both, one), claims(claim(both), claim(one, findings=()))).gambling
    told = {f.form: (f.recall.right, f.recall.of, f.alone.of) for f in gambling.forms}
    assert told == {"doorway_pages": (1, 2, 1), "hidden_links": (1, 1, 0)}


def test_the_form_that_was_missed_is_named() -> None:
    site = injected("a", "script_links")
    (note,) = score(world(site), claims(claim(site, findings=()))).notes
    assert note.what == "injected-gambling (script_links)"


def test_tempting_pages_are_counted_once_more_by_themselves() -> None:
    plain, tempting = true_site("a"), true_site("b", tempts=JUDI)
    blamed = claim(tempting, findings=(finding(classes.INJECTED_GAMBLING),))
    result = score(world(plain, tempting), claims(claim(plain), blamed))
    assert (result.honest_accused.right, result.honest_accused.of) == (1, 2)
    assert (result.tempting_accused.right, result.tempting_accused.of) == (1, 1)
    assert result.honest_accused.per_1000 == pytest.approx(500)
    assert (result.honest_accused.per_1000_high or 0) < 1000


@pytest.mark.parametrize("fate", ["expects", "held", "hides", "allows", "mended"])
def test_a_site_that_was_or_may_be_injected_is_no_honest_page(fate: str) -> None:
    fates: dict[str, Any] = {fate: JUDI}
    site = true_site("a", **fates)
    blamed = claim(site, findings=(finding(classes.INJECTED_GAMBLING),))
    assert score(world(site), claims(blamed)).honest_accused.of == 0


def test_a_finding_against_somebody_elses_site_is_counted_and_named() -> None:
    site = true_site("a", Relation.THIRD_PARTY, agency=None)
    result = score(world(site), claims(claim(site, findings=(finding(classes.STALE),))))
    assert (result.on_others.right, result.on_others.of) == (1, 1)
    assert [(n.kind, n.evidence) for n in result.notes] == [("on others", "/temuan/1/")]
