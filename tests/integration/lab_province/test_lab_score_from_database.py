"""The scorer notices: whatever is taken from or spoilt in Ronda's database lowers the right figure.

A database that says exactly the truth scores perfectly; each test then spoils one thing.
"""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from rich.console import Console
from typer.testing import CliRunner

import ronda.lab
from ronda.cases.models import Finding, FindingState
from ronda.discovery.models import Proposal, Sighting, SourceRun
from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.claims import SOURCES, Claims
from ronda.lab.claims_read import read_claims
from ronda.lab.commands import app
from ronda.lab.score import Score, score
from ronda.lab.score_parts import Note
from ronda.lab.score_table import show
from ronda.lab.truth import OURS, TrueSite, Truth, truth
from ronda.register.models import Agency, Site, SiteState, Zone

FOLDER = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def first() -> Truth:
    return truth(FOLDER, 1, NOW)


@pytest.fixture
def all_true(first: Truth) -> Truth:
    """Fill the database with exactly what is true in round 1."""
    fill(first)
    return first


def fill(true: Truth) -> None:
    zone = Zone.objects.create(name="rembulanprov.go.id")
    agencies = {
        key: Agency.objects.create(key=key, name=f"{name} Provinsi Nusa Rembulan")
        for key, name in true.agencies.items()
    }
    for source in SOURCES:
        SourceRun.objects.create(source=source, started_at=NOW, finished_at=NOW)
    for site in true.sites:
        add(site, zone, agencies)


def add(true: TrueSite, zone: Zone, agencies: dict[str, Agency]) -> None:
    official = true.relation is Relation.OFFICIAL
    agency = agencies[true.agency] if true.agency and true.ours else None
    site = Site.objects.create(
        url=true.url,
        host=true.host,
        state=SiteState.REGISTERED,
        relation=true.relation.value,
        agency=agency,
        zone=zone if official else None,
        confirmed_at=NOW,
        last_visit_at=NOW,
    )
    Proposal.objects.create(
        site=site,
        relation=true.relation.value,
        agency=agency,
        probability=0.97,
        reasons=[{"text": {"id": "Judulnya menyebutnya.", "en": "Its title names it."}}],
        model="test",
        made_at=NOW,
    )
    for source in true.seen_by:
        Sighting.objects.create(
            site=site, source=source, where="x", first_seen_at=NOW, last_seen_at=NOW
        )
    for name in true.expects:
        add_finding(site, name)


def add_finding(site: Site, name: str, state: str = FindingState.CONFIRMED) -> Finding:
    return Finding.objects.create(
        site=site,
        check_id=name.upper(),
        state=state,
        severity="high",
        verdict={"summary": {"id": "Gagal.", "en": "Failed."}},
        opened_at=NOW,
        last_seen_at=NOW,
    )


def claims() -> Claims:
    return read_claims()


def notes(result: Score, kind: str) -> list[Note]:
    return [note for note in result.notes if note.kind == kind]


def site_of(key: str, true: Truth) -> Site:
    return Site.objects.get(url=next(s.url for s in true.sites if s.key == key))


def test_the_truth_itself_scores_perfectly(all_true: Truth) -> None:
    result = score(all_true, claims())
    assert result.notes == ()
    perfect = (
        result.discovery.recall,
        result.recall,
        result.precision,
        result.attribution.precision,
        result.attribution.agency,
        result.attribution.coverage,
        *(source.recall for source in result.discovery.by_source),
    )
    assert all(rate.value == 1.0 for rate in perfect)
    assert result.honest_accused.right == 0
    assert result.tempting_accused.of >= 3


def test_an_empty_database_finds_nothing_and_claims_no_perfect_precision(first: Truth) -> None:
    result = score(first, claims())
    assert result.discovery.recall.value == 0.0
    assert result.precision.value is None
    assert result.attribution.precision.value is None


