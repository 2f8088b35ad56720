"""Sentences from templates."""

from random import Random

import pytest

from ronda.lab.generate.grammar import BadGrammar, Grammar, dotted, joined


def say(rules: dict[str, list[str]], name: str = "start", seed: int = 1, **context: str) -> str:
    """Say a rule with a seed."""
    return Grammar(rules).say(Random(seed), name, context)


def test_a_slot_is_another_rule_or_a_value_of_the_context() -> None:
    """The context goes before the rules."""
    rules = {"start": ["{greeting}, {who}"], "greeting": ["halo"], "who": ["semua"]}
    assert say(rules, who="warga") == "halo, warga"


def test_a_slot_with_a_caret_begins_with_a_capital() -> None:
    """Sentences may begin with a slot."""
    assert say({"start": ["{^what} naik"], "what": ["harga cabai"]}) == "Harga cabai naik"


@pytest.mark.parametrize("seed", range(20))
def test_a_list_has_different_parts(seed: int) -> None:
    """Three out of three, whatever the chance, in the order in which they came."""
    said = say({"start": ["{fruit*3-3}"], "fruit": ["nanas", "salak", "duku"]}, seed=seed)
    assert sorted(said.replace(", dan ", ", ").replace(", serta ", ", ").split(", ")) == [
        "duku",
        "nanas",
        "salak",
    ]


def test_a_list_that_runs_out_is_shorter() -> None:
    """Two different ones are all there are."""
    assert say({"start": ["{fruit*4-4}"], "fruit": ["nanas"]}) == "nanas"


@pytest.mark.parametrize(
    ("items", "expected"),
    [(["a"], "a"), (["a", "b"], "a dan b"), (["a", "b", "c"], "a, b, dan c")],
)
def test_lists_are_joined_as_indonesian_joins_them(items: list[str], expected: str) -> None:
    """One, two, many."""
    assert joined(items) == expected


def test_numbers_have_dots_between_thousands() -> None:
    """12.500, not 12,500."""
    assert dotted(12500) == "12.500"
    assert say({"start": ["{#1500-1500} orang"]}) == "1.500 orang"


def test_an_unknown_slot_is_named() -> None:
    """The message says which."""
    with pytest.raises(BadGrammar, match="'nobody'"):
        say({"start": ["{nobody}"]})


def test_a_slot_that_cannot_be_read_is_named_with_its_template() -> None:
    """A slip in a data file is found where it stands."""
    with pytest.raises(BadGrammar, match="cannot read the slot 'A B'"):
        say({"start": ["{A B}"]})


def test_rules_without_end_are_refused() -> None:
    """Nesting is bounded."""
    with pytest.raises(BadGrammar, match="deeper than"):
        say({"start": ["{start}"]})
