"""Who is not sure asks a colleague; the site then waits for the one who can say more."""

from collections.abc import Callable

import pytest

from ronda.accounts.models import Person, Role
from ronda.discovery.asking import answer, ask, colleagues_of, take_back
from ronda.discovery.deciding import DecisionRefused, decide
from ronda.discovery.models import Action
from ronda.discovery.recording import record
from ronda.discovery.selectors import candidates_visible_to
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Site

pytestmark = pytest.mark.django_db
Seen = Callable[..., Sighting]


@pytest.fixture
def sites(seen: Seen) -> list[Site]:
    """Three candidates, in the order of deciding."""
    record([seen(f"https://{name}.id/") for name in ("melati", "kenanga", "cempaka")])
    return list(Site.objects.order_by("pk"))


@pytest.fixture
def colleague(db: None) -> Person:
    return Person.objects.create_user("rekan", role=Role.SECURITY)


def order(person: Person) -> list[str]:
    return [site.host.removesuffix(".id") for site in candidates_visible_to(person)]


def test_a_question_goes_to_the_front_for_one_and_to_the_end_for_the_other(
    sites: list[Site], officer: Person, colleague: Person
) -> None:
    ask(officer, sites[1], colleague, "Masih punya kita?")
    assert order(colleague) == ["kenanga", "melati", "cempaka"]
    assert order(officer) == ["melati", "cempaka", "kenanga"]


def test_an_answer_brings_the_site_back_to_who_asked(
    sites: list[Site], officer: Person, colleague: Person
) -> None:
    answer(colleague, ask(officer, sites[2], colleague, "Kenal?"), "Kontraknya habis 2024.")
    assert order(officer) == ["cempaka", "melati", "kenanga"]
    assert order(colleague) == ["melati", "kenanga", "cempaka"]


def test_a_question_taken_back_changes_nothing(
    sites: list[Site], officer: Person, colleague: Person
) -> None:
    take_back(officer, ask(officer, sites[1], colleague, "Kenal?"))
    assert order(officer) == order(colleague) == ["melati", "kenanga", "cempaka"]


def test_only_who_was_asked_answers_and_only_once(
    sites: list[Site], officer: Person, colleague: Person
) -> None:
    question = ask(officer, sites[0], colleague, "Kenal?")
    with pytest.raises(PermissionError):
        answer(officer, question, "Tidak")
    answer(colleague, question, "Ya")
    with pytest.raises(DecisionRefused):
        answer(colleague, question, "Tidak")


@pytest.mark.parametrize("note", ["", "   "])
def test_a_question_needs_words_and_somebody(
    note: str, sites: list[Site], officer: Person, colleague: Person
) -> None:
    with pytest.raises(DecisionRefused):
        ask(officer, sites[0], colleague, note)
    with pytest.raises(DecisionRefused):
        ask(officer, sites[0], None, "Kenal?")
    with pytest.raises(DecisionRefused):
        ask(officer, sites[0], officer, "Kenal?")


def test_nobody_is_asked_about_a_decided_site(
    sites: list[Site], officer: Person, colleague: Person
) -> None:
    decide(officer, sites[0], Action.REJECT)
    with pytest.raises(DecisionRefused):
        ask(officer, sites[0], colleague, "Kenal?")


def test_an_agencys_person_is_never_asked(officer: Person, colleague: Person) -> None:
    Person.objects.create_user("opd", role=Role.AGENCY)
    Person.objects.create_user("kadis", role=Role.LEADER)
    assert [one.username for one in colleagues_of(officer)] == ["rekan", "kadis"]
