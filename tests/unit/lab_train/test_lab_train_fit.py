"""Fitting weights: what was drawn from known weights is found again, and nothing is made up."""

import math
import random
import tomllib

import msgspec

from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.learning.fit import RELATIONS, fit, strongest, thinned
from ronda.engine.attribute.weights import Weights, shipped
from ronda.lab.train.toml import start, written

START = Weights(
    version="start",
    abstain_below=0.8,
    prior={"official": 0.0, **dict.fromkeys(RELATIONS, 0.0)},
    agency={"none": 1.0, "none_at_apex": 1.0, "title_name": 1.0, "text_name": 1.0},
    relation={"news": {"third_party": 0.0}, "school": {"unrelated": 0.7}},
)


def example(relation: str, *kinds: str, agencies: tuple[str, ...] = ()) -> Example:
    """A site outside the zones with evidence of these kinds."""
    items = tuple(Item(kind, "", "", 1.0) for kind in kinds)
    return Example("made-up", "https://a.example/", relation, agencies, items)


def drawn(count: int, pull: float) -> list[Example]:
    """Sites of which half look like news; that pulls their odds of "third_party" by ``pull``."""
    dice = random.Random(7)
    found = []
    for number in range(count):
        kinds = ("news",) if number % 2 else ()
        powers = [math.exp(pull if kinds and r == "third_party" else 0.0) for r in RELATIONS]
        found.append(example(dice.choices(RELATIONS, powers)[0], *kinds))
    return found


def office(title: str, text: str, right: str) -> Example:
    """A site in the zone whose title and text name two offices."""
    items = (
        Item("in_zone", "", "", 1.0),
        Item("", "title_name", title, 1.0),
        Item("", "text_name", text, 1.0),
    )
    return Example("made-up", "https://b.example/", "official", (right,), items)


def test_the_weight_that_examples_were_drawn_with_is_found_again() -> None:
    found = fit(drawn(4_000, pull=2.0), START, hold=0.0001)
    news = found.relation["news"]
    rest = [news.get(name, 0.0) for name in RELATIONS if name != "third_party"]
    assert abs(news["third_party"] - sum(rest) / len(rest) - 2.0) < 0.2


def test_evidence_that_changes_nothing_gets_no_weight() -> None:
    found = fit(drawn(4_000, pull=0.0), START, hold=0.0001)
    assert all(abs(value) < 0.25 for value in found.relation["news"].values())


def test_what_no_example_shows_keeps_its_weight() -> None:
    found = fit(drawn(400, pull=2.0), START)
    assert found.relation["school"] == START.relation["school"]
    assert found.agency == START.agency


def test_without_examples_nothing_moves() -> None:
    found = fit([], shipped())
    assert found.prior == shipped().prior
    assert found.agency == shipped().agency
    for kind, table in shipped().relation.items():
        assert found.relation[kind] == {name: value for name, value in table.items() if value}


def test_the_more_it_holds_the_less_it_moves() -> None:
    examples = drawn(200, pull=2.0)
    loose, tight = fit(examples, START, hold=0.001), fit(examples, START, hold=1.0)
    assert loose.relation["news"]["third_party"] > 3 * tight.relation["news"]["third_party"] > 0


def test_the_evidence_that_names_the_right_office_gains() -> None:
    examples = [office("dinkes", "dishub", "dinkes") for _ in range(40)]
    found = fit(examples, START, hold=0.01)
    assert found.agency["title_name"] > 1.5 > found.agency["text_name"]


def test_an_office_without_evidence_teaches_that_nobody_is_named() -> None:
    examples = [office("dinkes", "dinkes", "dishub") for _ in range(40)]
    assert fit(examples, START, hold=0.01).agency["none"] > START.agency["none"]


def test_the_same_examples_give_the_same_weights() -> None:
    examples = drawn(300, pull=1.0)
    assert fit(examples, START) == fit(list(examples), START)


def test_a_site_in_the_zone_does_not_teach_about_relations() -> None:
    inside = [office("dinkes", "dinkes", "dinkes")] * 20
    assert fit(inside, START).prior == START.prior


def test_evidence_of_one_kind_counts_once_and_a_named_title_hides_many_offices() -> None:
    items = (
        Item("agency_in_title", "title_name", "a", 0.7),
        Item("agency_in_title", "title_name", "b", 0.9),
        Item("many_offices", "", "", 1.0),
    )
    seen = Example("made-up", "https://c.example/", "unofficial", ("b",), items)
    assert strongest(seen) == {"agency_in_title": 0.9}


def test_written_weights_are_read_back_as_they_were() -> None:
    model = fit(drawn(200, pull=1.0), shipped())
    read = msgspec.convert(tomllib.loads(written(model, 200)), Weights)
    assert read == model


def test_thinned_copies_lack_some_evidence_and_are_the_same_each_time() -> None:
    whole = example("impersonation", "asks_secrets", "third_mail", "hurries", "asks_money")
    copies = [thinned(whole, number, 0.35) for number in range(20)]
    assert copies == [thinned(whole, number, 0.35) for number in range(20)]
    counts = {len(copy.items) for copy in copies}
    assert len(counts) > 1
    assert max(counts) <= 4


def test_thinning_leaves_no_relation_to_hang_on_one_kind() -> None:
    tell = example("impersonation", "asks_secrets", "third_mail")
    own = example("unofficial", "zone_mail")
    examples = [
        msgspec.structs.replace(e, url=f"https://s{n}.example/")
        for n in range(40)
        for e in (tell, own)
    ]
    start = msgspec.structs.replace(START, relation={"asks_secrets": {"impersonation": 6.0}})

    def by_mail_alone(model: Weights) -> float:
        table = model.relation["third_mail"]
        return table["impersonation"] - table["unofficial"]

    plain = fit(examples, start, hold=0.001)
    thin = fit(examples, start, hold=0.001, thin=4)
    assert by_mail_alone(thin) > 1.5 * by_mail_alone(plain)


def test_balance_makes_a_rare_relation_count_as_much_as_a_common_one() -> None:
    """Nine of ten that look like news are a third party's, one is a swindler's."""
    examples = [example("third_party", "news")] * 90 + [example("impersonation", "news")] * 10

    def gap(balance: float) -> float:
        found = fit(examples, START, hold=0.0001, balance=balance)
        table = found.relation["news"]
        pull = table["third_party"] - table.get("impersonation", 0.0)
        return pull + found.prior["third_party"] - found.prior["impersonation"]

    assert gap(0.0) > 1.8
    assert abs(gap(1.0)) < 0.1
    assert gap(1.0) < gap(0.5) < gap(0.0)


def test_a_fit_starts_from_a_guess_for_every_kind_that_ships() -> None:
    assert start().relation.keys() == shipped().relation.keys()
    assert start().agency.keys() == shipped().agency.keys()


def test_what_names_an_office_never_speaks_against_it() -> None:
    examples = [office("one", "two", "one")] * 30
    found = fit(examples, START, hold=0.0001)
    assert found.agency["text_name"] == 0.0
    assert found.agency["title_name"] > 1.0
