"""The learning curve: who is held out, and what a point says."""

from types import SimpleNamespace
from typing import Any

import msgspec

from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.weights import shipped
from ronda.lab.train.curve import curve_from, point, split
from ronda.lab.train.examples import Seen

OURS = (
    Item("agency_in_title", "title_name", "dinkes", 1.0),
    Item("agency_contact", "phone", "dinkes", 1.0),
    Item("region_in_title", "", "", 1.0),
)


def seen(url: str) -> Seen:
    nothing: Any = None
    return Seen(SimpleNamespace(url=url), nothing, nothing)


def example(number: int, relation: str, *items: Item) -> Example:
    right = ("dinkes",) if relation == "unofficial" else ()
    return Example("made-up", f"https://s{number}.example/", relation, right, items)


def test_held_out_sites_are_the_same_whatever_else_waits() -> None:
    few = [seen(f"https://s{n}.example/") for n in range(40)]
    many = [*few, *(seen(f"https://t{n}.example/") for n in range(40))]
    _, held = split(few)
    _, held_of_many = split(many)
    assert {one.site.url for one in held} <= {one.site.url for one in held_of_many}


def test_no_site_is_both_decided_on_and_held_out() -> None:
    every = [seen(f"https://s{n}.example/") for n in range(200)]
    taught, held = split(every)
    urls = {one.site.url for one in taught}
    assert not urls & {one.site.url for one in held}
    assert len(urls) + len(held) == 200
    assert 60 < len(urls) < 140


def test_a_point_counts_what_was_said_and_what_was_right() -> None:
    known = [example(n, "unofficial", *OURS) for n in range(3)]
    wrong = example(9, "third_party", *OURS)
    unsure = example(10, "unrelated")
    said = point(7, [*known, wrong, unsure], shipped())
    assert (said.decisions, said.sites) == (7, 5)
    assert said.covered - said.right == 1
    assert said.unofficial_precision == 0.75
    assert said.unofficial_recall == 1.0


def test_a_point_of_no_sites_is_no_division_by_zero() -> None:
    empty = point(0, [], shipped())
    assert msgspec.structs.astuple(empty) == (0, 0, 0, 0, 0.0, 0.0, 0.0, 0)


def test_a_curve_from_examples_judges_only_sites_nobody_decided_on() -> None:
    news = (Item("no_sign", "", "", 1.0), Item("news", "", "", 1.0))
    every = [
        example(n, "third_party" if n % 2 else "unrelated", *news[: 1 + n % 2]) for n in range(300)
    ]
    zone = [example(n, "official", Item("in_zone", "", "", 1.0)) for n in range(400, 440)]
    first, last = curve_from([*every, *zone], [0, 1000])
    assert first.decisions == 0
    assert last.decisions + last.sites == 300
    assert last.sites == first.sites
    assert last.best_right >= first.best_right
