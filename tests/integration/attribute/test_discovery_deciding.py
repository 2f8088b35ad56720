"""What a person says about a site holds, for ever, and can be taken back once."""

from collections.abc import Callable

import pytest

from ronda.accounts.models import Person, Role
from ronda.discovery.deciding import DecisionRefused, decide
from ronda.discovery.models import Action, Decision, Proposal
from ronda.discovery.proposing import propose
from ronda.discovery.recording import record
from ronda.discovery.selectors import candidates_visible_to, precision_of_proposals
from ronda.discovery.undoing import undo
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Agency, Relation, Site, SiteState, Zone

pytestmark = pytest.mark.django_db
Seen = Callable[..., Sighting]


@pytest.fixture
def site(seen: Seen) -> Site:
    """A candidate."""
    record([seen("https://dinkes-arunika.com/")])
    return Site.objects.get()


@pytest.fixture
def proposed(site: Site, dinkes: Agency, seen: Seen) -> Site:
    """A candidate with a proposal that dares."""
    Proposal.objects.create(
        site=site,
        relation=Relation.UNOFFICIAL,
        agency=dinkes,
        probability=0.94,
        model="uji",
        made_at=seen("x").seen_at,
    )
    return site


def state(site: Site) -> tuple[str, str, Agency | None]:
    site.refresh_from_db()
    return site.state, site.relation, site.agency


def test_to_confirm_registers_the_site_as_proposed(
    proposed: Site, officer: Person, dinkes: Agency
) -> None:
    decide(officer, proposed, Action.CONFIRM)
    assert state(proposed) == (SiteState.REGISTERED, Relation.UNOFFICIAL, dinkes)
    assert proposed.confirmed_by == officer
    assert proposed.history.first().history_change_reason


def test_what_is_ours_from_now_on_is_due_at_once(
    proposed: Site, officer: Person, seen: Seen
) -> None:
    Site.objects.update(due_at=seen("x").seen_at)
    proposed.refresh_from_db()
    decide(officer, proposed, Action.CONFIRM)
    proposed.refresh_from_db()
    assert proposed.due_at is None


def test_to_correct_takes_the_other_agency(proposed: Site, officer: Person, dishub: Agency) -> None:
    decide(officer, proposed, Action.CORRECT, agency=dishub)
    assert state(proposed) == (SiteState.REGISTERED, Relation.UNOFFICIAL, dishub)


def test_a_rejected_site_never_waits_for_a_decision_again(
    proposed: Site, officer: Person, seen: Seen, gazetteer: Gazetteer
) -> None:
    decide(officer, proposed, Action.REJECT)
    record([seen("https://dinkes-arunika.com/", "links", "halaman lain")])
    assert propose(proposed, gazetteer=gazetteer) is None
    assert state(proposed) == (SiteState.REGISTERED, Relation.UNRELATED, None)
    assert not candidates_visible_to(officer).exists()


def test_an_impersonation_is_not_the_agencys_site(
    proposed: Site, officer: Person, dinkes: Agency
) -> None:
    decision = decide(officer, proposed, Action.COPY)
    assert decision.agency == dinkes
    assert state(proposed) == (SiteState.REGISTERED, Relation.IMPERSONATION, None)


def test_a_skip_changes_nothing_but_the_order(proposed: Site, officer: Person, seen: Seen) -> None:
    record([seen("https://lain.id/")])
    assert candidates_visible_to(officer).first() == proposed
    decide(officer, proposed, Action.SKIP)
    assert state(proposed)[0] == SiteState.CANDIDATE
    assert candidates_visible_to(officer).last() == proposed


def test_later_proposals_leave_a_confirmed_site_alone(
    proposed: Site, officer: Person, gazetteer: Gazetteer, dishub: Agency
) -> None:
    decide(officer, proposed, Action.CORRECT, agency=dishub)
    before = Proposal.objects.get()
    assert propose(proposed, gazetteer=gazetteer) is None
    assert Proposal.objects.get().made_at == before.made_at
    assert state(proposed)[2] == dishub


