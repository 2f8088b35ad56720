"""The played officer decides through the discovery room like any person, and only what is undecided."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ronda.lab
from ronda.accounts.models import Person
from ronda.discovery.models import Decision, Proposal
from ronda.discovery.services import decide
from ronda.lab.commands import app
from ronda.lab.officer import TITLE, Errors, NoAgency, Played, officer, play
from ronda.lab.truth import Truth, truth
from ronda.register.models import Agency, Site, SiteState, Zone

FOLDER = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def first() -> Truth:
    return truth(FOLDER, 1, NOW)


@pytest.fixture
def dinkes() -> Agency:
    return Agency.objects.create(key="kesehatan", name="Dinas Kesehatan Provinsi Nusa Rembulan")


def candidate(host: str, **fields: object) -> Site:
    return Site.objects.create(url=f"https://{host}/", host=host, **fields)


def propose(site: Site, relation: str, agency: Agency | None) -> None:
    Proposal.objects.create(
        site=site, relation=relation, agency=agency, probability=0.9, model="t", made_at=NOW
    )


def played(first: Truth) -> tuple[Played, ...]:
    return play(first, officer(), decide)


def test_a_right_proposal_is_confirmed(first: Truth, dinkes: Agency) -> None:
    site = candidate("posyandu-rembulan.com")
    propose(site, "unofficial", dinkes)
    assert [p.action for p in played(first)] == ["confirm"]
    site.refresh_from_db()
    assert (site.relation, site.agency, site.state) == ("unofficial", dinkes, SiteState.REGISTERED)


def test_a_wrong_or_missing_proposal_is_corrected(first: Truth, dinkes: Agency) -> None:
    site = candidate("posyandu-rembulan.com")
    propose(site, "third_party", None)
    assert [p.action for p in played(first)] == ["correct"]
    site.refresh_from_db()
    assert (site.relation, site.agency) == ("unofficial", dinkes)
    assert Decision.objects.get().proposed_relation == "third_party"


@pytest.mark.parametrize(
    ("host", "action", "relation"),
    [
        ("bkpsdm-rembulanprov.com", "impersonation", "impersonation"),
        ("dinkesrembulan.com", "reject", "other_government"),
        ("bkdrembulanprov.com", "reject", "ex_official"),
        ("tak-dikenal-rembulan.com", "reject", "unrelated"),
    ],
)
def test_what_is_not_ours_is_said_to_be_what_it_is(
    first: Truth, host: str, action: str, relation: str
) -> None:
    site = candidate(host)
    assert [p.action for p in played(first)] == [action]
    site.refresh_from_db()
    assert (site.relation, site.agency) == (relation, None)


def test_what_a_person_decided_is_left_alone(first: Truth, dinkes: Agency) -> None:
    person = Person.objects.create(username="petugas", role="officer")
    site = candidate("posyandu-rembulan.com")
    decide(person, site, "reject", relation="unrelated")
    assert played(first) == ()


def test_a_mail_server_in_the_zone_is_nobodys_to_reject(first: Truth) -> None:
    zone = Zone.objects.create(name="rembulanprov.go.id")
    candidate("mail.rembulanprov.go.id", zone=zone, relation="official")
    assert played(first) == ()


def test_an_agency_that_was_not_imported_is_named_with_the_remedy(first: Truth) -> None:
    candidate("posyandu-rembulan.com")
    with pytest.raises(NoAgency, match=r"Dinas Kesehatan.*ronda import agencies"):
        played(first)


def test_the_account_says_that_it_is_played_and_cannot_sign_in(first: Truth) -> None:
    assert officer() == officer()
    assert officer().title == TITLE
    assert not officer().has_usable_password()


def test_the_command_says_that_it_plays_a_person(dinkes: Agency, tmp_path: Path) -> None:
    candidate("posyandu-rembulan.com")
    arguments = ["decide", str(FOLDER), "--var", str(tmp_path)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "The lab plays an officer" in done.output
    again = CliRunner().invoke(app, [*arguments, "--json"])
    assert json.loads(again.stdout) == {"played": []}


def test_an_erring_officer_sends_away_what_is_ours_and_takes_in_what_is_not(
    first: Truth, dinkes: Agency
) -> None:
    ours, strangers = candidate("posyandu-rembulan.com"), candidate("tak-dikenal-rembulan.com")
    wrong = play(first, officer(), decide, Errors(rate=1.0))
    assert all(p.mistaken for p in wrong)
    ours.refresh_from_db()
    strangers.refresh_from_db()
    assert ours.relation == "unrelated"
    assert (strangers.relation, strangers.agency) == ("unofficial", dinkes)


def test_the_same_seed_errs_about_the_same_sites_about_as_often_as_asked() -> None:
    urls = [f"https://s{n}.test/" for n in range(2000)]
    struck = [url for url in urls if Errors(0.1, seed=3).strikes(url)]
    assert 140 < len(struck) < 260
    assert struck == [url for url in reversed(urls) if Errors(0.1, seed=3).strikes(url)][::-1]
    assert struck != [url for url in urls if Errors(0.1, seed=4).strikes(url)]
    assert not any(Errors().strikes(url) for url in urls)
