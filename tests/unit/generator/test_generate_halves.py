"""The halves share words of law and office, and nothing else."""

import itertools
import re
from typing import get_args

import pytest

from ronda.lab.generate.corpus import corpus, rules_of
from ronda.lab.generate.files import read_toml
from ronda.lab.generate.grammar import Grammar
from ronda.lab.generate.settings import Half

HALVES: tuple[Half, ...] = get_args(Half)
PAIRS = tuple(itertools.combinations(HALVES, 2))
# Values that the plan and the pen put into the context of rules.
CONTEXT = """agency gov.area app.name app.full word town village paper firm digits4 named agencies.all
    abbr short former region root.name address phone email service programme thing people
    other.zone other.name other.slug other.area zone zone.dashed token app slug whole short.slug
    abbr.slug former.token town.slug village.slug paper.slug firmslug blog builder n root street
    postcode area area.short number6 bet.brand phish.brand service.token region.syllables
    region.initials agency.caps region.caps"""
# The rules from which a half puts its gambling hosts together.
GAMBLING_PARTS: dict[Half, tuple[str, ...]] = {
    "tuning": ("b.a", "b.b"),
    "rehearsal": ("y.a", "y.b"),
    "evaluation": ("z.a", "z.b"),
}


def templates(half: str) -> set[str]:
    """All templates of a half that say something beside their slots."""
    return {
        template
        for choices in rules_of(half).values()
        for template in choices
        if re.search(r"[a-z]", re.sub(r"\{[^}]*\}", "", template), re.IGNORECASE)
    }


def topic_words(half: Half) -> set[str]:
    """All words of a half's topics, whatever they are for."""
    return {
        text
        for topic in read_toml(half, "topics.toml").values()
        for texts in topic.values()
        for text in texts
    }


def gambling_parts(half: Half) -> set[str]:
    """The words of a half's gambling hosts."""
    return {text for rule in GAMBLING_PARTS[half] for text in rules_of(half)[rule]}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_template_stands_in_two_halves(one: Half, other: Half) -> None:
    """Not a sentence, not a title, not a name, not a form of host."""
    assert templates(one) & templates(other) == set()


@pytest.mark.parametrize("half", HALVES)
def test_no_half_repeats_what_is_common(half: Half) -> None:
    """What all need stands in the common list once."""
    assert templates(half) & templates("common") == set()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_topics_of_two_halves_share_no_word(one: Half, other: Half) -> None:
    """Applications, services, programmes, things and people differ."""
    assert topic_words(one) & topic_words(other) == set()


@pytest.mark.parametrize("half", HALVES)
def test_every_half_knows_the_topics_of_the_nomenclature(half: Half) -> None:
    """An agency of any half has something to say."""
    assert set(corpus(half).topics) == {nomen.topic for nomen in corpus(half).nomenclature}


@pytest.mark.parametrize("half", HALVES)
def test_every_slot_is_a_rule_or_a_known_value(half: Half) -> None:
    """No template waits for a word that never comes."""
    grammar = Grammar({**rules_of("common"), **rules_of(half)})
    unknown = {
        (name, slot)
        for name, choices in grammar.rules.items()
        for template in choices
        for slot in grammar.slots(template)
        if slot not in grammar.rules and slot not in CONTEXT.split()
    }
    assert unknown == set()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_gambling_names_of_two_halves_have_nothing_in_common(one: Half, other: Half) -> None:
    """Neither phrases nor parts of hosts."""
    assert not set(rules_of(one)["bet.word"]) & set(rules_of(other)["bet.word"])
    assert not gambling_parts(one) & gambling_parts(other)


def test_the_rehearsal_half_has_at_least_the_tuning_halfs_wealth_of_words() -> None:
    """Else its provinces would repeat themselves, and a rule that holds there would show little."""
    assert len(templates("rehearsal")) >= len(templates("tuning"))
    assert len(topic_words("rehearsal")) >= len(topic_words("tuning"))
    assert set(rules_of("rehearsal")) >= {
        rule for rule in rules_of("tuning") if rule.startswith(("host.", "bet.", "tempt."))
    }
