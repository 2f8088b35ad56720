"""The life of a finding, from measurements alone."""

from datetime import UTC, datetime, timedelta

import pytest

from ronda.cases.models import Finding, FindingState
from ronda.cases.services import apply_verdicts, withdraw_site
from ronda.engine.checks.contract import (
    Evidence,
    Outcome,
    Severity,
    Verdict,
    failed,
    not_applicable,
    not_measured,
    passed,
)
from ronda.engine.text import Text
from ronda.register.models import Site

pytestmark = pytest.mark.django_db

T0 = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CHECK = "TEST.RULE"
SAID = Text("Ada masalah.", "There is a problem.")


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.create(
        url="https://dinas.rembulanprov.go.id/", host="dinas.rembulanprov.go.id"
    )


def bad(excerpt: str = "line 4", artifact: str = "page:visitor") -> Verdict:
    return failed(SAID, Evidence(artifact, Text("baris", "line"), excerpt))


GOOD = passed(Text("Baik.", "Good."))
BLIND = not_measured(Text("Belum terukur.", "Not measured."))


def measure(site: Site, verdict: Verdict, day: int, **options: object) -> None:
    apply_verdicts(site, {CHECK: verdict}, at=T0 + day * DAY, **options)  # type: ignore[arg-type]


def kinds(finding: Finding) -> list[str]:
    return list(finding.events.values_list("kind", flat=True))


def test_a_failing_check_opens_an_unconfirmed_finding(site: Site) -> None:
    measure(site, bad(), 0)
    finding = Finding.objects.get()
    assert (finding.state, kinds(finding)) == (FindingState.UNCONFIRMED, ["opened"])


def test_a_second_measurement_confirms(site: Site) -> None:
    measure(site, bad(), 0)
    measure(site, bad(), 1)
    finding = Finding.objects.get()
    assert (finding.state, finding.confirmed_at) == (FindingState.CONFIRMED, T0 + DAY)
    assert kinds(finding) == ["opened", "confirmed"]


def test_the_same_measurement_twice_confirms_nothing(site: Site) -> None:
    measure(site, bad(), 0)
    measure(site, bad(), 0)
    finding = Finding.objects.get()
    assert (finding.state, kinds(finding)) == (FindingState.UNCONFIRMED, ["opened"])


def test_a_third_measurement_adds_no_event(site: Site) -> None:
    for day in range(3):
        measure(site, bad(), day)
    assert kinds(Finding.objects.get()) == ["opened", "confirmed"]


@pytest.mark.parametrize("gone", [GOOD, not_applicable(Text("Tidak berlaku.", "Does not apply."))])
def test_a_measurement_that_it_is_gone_mends(site: Site, gone: Verdict) -> None:
    measure(site, bad(), 0)
    measure(site, gone, 1)
    finding = Finding.objects.get()
    assert (finding.state, finding.closed_at) == (FindingState.MENDED, T0 + DAY)


def test_what_was_not_measured_neither_opens_nor_closes(site: Site) -> None:
    measure(site, BLIND, 0)
    assert not Finding.objects.exists()
    measure(site, bad(), 1)
    measure(site, BLIND, 2)
    measure(site, BLIND, 3)
    finding = Finding.objects.get()
    assert finding.state == FindingState.UNCONFIRMED
    assert finding.unmeasured_since == T0 + 2 * DAY
    assert kinds(finding) == ["opened", "unmeasured"]


def test_measuring_again_ends_being_unmeasured(site: Site) -> None:
    measure(site, bad(), 0)
    measure(site, BLIND, 1)
    measure(site, bad(), 2)
    finding = Finding.objects.get()
    assert (finding.unmeasured_since, finding.state) == (None, FindingState.CONFIRMED)


def test_what_comes_back_after_mending_is_a_new_finding(site: Site) -> None:
    measure(site, bad(), 0)
    measure(site, GOOD, 1)
    measure(site, bad(), 2)
    states = list(Finding.objects.order_by("pk").values_list("state", flat=True))
    assert states == [FindingState.MENDED, FindingState.UNCONFIRMED]


def test_other_evidence_is_an_event_and_the_verdict_is_brought_up_to_date(site: Site) -> None:
    measure(site, bad("hidden link to a"), 0)
    measure(site, bad("hidden link to b"), 1)
    finding = Finding.objects.get()
    assert "changed" in kinds(finding)
    assert finding.verdict["evidence"][0]["excerpt"] == "hidden link to b"


def test_evidence_that_differs_in_a_counter_is_no_event(site: Site) -> None:
    measure(site, bad("Pengunjung: 100"), 0)
    measure(site, bad("Pengunjung: 101"), 1)
    assert "changed" not in kinds(Finding.objects.get())


def test_a_finding_cites_the_stored_body_of_the_page_it_was_seen_in(site: Site) -> None:
    measure(site, bad(), 0, bodies={"http:visitor": "aa", "http:robot": "bb"})
    assert Finding.objects.get().cited_bodies == ["aa"]
    measure(site, bad("other"), 1, bodies={"http:visitor": "cc"})
    assert Finding.objects.get().cited_bodies == ["aa", "cc"]


def test_a_check_that_no_longer_exists_leaves_its_finding_standing(site: Site) -> None:
    measure(site, bad(), 0)
    apply_verdicts(site, {"OTHER.RULE": GOOD}, at=T0 + DAY)
    assert Finding.objects.get().state == FindingState.UNCONFIRMED


def test_the_registers_checks_give_severity_and_urgency(site: Site) -> None:
    apply_verdicts(site, {"EXPOSURE.GIT": bad(artifact="path:/.git/HEAD")}, at=T0)
    finding = Finding.objects.get()
    assert (finding.severity, finding.urgent) == (Severity.CRITICAL, True)


def test_a_retired_sites_findings_are_withdrawn_by_the_person(site: Site) -> None:
    measure(site, bad(), 0)
    assert withdraw_site(site, None, "Situs dihentikan") == 1
    finding = Finding.objects.get()
    assert finding.state == FindingState.WITHDRAWN
    assert finding.events.last().text == "Situs dihentikan"


def test_a_changed_rule_withdraws_and_does_not_claim_a_mending(site: Site) -> None:
    measure(site, bad(), 0)
    measure(site, GOOD, 0, rejudged=True)
    assert Finding.objects.get().state == FindingState.WITHDRAWN


def test_a_nul_in_evidence_is_stored_on_every_database(site: Site) -> None:
    verdict = Verdict(Outcome.FAIL, SAID, (Evidence("tls", Text("a", "b"), "CN=x\x00.contoh"),))
    measure(site, verdict, 0)
    assert Finding.objects.get().verdict["evidence"][0]["excerpt"] == "CN=x\ufffd.contoh"


def test_the_same_evidence_on_a_changed_page_cites_only_the_first_body(site: Site) -> None:
    measure(site, bad(), 0, bodies={"http:visitor": "aa"})
    measure(site, bad(), 1, bodies={"http:visitor": "bb"})
    assert Finding.objects.get().cited_bodies == ["aa"]
