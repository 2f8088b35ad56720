"""The quick solver of training finds what the engine's own descent finds."""

import random

import pytest

from ronda.engine.attribute.learning.fit import Row, descend
from ronda.lab.train.solve import solve


def rows(count: int, seed: int) -> list[Row]:
    """Choices of two to four options, of which those with the feature "a" are right more often."""
    dice = random.Random(seed)
    found = []
    for _ in range(count):
        options = tuple(
            {name: dice.choice((0.5, 1.0)) for name in "abc" if dice.random() < 0.6}
            for _ in range(dice.randint(2, 4))
        )
        powers = [3.0 if "a" in option else 1.0 for option in options]
        right = dice.choices(range(len(options)), powers)[0]
        found.append(Row(options, frozenset({right})))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_both_find_the_same_weights(seed: int) -> None:
    examples, start = rows(200, seed), {"a": 0.0, "never seen": 1.5}
    quick, plain = solve(examples, start, 0.02), descend(examples, start, 0.02)
    assert quick == pytest.approx(plain, abs=0.02)
    assert quick["a"] > 0.3
    assert quick["never seen"] == 1.5


def test_both_heed_what_an_example_is_worth() -> None:
    examples = rows(200, 3)
    worth = {row.right: 2.0 if 0 in row.right else 0.5 for row in examples}
    quick = solve(examples, {}, 0.02, worth)
    assert quick == pytest.approx(descend(examples, {}, 0.02, worth), abs=0.02)
    assert quick != pytest.approx(solve(examples, {}, 0.02), abs=0.02)


def test_without_examples_the_start_stands() -> None:
    assert solve([], {"a": 0.7}, 0.02) == {"a": 0.7}


def test_an_option_without_evidence_is_one_too() -> None:
    """ "None of these" has no feature at all; it still takes its share."""
    examples = [Row(({"a": 1.0}, {}), frozenset({1}))] * 20
    assert solve(examples, {}, 0.01)["a"] < -1.0
