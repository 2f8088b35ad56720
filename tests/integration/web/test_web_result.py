"""The sentence after "check now": right, still wrong, or not measured and why; nothing in between."""

from datetime import timedelta

import pytest
from support.seed import Seed

from ronda.accounts.models import Person
from ronda.cases.models import Finding
from ronda.cases.services import apply_verdicts
from ronda.engine.checks.contract import Outcome, Verdict
from ronda.engine.text import Text
from ronda.patrol import store
from ronda.patrol.models import Round, RoundKind, Visit, VisitState
from ronda.register.models import Site
from ronda.web import outcome

HOST = "dinkes.rembulanprov.go.id"
CHECK = "HEADERS.HSTS"


@pytest.fixture
def finding(seed: Seed) -> Finding:
    return Finding.objects.open().get(site__host=HOST, check_id=CHECK)


@pytest.fixture
def person(seed: Seed) -> Person:
    return seed.people["web.dinkes"]


def visit(
    seed: Seed, finding: Finding, said: Outcome, *, reachable: bool | None = True, failure: str = ""
) -> Visit:
    """A visit that ended with a verdict on the finding's check, stored as the patrol stores it."""
    at = seed.now + timedelta(minutes=1)
    made = Visit.objects.create(
        round=Round.objects.create(kind=RoundKind.CHECK_NOW, started_at=at),
        site=finding.site,
        state=VisitState.DONE,
        started_at=at,
        finished_at=at + timedelta(seconds=4),
        reachable=reachable,
        failure=failure,
    )
    verdict = Verdict(said, Text("Kepala itu masih kosong.", "That header is still empty."))
    store.store_measurements(finding.site, {CHECK: verdict}, at)
    apply_verdicts(finding.site, {CHECK: verdict}, at=at)
    finding.refresh_from_db()
    return made


def test_mended_is_said_in_green(seed: Seed, finding: Finding, person: Person) -> None:
    result = outcome.of_finding(finding, visit(seed, finding, Outcome.PASS), person)
    assert (result.tone, result.icon) == ("success", "pass")
    assert result.words.startswith("Sudah benar")


def test_still_failing_says_what_was_seen(seed: Seed, finding: Finding, person: Person) -> None:
    result = outcome.of_finding(finding, visit(seed, finding, Outcome.FAIL), person)
    assert result.tone == "error"
    assert "Kepala itu masih kosong." in result.words


def test_an_unreachable_site_is_neither_right_nor_wrong(
    seed: Seed, finding: Finding, person: Person
) -> None:
    ended = visit(seed, finding, Outcome.NOT_MEASURED, reachable=False, failure="timeout")
    result = outcome.of_finding(finding, ended, person)
    assert result.tone == "warning"
    assert "tidak menjawab sampai batas waktu" in result.words
    assert "tetap terbuka" in result.detail


def test_a_check_that_was_not_measured_says_why(
    seed: Seed, finding: Finding, person: Person
) -> None:
    ended = visit(seed, finding, Outcome.NOT_MEASURED)
    result = outcome.of_finding(finding, ended, person)
    assert result.tone == "warning"
    assert "Kepala itu masih kosong." in result.words


def test_a_visit_that_measured_something_else_claims_nothing(
    seed: Seed, finding: Finding, person: Person
) -> None:
    ended = visit(seed, finding, Outcome.FAIL)
    Visit.objects.filter(pk=ended.pk).update(started_at=seed.now + timedelta(hours=1))
    ended.refresh_from_db()
    assert outcome.of_finding(finding, ended, person).tone == "warning"


@pytest.mark.parametrize("state", [VisitState.FAILED, VisitState.CANCELLED])
def test_a_visit_that_did_not_happen_says_so(
    state: VisitState, seed: Seed, finding: Finding, person: Person
) -> None:
    ended = visit(seed, finding, Outcome.PASS)
    ended.state = state
    assert outcome.of_finding(finding, ended, person).tone == "error"
    assert outcome.of_site(finding.site, ended, person).tone == "error"


def test_a_site_without_open_findings_is_green(
    seed: Seed, finding: Finding, person: Person
) -> None:
    result = outcome.of_site(finding.site, visit(seed, finding, Outcome.PASS), person)
    assert result.tone == "success"
    assert "1 temuan" in result.detail


def test_a_site_with_open_findings_names_the_worst(seed: Seed, person: Person) -> None:
    site = Site.objects.get(host="e-puskesmas.rembulanprov.go.id")
    finding = Finding.objects.open().get(site=site, check_id="TLS.EXPIRED")
    result = outcome.of_site(site, visit(seed, finding, Outcome.PASS), person)
    assert result.tone == "error"
    assert ".env" in result.words


@pytest.mark.parametrize("asked", ["", "x", "9" * 30, "-1", "²"])
def test_an_address_that_names_no_visit_shows_no_result(
    asked: str, seed: Seed, finding: Finding, person: Person
) -> None:
    assert outcome.visit_of(finding.site, person, asked) is None


def test_another_sites_visit_is_no_result(seed: Seed, finding: Finding, person: Person) -> None:
    other = Visit.objects.exclude(site=finding.site).first()
    assert other
    assert outcome.visit_of(finding.site, person, str(other.pk)) is None
