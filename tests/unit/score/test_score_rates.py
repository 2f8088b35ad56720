"""Rates carry an interval that is honest at both ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.lab.score_parts import Rate, f1, wilson


def test_nothing_to_judge_is_no_rate() -> None:
    empty = Rate(0, 0)
    assert (empty.value, empty.low, empty.high) == (None, None, None)


def test_none_of_300_is_at_worst_about_four_in_300() -> None:
    """Wilson's upper end for zero is z^2 / (n + z^2), a little above the rule of three's 3/n."""
    low, high = wilson(0, 300) or (1, 1)
    assert low == 0.0
    assert high == pytest.approx(3.8415 / 303.8415, abs=1e-4)


def test_the_interval_of_a_published_example() -> None:
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662."""
    low, high = wilson(81, 263) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@settings(deadline=None)
@given(st.integers(1, 2000), st.data())
def test_the_interval_holds_the_rate_and_stays_between_0_and_1(
    of: int, data: st.DataObject
) -> None:
    right = data.draw(st.integers(0, of))
    low, high = wilson(right, of) or (2, -1)
    assert 0 <= low <= right / of <= high <= 1
    assert low < high


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(1, 50))
def test_ten_times_as_much_evidence_narrows_the_interval(right: int, more: int) -> None:
    one, ten = Rate(right, right + more), Rate(right * 10, (right + more) * 10)
    assert (ten.high or 0) - (ten.low or 0) < (one.high or 0) - (one.low or 0)


def test_f1_is_none_without_claims_and_truth_and_zero_without_hits() -> None:
    assert f1(Rate(0, 0), Rate(0, 0)) is None
    assert f1(Rate(0, 0), Rate(0, 3)) == 0.0
    assert f1(Rate(3, 4), Rate(3, 6)) == pytest.approx(0.6)
