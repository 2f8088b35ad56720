"""The words of values: complete, in both languages, and the Indonesian of the models."""

import pytest
from django.db.models import TextChoices
from django.utils import translation

from ronda.accounts.models import Role
from ronda.cases.models import EventKind, FindingState
from ronda.discovery.models import Action
from ronda.engine.checks.contract import Area, Certainty, Outcome, Severity
from ronda.patrol.models import RoundKind, VisitState
from ronda.register.models import (
    Level,
    Lifecycle,
    NameKind,
    Relation,
    ScheduleClass,
    SiteState,
)
from ronda.web.labels import LOOKS, artifact_word, look

CHOICES: dict[str, type[TextChoices]] = {
    "role": Role,
    "level": Level,
    "name_kind": NameKind,
    "lifecycle": Lifecycle,
    "relation_full": Relation,
    "site_state": SiteState,
    "schedule": ScheduleClass,
    "action": Action,
    "round_kind": RoundKind,
    "visit_state": VisitState,
    "finding_state": FindingState,
    "event_kind": EventKind,
}


@pytest.mark.parametrize("kind", CHOICES)
def test_the_indonesian_word_is_the_models_own(kind: str) -> None:
    with translation.override("id"):
        shown = {value: str(look(kind, value).word) for value in CHOICES[kind].values}
    assert shown == {value: str(label) for value, label in CHOICES[kind].choices}


@pytest.mark.parametrize("kind", sorted(LOOKS))
def test_every_word_has_english(kind: str) -> None:
    with translation.override("en"):
        assert all(str(one.word).strip() for one in LOOKS[kind].values())


def test_every_value_of_the_checks_has_a_word() -> None:
    assert set(LOOKS["severity"]) == set(Severity)
    assert set(LOOKS["outcome"]) == set(Outcome)
    assert set(LOOKS["certainty"]) == set(Certainty)
    assert set(LOOKS["area"]) == set(Area.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["severity", "outcome", "relation", "reachable", "finding_state"])
def test_a_state_never_shows_by_colour_alone(kind: str) -> None:
    assert all(one.icon for one in LOOKS[kind].values())


def test_not_measured_has_neither_the_good_nor_a_bad_tone() -> None:
    assert look("outcome", "not_measured").tone == "is-unknown"
    assert look("reachable", None).tone == "is-unknown"


def test_an_unknown_value_shows_as_itself() -> None:
    assert look("relation", "baru").word == "baru"


def test_an_artifact_is_named_in_words() -> None:
    with translation.override("en"):
        assert artifact_word("page:robot") == "the front page as a search robot gets it"
        assert artifact_word("path:/.env") == "the answer at /.env"