def test_later_sightings_leave_a_confirmed_site_alone(
    proposed: Site, officer: Person, seen: Seen, dinkes: Agency
) -> None:
    decide(officer, proposed, Action.CONFIRM)
    record([seen("https://dinkes-arunika.com/", "zone", "zone")])
    assert state(proposed) == (SiteState.REGISTERED, Relation.UNOFFICIAL, dinkes)


@pytest.mark.parametrize("action", list(Action))
def test_an_undone_answer_leaves_no_trace_on_the_site(
    proposed: Site, officer: Person, dishub: Agency, action: str
) -> None:
    before = state(proposed)
    decide(officer, proposed, action, agency=dishub)
    undone = undo(officer)
    assert undone is not None
    assert undone.undone_at is not None
    assert state(proposed) == before
    assert proposed.confirmed_at is None
    assert undo(officer) is None


def test_undo_restores_an_earlier_confirmation(
    proposed: Site, officer: Person, dinkes: Agency, dishub: Agency
) -> None:
    decide(officer, proposed, Action.CONFIRM)
    decide(officer, proposed, Action.CORRECT, agency=dishub)
    undo(officer)
    assert state(proposed) == (SiteState.REGISTERED, Relation.UNOFFICIAL, dinkes)
    assert proposed.confirmed_by == officer


def test_undo_refuses_when_somebody_else_decided_since(
    proposed: Site, officer: Person, dishub: Agency
) -> None:
    other = Person.objects.create_user("rekan", role=Role.SECURITY)
    decide(officer, proposed, Action.CONFIRM)
    decide(other, proposed, Action.CORRECT, agency=dishub)
    with pytest.raises(DecisionRefused):
        undo(officer)
    assert state(proposed)[2] == dishub


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR, Role.LEADER])
def test_only_who_decides_may_decide(proposed: Site, role: str) -> None:
    person = Person.objects.create_user("orang", role=role)
    with pytest.raises(PermissionError):
        decide(person, proposed, Action.CONFIRM)
    with pytest.raises(PermissionError):
        undo(person)
    assert not Decision.objects.exists()


def test_an_undecided_proposal_cannot_be_confirmed(site: Site, officer: Person) -> None:
    with pytest.raises(DecisionRefused):
        decide(officer, site, Action.CONFIRM)
    assert state(site)[0] == SiteState.CANDIDATE


def test_a_site_outside_the_zones_cannot_be_official(
    proposed: Site, officer: Person, dinkes: Agency
) -> None:
    with pytest.raises(DecisionRefused):
        decide(officer, proposed, Action.CORRECT, relation=Relation.OFFICIAL, agency=dinkes)


def test_an_unofficial_site_needs_its_agency(site: Site, officer: Person) -> None:
    with pytest.raises(DecisionRefused):
        decide(officer, site, Action.CORRECT, relation=Relation.UNOFFICIAL)


def test_an_official_name_without_agency_waits_after_the_candidates(
    proposed: Site, officer: Person, seen: Seen, zone: Zone, dinkes: Agency
) -> None:
    record([seen("https://dinkes.arunikaprov.go.id/", "zone", "zone")])
    waiting = list(candidates_visible_to(officer))
    assert [s.host for s in waiting] == ["dinkes-arunika.com", "dinkes.arunikaprov.go.id"]
    decide(officer, waiting[1], Action.CORRECT, agency=dinkes)
    assert state(waiting[1]) == (SiteState.REGISTERED, Relation.OFFICIAL, dinkes)
    assert candidates_visible_to(officer).count() == 1


def test_an_agencys_person_sees_no_candidates(proposed: Site, dinkes: Agency) -> None:
    person = Person.objects.create_user("opd", role=Role.AGENCY)
    person.agencies.add(dinkes)
    assert not candidates_visible_to(person).exists()


def test_precision_counts_answers_that_stand(
    proposed: Site, officer: Person, dishub: Agency
) -> None:
    assert precision_of_proposals().share is None
    decide(officer, proposed, Action.CORRECT, agency=dishub)
    assert precision_of_proposals().share == 0.0
    undo(officer)
    decide(officer, proposed, Action.CONFIRM)
    assert precision_of_proposals().share == 1.0
    assert precision_of_proposals().answered == 1
