"""Probabilities are believed as far as they were right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.lab.score_calibration import calibration

SAID = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_nothing_said_has_no_error() -> None:
    empty = calibration([])
    assert (empty.of, empty.error_equal_mass, empty.error_fixed, empty.brier) == (
        0,
        None,
        None,
        None,
    )


def test_eight_of_ten_right_at_080_is_perfectly_calibrated() -> None:
    made = calibration([(0.8, n < 8) for n in range(10)])
    assert made.error_equal_mass == pytest.approx(0)
    assert made.error_fixed == pytest.approx(0)
    assert made.brier == pytest.approx(0.8 * 0.04 + 0.2 * 0.64)


def test_always_sure_and_half_right_is_off_by_a_half() -> None:
    made = calibration([(0.99, n % 2 == 0) for n in range(20)])
    assert made.error_equal_mass == pytest.approx(0.49)
    assert made.error_fixed == pytest.approx(0.49)


def test_too_sure_on_one_side_and_too_shy_on_the_other_do_not_cancel_out() -> None:
    made = calibration([(0.9, False)] * 10 + [(0.1, True)] * 10)
    assert made.error_equal_mass == pytest.approx(0.9)
    assert made.error_fixed == pytest.approx(0.9)


def test_equal_mass_bins_hold_about_as_many_each() -> None:
    made = calibration([(0.90 + n / 1000, True) for n in range(100)])
    assert [b.rate.of for b in made.equal_mass] == [10] * 10
    assert [b.rate.of for b in made.fixed] == [100]


def test_fixed_bins_take_the_ends_in() -> None:
    made = calibration([(0.0, False), (1.0, True)])
    assert [(b.low, b.high, b.rate.of) for b in made.fixed] == [(0.0, 0.1, 1), (0.9, 1.0, 1)]


@settings(deadline=None)
@given(SAID)
def test_bins_hold_everything_once(said: list[tuple[float, bool]]) -> None:
    made = calibration(said)
    for bins in (made.equal_mass, made.fixed):
        assert sum(b.rate.of for b in bins) == len(said)
        assert sum(b.rate.right for b in bins) == sum(right for _, right in said)
        assert len(bins) <= 10
        assert all(b.low - 1e-9 <= b.said <= b.high + 1e-9 for b in bins)


@settings(deadline=None)
@given(SAID, SAID)
def test_parts_together_are_the_whole(
    one: list[tuple[float, bool]], other: list[tuple[float, bool]]
) -> None:
    assert calibration(one).plus(calibration(other)) == calibration([*one, *other])
