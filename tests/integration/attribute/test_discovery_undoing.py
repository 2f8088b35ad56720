"""An answer that is taken back leaves everything as it was: site, findings, those of the same go."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ronda.accounts.models import Person, Role
from ronda.cases.models import Finding, FindingState
from ronda.discovery.deciding import DecidedMeanwhile, DecisionRefused, decide, decide_together
from ronda.discovery.models import Action, Decision
from ronda.discovery.recording import record
from ronda.discovery.selectors import candidates_visible_to, track_record
from ronda.discovery.undoing import undo, undo_decision
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Agency, Relation, Site, SiteState, System

pytestmark = pytest.mark.django_db
Seen = Callable[..., Sighting]


@pytest.fixture
def sites(seen: Seen) -> list[Site]:
    """Three candidates."""
    record([seen(f"https://{name}.id/") for name in ("melati", "kenanga", "cempaka")])
    return list(Site.objects.order_by("pk"))


@pytest.fixture
def finding(sites: list[Site], seen: Seen) -> Finding:
    """A confirmed finding on the first of them."""
    at = seen("x").seen_at
    return Finding.objects.create(
        site=sites[0], check_id="HEADERS.HSTS", severity="low", verdict={}, opened_at=at,
        last_seen_at=at, confirmed_at=at, state=FindingState.CONFIRMED,
    )  # fmt: skip


def test_findings_that_the_answer_withdrew_are_open_again(
    sites: list[Site], officer: Person, finding: Finding
) -> None:
    decide(officer, sites[0], Action.REJECT)
    finding.refresh_from_db()
    assert finding.state == FindingState.WITHDRAWN
    undo(officer)
    finding.refresh_from_db()
    assert (finding.state, finding.closed_at) == (FindingState.CONFIRMED, None)
    assert "diurungkan" in finding.events.last().text


def test_a_finding_that_was_withdrawn_before_stays_closed(
    sites: list[Site], officer: Person, finding: Finding, seen: Seen
) -> None:
    Finding.objects.update(state=FindingState.WITHDRAWN, closed_at=seen("x").seen_at)
    decide(officer, sites[0], Action.REJECT)
    undo(officer)
    finding.refresh_from_db()
    assert finding.state == FindingState.WITHDRAWN


def test_what_was_opened_anew_meanwhile_is_not_doubled(
    sites: list[Site], officer: Person, finding: Finding
) -> None:
    decide(officer, sites[0], Action.REJECT)
    finding.pk = None
    finding.state = FindingState.UNCONFIRMED
    finding.save()
    undo(officer)
    assert Finding.objects.open().count() == 1


def test_the_application_that_a_site_served_is_back(
    sites: list[Site], officer: Person, dinkes: Agency
) -> None:
    system = System.objects.create(agency=dinkes, name="Antrean")
    Site.objects.filter(pk=sites[0].pk).update(system=system, agency=dinkes)
    decide(officer, sites[0], Action.REJECT)
    sites[0].refresh_from_db()
    assert sites[0].system is None
    undo(officer)
    sites[0].refresh_from_db()
    assert sites[0].system == system


def test_any_answer_can_be_taken_back_and_it_is_kept_who_did(
    sites: list[Site], officer: Person
) -> None:
    first = decide(officer, sites[0], Action.REJECT)
    decide(officer, sites[1], Action.REJECT)
    other = Person.objects.create_user("rekan", role=Role.SECURITY)
    undo_decision(other, first)
    first.refresh_from_db()
    sites[0].refresh_from_db()
    sites[1].refresh_from_db()
    assert first.undone_by == other
    assert (sites[0].state, sites[1].state) == (SiteState.CANDIDATE, SiteState.REGISTERED)
    with pytest.raises(DecisionRefused):
        undo_decision(other, first)


def test_several_are_decided_and_taken_back_as_one(sites: list[Site], officer: Person) -> None:
    done = decide_together(officer, sites, Action.COPY)
    assert [d.site for d in done.decided] == sites
    assert not candidates_visible_to(officer).exists()
    undo(officer)
    assert candidates_visible_to(officer).count() == 3
    assert not Decision.objects.filter(undone_at__isnull=True).exists()


def test_one_of_several_is_taken_back_alone(sites: list[Site], officer: Person) -> None:
    done = decide_together(officer, sites, Action.REJECT)
    undo_decision(officer, done.decided[1], alone=True)
    assert [s.pk for s in candidates_visible_to(officer)] == [sites[1].pk]


def test_of_several_those_that_somebody_else_decided_stay_as_they_are(
    sites: list[Site], officer: Person, dinkes: Agency
) -> None:
    other = Person.objects.create_user("rekan", role=Role.SECURITY)
    decide(other, sites[0], Action.CORRECT, agency=dinkes)
    done = decide_together(officer, sites, Action.REJECT)
    sites[0].refresh_from_db()
    assert sites[0].relation == Relation.UNOFFICIAL
    assert [(site.pk, bool(why)) for site, why in done.left] == [(sites[0].pk, True)]
    assert len(done.decided) == 2


def test_of_several_all_stay_undone_when_one_was_changed_since(
    sites: list[Site], officer: Person, dinkes: Agency
) -> None:
    decide_together(officer, sites, Action.REJECT)
    decide(
        Person.objects.create_user("lain", role=Role.OFFICER), sites[2], "correct", agency=dinkes
    )
    with pytest.raises(DecisionRefused, match=r"cempaka\.id"):
        undo(officer)
    assert not candidates_visible_to(officer).exists()


def test_who_comes_second_is_told_who_was_first(sites: list[Site], officer: Person) -> None:
    other = Person.objects.create_user("rekan", role=Role.SECURITY)
    first = decide(other, sites[0], Action.REJECT)
    with pytest.raises(DecidedMeanwhile) as told:
        decide(officer, sites[0], Action.COPY, waiting_only=True)
    assert told.value.decision == first


def test_the_record_counts_by_what_was_proposed_lately(
    sites: list[Site], officer: Person, dinkes: Agency, dishub: Agency, seen: Seen
) -> None:
    for site in sites:
        site_proposal(site, dinkes, seen)
    decide(officer, sites[0], Action.CONFIRM)
    decide(officer, sites[1], Action.CORRECT, agency=dishub)
    old = decide(officer, sites[2], Action.CONFIRM)
    now = old.decided_at
    Decision.objects.filter(pk=old.pk).update(decided_at=now - timedelta(days=91))
    found = track_record(now)
    assert [(r.relation, r.answered, r.right) for r in found.relations] == [("unofficial", 2, 1)]
    assert found.overall.share == 0.5


def site_proposal(site: Site, agency: Agency, seen: Seen) -> None:
    from ronda.discovery.models import Proposal

    Proposal.objects.create(
        site=site, relation=Relation.UNOFFICIAL, agency=agency, probability=0.9, model="uji",
        made_at=seen("x").seen_at,
    )  # fmt: skip
