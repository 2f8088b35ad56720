"""Words of strangers in which addresses can be followed, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.web.cards import AGAINST, FOR, strongest
from ronda.web.templatetags.ronda import linked


def test_an_address_can_be_followed_and_tells_nobody_where_from() -> None:
    shown = linked("https://www.contoh.go.id/, kaki halaman")
    assert 'href="https://www.contoh.go.id/"' in shown
    assert "noreferrer" in shown
    assert shown.endswith(", kaki halaman")


@pytest.mark.parametrize("words", ["javascript:alert(1)", "<a href=x>", '"><script>'])
def test_nothing_else_becomes_markup(words: str) -> None:
    assert "<" not in linked(words)


@given(st.text(max_size=300))
def test_only_links_of_ours_stand_in_any_text(words: str) -> None:
    shown = linked(words).lower()
    assert shown.count("<") == shown.count("</") * 2
    assert "<script" not in shown


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.fixed_dictionaries({"weight": st.one_of(st.floats(-9, 9), st.none(), st.text())}),
        )
    )
)
def test_the_strongest_reasons_for_come_first_then_those_against(stored: list[object]) -> None:
    shown = strongest(stored)
    weights = [r["weight"] if isinstance(r["weight"], float) else 0.0 for r in shown]
    speak_for = [w for w in weights if w >= 0]
    against = [w for w in weights if w < 0]
    assert weights == speak_for + against
    assert speak_for == sorted(speak_for, reverse=True)
    assert against == sorted(against)
    assert (len(speak_for), len(against)) <= (FOR, AGAINST) or len(against) <= AGAINST
