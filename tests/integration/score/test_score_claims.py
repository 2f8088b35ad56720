"""What is scored is what Ronda proposed before a person answered, read back from its database."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ronda.lab
from ronda.accounts.models import Person
from ronda.cases.models import Finding
from ronda.discovery.models import Proposal
from ronda.discovery.services import decide, undo
from ronda.lab import rounds
from ronda.lab.claims import ClaimedSite, Proposed
from ronda.lab.claims_read import read_claims
from ronda.lab.commands import app
from ronda.patrol.models import Measurement, Round, RoundKind, Visit, VisitState
from ronda.register.models import Agency, Site, SiteState

FOLDER = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REASON = {"text": {"id": "Judulnya menyebutnya.", "en": "Its title names it."}}

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(key="a", name="Dinas Satu")


@pytest.fixture
def site(agency: Agency) -> Site:
    made = Site.objects.create(url="https://satu.test/", host="satu.test")
    Proposal.objects.create(
        site=made,
        relation="unofficial",
        agency=agency,
        probability=0.83,
        reasons=[REASON],
        model="m",
        made_at=NOW,
    )
    return made


@pytest.fixture
def officer() -> Person:
    return Person.objects.create(username="petugas", role="officer")


def only() -> ClaimedSite:
    (claim,) = read_claims().sites
    return claim


PROPOSED = Proposed("unofficial", "Dinas Satu", 0.83, ("Its title names it.",), NOW)


def test_a_proposal_that_waits_is_scored_as_it_stands(site: Site) -> None:
    assert only().proposal == PROPOSED


@pytest.mark.parametrize(
    ("action", "relation"),
    [("confirm", None), ("reject", "third_party"), ("impersonation", None)],
)
def test_an_answer_leaves_the_proposal_with_probability_and_reasons(
    site: Site, officer: Person, action: str, relation: str | None
) -> None:
    decide(officer, site, action, relation=relation)
    assert only().proposal == PROPOSED
    assert only().confirmed


def test_a_second_answer_does_not_change_what_was_proposed(
    site: Site, officer: Person, agency: Agency
) -> None:
    decide(officer, site, "reject", relation="third_party")
    decide(officer, site, "correct", relation="unofficial", agency=agency)
    assert only().proposal == PROPOSED


def test_an_answer_that_was_taken_back_is_none(site: Site, officer: Person) -> None:
    decide(officer, site, "reject", relation="third_party")
    undo(officer)
    assert only().proposal == PROPOSED
    assert not only().confirmed


def test_an_answer_to_no_proposal_is_abstaining_and_an_import_was_no_question(
    officer: Person, agency: Agency
) -> None:
    asked = Site.objects.create(url="https://a.test/", host="a.test")
    decide(officer, asked, "correct", relation="unofficial", agency=agency)
    Site.objects.create(
        url="https://b.test/",
        host="b.test",
        state=SiteState.REGISTERED,
        relation="unofficial",
        agency=agency,
        confirmed_at=NOW,
    )
    told = {claim.url: (claim.proposal, claim.entered) for claim in read_claims().sites}
    assert told == {"https://a.test/": (None, False), "https://b.test/": (None, True)}


def test_findings_and_verdicts_come_with_their_times_and_pages(site: Site) -> None:
    row = Finding.objects.create(
        site=site,
        check_id="stale",
        severity="low",
        verdict={},
        opened_at=NOW,
        last_seen_at=NOW,
    )
    claim = only()
    assert claim.findings[0].page == f"/temuan/{row.pk}/"
    assert claim.pages.evidence == f"/situs/{site.pk}/bukti/"
    moment = NOW - timedelta(seconds=1)
    assert (claim.findings[0].at(moment), claim.findings[0].at(NOW)) == (None, claim.findings[0])


def test_a_verdict_is_the_one_that_stood_at_the_moment(site: Site) -> None:
    from ronda.engine.checks.registry import all_checks

    check = all_checks()[0].meta
    later = NOW + timedelta(hours=1)
    Site.objects.update(created_at=NOW)
    for outcome, since, until in (("fail", NOW, later), ("pass", later, None)):
        Measurement.objects.create(
            site=site,
            check_id=check.id,
            outcome=outcome,
            verdict={"summary": {"en": outcome}},
            since=since,
            measured_at=since,
            replaced_at=until,
        )
    claim = only()
    assert claim.measured[check.finding_class].outcome == "pass"
    then = claim.at(NOW)
    assert then is not None
    assert then.measured[check.finding_class].outcome == "fail"


def test_visits_bring_their_measured_cost(site: Site) -> None:
    watch = Round.objects.create(kind=RoundKind.MANUAL, started_at=NOW, finished_at=NOW)
    Visit.objects.create(
        round=watch,
        site=site,
        state=VisitState.DONE,
        started_at=NOW,
        finished_at=NOW + timedelta(seconds=3),
        requests=5,
        bytes_received=4321,
    )
    (visit,) = only().visits
    assert (visit.seconds, visit.requests, visit.bytes_received) == (3.0, 5, 4321)


def test_history_needs_rounds_that_were_written_down(site: Site, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", str(FOLDER), "--var", str(tmp_path), "--history"])
    assert done.exit_code == 2
    assert "rounds.jsonl names no round" in done.output


def test_history_is_scored_from_the_rounds_that_were_served(site: Site, tmp_path: Path) -> None:
    for number, hours in ((1, -2), (2, -1)):
        at = datetime.now(UTC) + timedelta(hours=hours)
        rounds.note(tmp_path, "rembulan-small", number, at)
    Site.objects.update(created_at=datetime.now(UTC) - timedelta(hours=1.5))
    arguments = ["score", str(FOLDER), "--var", str(tmp_path), "--history", "--json"]
    done = CliRunner().invoke(app, [*arguments, "--notes", "3"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert [one["round"] for one in data["rounds"]] == [1, 2]
    assert len(data["notes"]) == 3 < data["notes_total"]


def test_rounds_out_of_order_cost_the_time_to_detect_alone(site: Site, tmp_path: Path) -> None:
    for number in (1, 2, 1):
        rounds.note(tmp_path, "rembulan-small", number)
    arguments = ["score", str(FOLDER), "--var", str(tmp_path)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert "No time to detect: the rounds were served in the order 1, 2, 1" in done.output
    assert CliRunner().invoke(app, [*arguments, "--history"]).exit_code == 2


def test_history_and_one_round_are_not_asked_for_at_once(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", str(FOLDER), "--history", "--round", "1"])
    assert done.exit_code == 2


def test_the_labs_own_count_of_requests_stands_beside_ours(site: Site, tmp_path: Path) -> None:
    counted = {"satu.test": {"/": {"visitor": 3, "robot": 1}, "/robots.txt": {"visitor": 2}}}
    (tmp_path / "counters.json").write_text(json.dumps(counted), encoding="ascii")
    arguments = ["score", str(FOLDER), "--var", str(tmp_path), "--json"]
    done = CliRunner().invoke(app, arguments)
    assert json.loads(done.stdout)["cost"]["served_requests"] == 6
    (tmp_path / "counters.json").write_text("[]", encoding="ascii")
    assert CliRunner().invoke(app, arguments).exit_code == 2
