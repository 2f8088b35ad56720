"""The tuning half and the evaluation half share words of law and office, and nothing else."""

import re

import pytest

from ronda.lab.generate.corpus import corpus, rules_of
from ronda.lab.generate.files import read_toml
from ronda.lab.generate.grammar import Grammar
from ronda.lab.generate.settings import Half

HALVES: tuple[Half, ...] = ("tuning", "evaluation")
# Values that the plan and the pen put into the context of rules.
CONTEXT = """agency gov.area app.name app.full word town village paper firm digits4 named agencies.all
    abbr short former region root.name address phone email service programme thing people
    other.zone other.name other.slug other.area zone zone.dashed token app slug whole short.slug
    abbr.slug former.token town.slug village.slug paper.slug firmslug blog builder n root street
    postcode area area.short number6 bet.brand phish.brand service.token"""


def templates(half: str) -> set[str]:
    """All templates of a half that say something beside their slots."""
    return {
        template
        for choices in rules_of(half).values()
        for template in choices
        if re.search(r"[a-z]", re.sub(r"\{[^}]*\}", "", template), re.IGNORECASE)
    }


def test_no_template_stands_in_both_halves() -> None:
    """Not a sentence, not a title, not a name, not a form of host."""
    assert templates("tuning") & templates("evaluation") == set()


@pytest.mark.parametrize("half", HALVES)
def test_no_half_repeats_what_is_common(half: Half) -> None:
    """What both need stands in the common list once."""
    assert templates(half) & templates("common") == set()


def test_topics_of_the_halves_share_no_word() -> None:
    """Applications, services, programmes, things and people differ."""

    def words(half: Half) -> set[str]:
        return {
            text
            for topic in read_toml(half, "topics.toml").values()
            for texts in topic.values()
            for text in texts
        }

    assert words("tuning") & words("evaluation") == set()


def test_both_halves_know_the_same_topics_as_the_nomenclature() -> None:
    """An agency of either half has something to say."""
    used = {nomen.topic for nomen in corpus("tuning").nomenclature}
    assert used == set(corpus("tuning").topics) == set(corpus("evaluation").topics)


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


def test_gambling_names_of_the_halves_have_nothing_in_common() -> None:
    """Neither phrases nor parts of hosts."""
    tuning, evaluation = rules_of("tuning"), rules_of("evaluation")
    assert not set(tuning["bet.word"]) & set(evaluation["bet.word"])
    assert not {*tuning["b.a"], *tuning["b.b"]} & {*evaluation["z.a"], *evaluation["z.b"]}
