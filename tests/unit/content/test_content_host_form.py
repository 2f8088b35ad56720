"""The form of a host's name: what is like gambling, why, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.content.host_form import form_of


@pytest.mark.parametrize("host", ["situsgacorraya88.example.com", "togelmaxwin303.net"])
def test_an_invented_gambling_name_is_like_gambling_and_says_why(host: str) -> None:
    form = form_of(host)
    assert form.like_gambling
    assert form.pieces
    assert all(weight > 0 for _, weight in form.pieces)


@pytest.mark.parametrize(
    "host",
    ["dinkes.kenarangprov.go.id", "sma9kolosari.sch.id", "kabarkolosari.com", "timeslot-vaksin.id"],
)
def test_ordinary_names_are_not(host: str) -> None:
    assert not form_of(host).like_gambling


@given(st.text(max_size=400))
def test_any_name_has_a_score_between_nothing_and_one(host: str) -> None:
    assert 0.0 <= form_of(host).score <= 1.0
