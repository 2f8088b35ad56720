"""Judging weights: coverage, precision, calibration, and where to abstain."""

from pathlib import Path

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.learning.fit import RELATIONS
from ronda.engine.attribute.learning.quality import is_right, quality
from ronda.engine.attribute.weights import Weights
from ronda.lab.train.examples import read, write
from ronda.lab.train.judge import FEW, LEAST, left_out, said_from


def model(pull: float, abstain_below: float = 0.8) -> Weights:
    """A model for which "news" speaks for a third party with ``pull``."""
    return Weights(
        version="test",
        abstain_below=abstain_below,
        prior={"official": 0.0, **dict.fromkeys(RELATIONS, 0.0)},
        agency={"none": 0.0, "none_at_apex": 0.0, "title_name": 3.0},
        relation={"news": {"third_party": pull}},
    )


def news(relation: str, scenario: str = "one", strength: float = 1.0) -> Example:
    """A site that looks like news, and what it is."""
    items = (Item("news", "", "", strength),)
    return Example(scenario, "https://a.example/", relation, (), items)


def test_an_answer_of_ours_needs_the_right_office() -> None:
    ours = Example("one", "https://a.example/", "unofficial", ("dinkes", "dinsos"), ())
    assert is_right(ours, Relation.UNOFFICIAL, "dinsos")
    assert not is_right(ours, Relation.UNOFFICIAL, "dishub")
    assert not is_right(ours, Relation.UNOFFICIAL, None)
    assert not is_right(ours, Relation.THIRD_PARTY, "dinkes")


def test_coverage_counts_answers_and_precision_the_right_ones() -> None:
    silent = Example("one", "https://b.example/", "unrelated", (), ())
    found = quality([news("third_party")] * 3 + [news("unrelated"), silent], model(5.0))
    assert (found.examples, found.covered, found.right) == (5, 4, 3)
    assert (found.coverage, found.precision) == (0.8, 0.75)


def test_no_examples_have_no_quality() -> None:
    found = quality([], model(5.0))
    assert (found.coverage, found.precision, found.calibration_error) == (0.0, 0.0, 0.0)


def test_a_model_that_is_as_often_right_as_it_says_is_calibrated() -> None:
    # e^3 / (e^3 + 5) is 0.80.
    examples = ([news("third_party")] * 4 + [news("unrelated")]) * 20
    assert quality(examples, model(3.0)).calibration_error < 0.01
    assert quality([news("third_party")] * 100, model(3.0)).calibration_error > 0.19


def test_a_model_that_says_too_much_is_found_out() -> None:
    examples = [news("third_party"), news("unrelated")] * 50
    assert quality(examples, model(9.0)).calibration_error > 0.45


def test_a_relation_is_said_from_what_reaches_the_wanted_share() -> None:
    sure = [news("third_party")] * 60
    unsure = [news("unrelated", strength=0.8)] * 20
    found = said_from(sure + unsure, {"one": model(6.0)}, {"third_party": 0.97}, rate=0.0)
    assert 0.96 < found["third_party"] < 0.99
    judged = msgspec.structs.replace(model(6.0), said_from=found)
    assert quality(sure + unsure, judged).precision == 1.0


def test_right_guesses_are_no_licence_to_guess() -> None:
    found = said_from(
        [news("third_party")] * 60, {"one": model(0.5)}, {"third_party": 0.9}, rate=0.0
    )
    assert found["third_party"] >= LEAST


def test_a_few_right_answers_bring_no_line_down() -> None:
    few = [news("third_party")] * (FEW - 1)
    found = said_from(few, {"one": model(6.0)}, {"third_party": 0.9}, rate=0.0)
    assert found["third_party"] == 0.99


def test_each_relation_has_its_own_line() -> None:
    """Both are 0.80 likely; only one may be said from there."""
    careful = msgspec.structs.replace(model(3.0), said_from={"third_party": 0.9})
    bold = msgspec.structs.replace(model(3.0, 0.9), said_from={"third_party": 0.7})
    assert quality([news("third_party")], careful).covered == 0
    assert quality([news("third_party")], bold).covered == 1


def test_what_was_left_out_taught_nothing() -> None:
    examples = [news("third_party", "one"), news("unrelated", "two"), news("unrelated", "three")]
    taught: list[list[str]] = []

    def learn(part: list[Example]) -> Weights:
        taught.append([e.scenario for e in part])
        return model(5.0)

    found = left_out(examples, learn)
    assert list(found) == ["one", "three", "two"]
    assert taught == [["two", "three"], ["one", "two"], ["one", "three"]]


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    first, second = news("third_party"), news("unrelated")
    path = tmp_path / "evidence.jsonl"
    assert write(path, [first]) == 1
    assert write(path, [second]) == 1
    assert read([path]) == [first, second]