def test_sites_that_were_dropped_lower_the_recall_of_their_sources(all_true: Truth) -> None:
    before = score(all_true, claims())
    Site.objects.filter(sightings__source="links", relation="unofficial").delete()
    after = score(all_true, claims())
    assert after.discovery.recall.right < before.discovery.recall.right
    by_source = {s.source: s.recall for s in after.discovery.by_source}
    assert (by_source["links"].value or 0) < 1.0
    assert by_source["zone"].value == 1.0
    assert all("has run and did not bring it" in note.why for note in notes(after, "miss"))


def test_a_source_whose_sightings_are_lost_loses_its_recall_alone(all_true: Truth) -> None:
    Sighting.objects.filter(source="ct").delete()
    by_source = {s.source: s.recall.value for s in score(all_true, claims()).discovery.by_source}
    assert by_source == {"zone": 1.0, "ct": 0.0, "links": 1.0, "list": 1.0}


def test_a_name_that_is_no_site_is_a_false_candidate(all_true: Truth) -> None:
    for host in ("mail.rembulanprov.go.id", "apa.uji.rembulanprov.go.id"):
        Site.objects.create(url=f"https://{host}/", host=host)
    result = score(all_true, claims())
    assert result.discovery.false_candidates == 2
    assert {note.why for note in notes(result, "false alarm")} == {
        "the name exists and serves no web site",
        "no site of the scenario has this address",
    }


def test_a_name_that_only_the_log_remembers_is_no_false_candidate(all_true: Truth) -> None:
    host = "simpeg-lama.rembulanprov.go.id"
    Site.objects.create(url=f"https://{host}/", host=host)
    assert score(all_true, claims()).discovery.false_candidates == 0


def test_swapped_agencies_lower_the_agency_precision_only(all_true: Truth) -> None:
    laut, pangan = (Agency.objects.get(key=f"dkp-{key}") for key in ("laut", "pangan"))
    Proposal.objects.filter(agency=laut).update(agency=pangan)
    result = score(all_true, claims())
    assert (result.attribution.agency.value or 0) < 1.0
    assert result.attribution.relation.value == 1.0
    assert result.recall.value == 1.0
    assert "Its title names it." in notes(result, "wrong")[0].why


def test_a_namesake_that_is_claimed_is_counted_and_named(all_true: Truth) -> None:
    site = site_of("dinkes-rembulankab-com", all_true)
    dinkes = Agency.objects.get(key="dinkes")
    Proposal.objects.filter(site=site).update(relation="unofficial", agency=dinkes)
    result = score(all_true, claims())
    assert result.attribution.namesakes_claimed.right == 1
    assert result.attribution.confusion["other_government"]["unofficial"] == 1
    assert result.attribution.agency.value == 1.0


def test_an_abstention_lowers_coverage_and_not_precision(all_true: Truth) -> None:
    Proposal.objects.filter(site=site_of("posyandu", all_true)).update(relation="undecided")
    result = score(all_true, claims())
    assert (result.attribution.coverage.value or 0) < 1.0
    assert result.attribution.precision.value == 1.0
    assert [note.kind for note in result.notes] == ["abstained"]


def test_a_proposal_without_an_agency_abstains_too(all_true: Truth) -> None:
    Proposal.objects.filter(site=site_of("arsip", all_true)).update(agency=None)
    result = score(all_true, claims())
    assert (result.attribution.coverage.value or 0) < 1.0
    assert (result.attribution.recall.value or 0) < 1.0
    assert result.attribution.precision.value == 1.0
    assert [note.kind for note in result.notes] == ["abstained"]


def test_what_was_registered_before_a_source_ran_was_not_there_to_find(all_true: Truth) -> None:
    Sighting.objects.filter(source="links").delete()
    SourceRun.objects.filter(source="links").update(started_at=timezone.now())
    links = next(s for s in score(all_true, claims()).discovery.by_source if s.source == "links")
    assert (links.run, links.recall.value) == (True, None)


