"""What an office's own answers teach: used only where it does better on answers left out."""

import msgspec

from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.learning.local import MIN_ANSWERS, learn
from ronda.engine.attribute.learning.quality import Quality, merged
from ronda.engine.attribute.weights import Weights, shipped

OURS = ("agency_in_title", "region_in_title")


def answer(number: int, relation: str, *kinds: str) -> Example:
    """What people decided on a site with evidence of these kinds."""
    items = tuple(Item(kind, "", "", 1.0) for kind in kinds)
    return Example("", f"https://situs{number}.example/", relation, (), items)


def neutral() -> Weights:
    """Weights to which "news" says nothing yet."""
    relation = {**shipped().relation, "news": {}}
    return msgspec.structs.replace(shipped(), relation=relation)


def answers(count: int) -> list[Example]:
    """News that people called a third party's, between sites that they called unrelated."""
    return [
        answer(n, "third_party", "news", "no_sign") if n % 2 else answer(n, "unrelated", "no_sign")
        for n in range(count)
    ]


def test_few_answers_teach_nothing() -> None:
    assert learn(answers(MIN_ANSWERS - 1), neutral()) is None


def test_answers_about_official_names_alone_teach_no_relation() -> None:
    official = [answer(n, "official", "in_zone") for n in range(MIN_ANSWERS * 2)]
    assert learn(official, shipped()) is None


def test_what_people_keep_saying_is_learned_and_better_on_answers_left_out() -> None:
    taught = learn(answers(MIN_ANSWERS * 2), neutral())
    assert taught is not None
    assert taught.weights.relation["news"]["third_party"] > 0.5
    assert taught.after.right > taught.before.right
    assert taught.better
    assert taught.weights.version.startswith(shipped().version + "+")


def test_answers_without_any_rule_are_not_taken_for_one() -> None:
    kinds = ("unofficial", "unrelated", "third_party", "other_government", "impersonation")
    muddle = [answer(n, kinds[n * n % 5], "no_sign") for n in range(MIN_ANSWERS * 2)]
    taught = learn(muddle, shipped())
    assert taught is not None
    wrong = taught.after.covered - taught.after.right
    assert not taught.better or wrong <= taught.before.covered - taught.before.right


def test_the_same_answers_teach_the_same() -> None:
    known = answers(MIN_ANSWERS)
    assert learn(known, neutral()) == learn(known, neutral())


def test_it_tells_between_fits_that_it_goes_on() -> None:
    beats: list[int] = []
    learn(answers(MIN_ANSWERS), neutral(), progress=lambda: beats.append(1))
    assert len(beats) == 5


def test_figures_of_parts_add_up() -> None:
    whole = merged([Quality(10, 8, 6, 0.1), Quality(30, 20, 20, 0.02)])
    assert (whole.examples, whole.covered, whole.right) == (40, 28, 26)
    assert abs(whole.calibration_error - 0.04) < 1e-9
