"""Attribution learns from people's answers, and never touches an answer by it."""

from collections.abc import Callable

import msgspec
import pytest

from ronda.accounts.models import Person
from ronda.discovery.lessons import learn_from_answers, lessons
from ronda.discovery.models import Action, Decision, Proposal
from ronda.discovery.proposing import candidate_facts
from ronda.discovery.services import decide, propose, record, undo
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.learning.local import MIN_ANSWERS
from ronda.engine.attribute.model import attribute
from ronda.engine.attribute.weights import shipped
from ronda.engine.discover.contract import Sighting
from ronda.register.gazetteer import gazetteer as register_gazetteer
from ronda.register.models import Agency, Relation, Site, TaughtWeights

pytestmark = pytest.mark.django_db
Seen = Callable[..., Sighting]


@pytest.fixture
def waiting(seen: Seen, gazetteer: Gazetteer, dinkes: Agency) -> list[Site]:
    """Candidates with the agency's name in their addresses, nothing read of them yet."""
    record([seen(f"https://dinkes-kota{n}.com/") for n in range(MIN_ANSWERS + 20)])
    sites = list(Site.objects.order_by("pk"))
    for site in sites:
        propose(site, gazetteer=gazetteer)
    return sites


def test_an_answer_keeps_what_had_been_seen(waiting: list[Site], officer: Person) -> None:
    decide(officer, waiting[0], Action.REJECT)
    (known,) = lessons()
    assert known.relation == Relation.UNRELATED
    assert known.agencies == ()
    assert {item.kind for item in known.items} >= {"agency_in_host"}


def test_an_answer_for_an_agency_teaches_the_agency(
    waiting: list[Site], officer: Person, dinkes: Agency
) -> None:
    decide(officer, waiting[0], Action.CORRECT, agency=dinkes)
    (known,) = lessons()
    assert (known.relation, known.agencies) == (Relation.UNOFFICIAL, ("dinkes",))


def test_an_answer_taken_back_or_skipped_teaches_nothing(
    waiting: list[Site], officer: Person
) -> None:
    decide(officer, waiting[0], Action.REJECT)
    decide(officer, waiting[1], Action.SKIP)
    undo(officer)  # the skip
    undo(officer)  # the answer
    decide(officer, waiting[2], Action.SKIP)
    assert lessons() == []


def test_what_was_learned_is_used_for_what_still_waits_and_leaves_answers_alone(
    waiting: list[Site], officer: Person, gazetteer: Gazetteer
) -> None:
    for site in waiting[:MIN_ANSWERS]:
        decide(officer, site, Action.REJECT)
    before = list(Decision.objects.order_by("pk").values())
    row = learn_from_answers()
    assert row is not None
    assert row.used
    assert row.after["right"] > row.before["right"]
    taught = register_gazetteer().weights
    assert taught is not None
    known = msgspec.structs.replace(gazetteer, weights=taught)
    said = attribute(candidate_facts(waiting[-1], None), known)
    assert (said.relation, said.model) == (Relation.UNRELATED, taught.version)
    assert attribute(candidate_facts(waiting[-1], None), gazetteer).relation != Relation.UNRELATED
    assert list(Decision.objects.order_by("pk").values()) == before
    decided = Site.objects.filter(pk__in=[s.pk for s in waiting[:MIN_ANSWERS]])
    assert set(decided.values_list("relation", flat=True)) == {Relation.UNRELATED}


def test_nothing_is_fitted_again_until_somebody_answers(
    waiting: list[Site], officer: Person
) -> None:
    for site in waiting[:MIN_ANSWERS]:
        decide(officer, site, Action.REJECT)
    first = learn_from_answers()
    assert learn_from_answers() == first
    assert TaughtWeights.objects.count() == 1
    decide(officer, waiting[-1], Action.REJECT)
    learn_from_answers()
    assert TaughtWeights.objects.count() == 2


def test_new_shipped_weights_put_the_old_learning_aside(
    waiting: list[Site], officer: Person
) -> None:
    for site in waiting[:MIN_ANSWERS]:
        decide(officer, site, Action.REJECT)
    learn_from_answers()
    TaughtWeights.objects.update(base="an older version")
    assert register_gazetteer().weights is None
    again = learn_from_answers()
    assert again is not None
    assert again.base == shipped().version


def test_few_answers_leave_the_shipped_weights(waiting: list[Site], officer: Person) -> None:
    decide(officer, waiting[0], Action.REJECT)
    assert learn_from_answers() is None
    assert register_gazetteer().weights is None


def test_a_proposal_of_an_older_version_without_evidence_can_be_answered(
    waiting: list[Site], officer: Person
) -> None:
    Proposal.objects.filter(site=waiting[0]).update(items=[])
    decide(officer, waiting[0], Action.REJECT)
    assert lessons() == []


def test_evidence_of_an_older_version_that_is_not_known_any_more_is_left_out(
    waiting: list[Site], officer: Person
) -> None:
    decide(officer, waiting[0], Action.REJECT)
    known = lessons()
    row = Decision.objects.get()
    row.items = [*row.items, ["", "a_kind_of_old", "dinkes", 1.0]]
    row.save()
    assert lessons() == known