def test_a_blind_check_lowers_the_recall_of_its_class_alone(all_true: Truth) -> None:
    Finding.objects.filter(check_id=classes.STALE.upper()).delete()
    result = score(all_true, claims())
    recall = {c.finding_class: c.recall.value for c in result.findings}
    assert recall[classes.STALE] == 0.0
    assert recall[classes.PARKED] == 1.0
    assert result.precision.value == 1.0


def test_a_finding_closed_while_its_cause_stands_is_wrongly_closed(all_true: Truth) -> None:
    Finding.objects.filter(site=site_of("pariwisata", all_true)).update(state=FindingState.MENDED)
    result = score(all_true, claims())
    (note,) = result.notes
    assert (note.kind, note.what) == ("wrongly closed", classes.INJECTED_GAMBLING)
    assert "phone_redirect still stands" in note.why
    assert (result.recall.value or 0) < 1.0


def test_an_honest_page_that_is_accused_counts_as_tempting_too(all_true: Truth) -> None:
    add_finding(site_of("popda", all_true), classes.INJECTED_GAMBLING)
    result = score(all_true, claims())
    assert (result.honest_accused.right, result.tempting_accused.right) == (1, 1)
    assert (result.precision.value or 0) < 1.0
    assert notes(result, "false alarm")[0].what == classes.INJECTED_GAMBLING


def test_a_finding_on_what_cannot_be_measured_is_a_false_alarm(all_true: Truth) -> None:
    add_finding(site_of("absensi", all_true), classes.NO_HSTS)
    (note,) = score(all_true, claims()).notes
    assert "cannot be measured there now" in note.why


def test_findings_of_a_site_that_waits_for_a_person_are_not_judged(all_true: Truth) -> None:
    before = score(all_true, claims())
    site = site_of("posyandu", all_true)
    Site.objects.filter(pk=site.pk).update(
        relation="undecided", confirmed_at=None, state=SiteState.CANDIDATE
    )
    site.findings.all().delete()
    after = score(all_true, claims())
    assert after.judged_sites == before.judged_sites - 1
    assert after.undecided_sites == before.undecided_sites + 1
    assert after.recall.value == 1.0


def test_round_2_sees_what_should_have_closed_and_what_must_not(all_true: Truth) -> None:
    second = truth(FOLDER, 2, NOW)
    unmoved = score(second, claims())
    assert unmoved.changes.mended_closed.value == 0.0
    assert unmoved.changes.held_kept.value == 1.0
    assert {n.what for n in notes(unmoved, "left open")} == {
        classes.TLS_EXPIRED,
        classes.INJECTED_GAMBLING,
    }
    Finding.objects.all().update(state=FindingState.MENDED)
    closed = score(second, claims())
    assert closed.changes.mended_closed.value == 1.0
    assert closed.changes.held_kept.value == 0.0
    held = [n for n in notes(closed, "wrongly closed") if n.area == "changes"]
    assert [n.site for n in held] == ["https://kelautan.rembulanprov.go.id/"]


def test_the_tables_and_the_json_say_the_same(all_true: Truth, tmp_path: Path) -> None:
    Finding.objects.filter(check_id=classes.PARKED.upper()).delete()
    arguments = ["score", str(FOLDER), "--var", str(tmp_path)]
    as_json = CliRunner().invoke(app, [*arguments, "--json"])
    assert as_json.exit_code == 0, as_json.output
    data = json.loads(as_json.stdout)
    recall = data["recall"]
    assert recall["value"] == recall["right"] / recall["of"]
    console = Console(width=160, record=True, file=io.StringIO())
    show(score(all_true, claims()), console)
    text = console.export_text()
    assert f"{recall['value']:.2f} ({recall['right']} of {recall['of']}; " in text
    assert "findings: miss: https://festival.rembulanprov.go.id/: parked (parked)" in text


def test_a_folder_that_is_no_scenario_ends_with_code_2(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", str(tmp_path)])
    assert done.exit_code == 2


def test_every_site_of_ours_is_judged_when_all_is_decided(all_true: Truth) -> None:
    ours = sum(site.relation in OURS for site in all_true.sites)
    assert score(all_true, claims()).judged_sites == ours
