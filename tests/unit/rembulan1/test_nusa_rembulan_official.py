"""The official half of Nusa Rembulan: its agencies, its sites, and what six rounds do to them."""

import itertools
import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes, office
from ronda.lab.compile import compile_scenario
from ronda.lab.format import AgencyPlan
from ronda.lab.reports import read_reports
from ronda.lab.scenario import Scenario, load
from ronda.lab.truth import TrueSite, Truth, truth_of
from ronda.lab.validate import validate
from ronda.lab.world import Misbehave, Respond, World

FOLDER = Path(str(files("ronda.lab") / "provinces" / "nusa_rembulan"))
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROUNDS = range(1, 7)
GAMBLING = classes.INJECTED_GAMBLING


@cache
def scenario() -> Scenario:
    return load(FOLDER)


@cache
def known(at_round: int) -> Truth:
    return truth_of(scenario(), at_round, NOW)


@cache
def world(at_round: int) -> World:
    return compile_scenario(scenario(), at_round, NOW)


def official(at_round: int) -> list[TrueSite]:
    return [site for site in known(at_round).sites if site.relation is Relation.OFFICIAL]


def site(host: str, at_round: int) -> TrueSite:
    return next(s for s in known(at_round).sites if s.host == f"{host}.rembulanprov.go.id")


def agency(key: str) -> AgencyPlan:
    return next(a for a in scenario().agencies if a.key == key)


def answer(host: str, at_round: int) -> Respond | Misbehave:
    """What an ordinary visitor gets for the front page."""
    name = f"{host}.rembulanprov.go.id"
    virtual = next(h for h in world(at_round).hosts if h.name == name)
    return next(r.answer for r in virtual.https or () if r.view == "any" and r.path in ("/", "/*"))


def test_it_is_valid() -> None:
    assert validate(FOLDER) == ()


def test_its_32_agencies_share_abbreviations_and_have_changed_their_names() -> None:
    agencies = scenario().agencies
    names = [name for a in agencies for name in {a.short, *a.aliases}]

    assert len(agencies) == 32
    assert [short for short, n in Counter(a.short for a in agencies).items() if n > 1] == ["DKP"]
    assert "BKD" in agency("bkpsdm").aliases
    assert "BKAD" in agency("bpkad").aliases
    assert len(names) >= 80
    assert sum(bool(a.former) for a in agencies) >= 20
    assert sum(len(a.former) > 1 for a in agencies) >= 5  # merged from several
    assert agency("rsud").parent == "dinkes"


def test_agencies_can_be_told_apart_by_how_to_reach_them() -> None:
    agencies = scenario().agencies

    assert len({a.phone for a in agencies}) == len({a.email for a in agencies}) == 32
    assert all(re.fullmatch(r"\(0498\) \d{6}", a.phone) for a in agencies)
    assert all(re.search(r" 978\d\d$", a.address) for a in agencies)
    assert [a.key for a in agencies if not a.listed_sites] == ["pangan"]


def test_a_regency_and_a_city_share_the_provinces_name() -> None:
    namesakes = {(o.level, o.zone) for o in scenario().about.others if o.name == "Rembulan"}

    assert namesakes == {("regency", "rembulankab.go.id"), ("city", "rembulankota.go.id")}


def test_the_spreadsheet_is_fresh(tmp_path: Path) -> None:
    made = office.write(scenario(), tmp_path / "agencies.xlsx")

    again, shipped = (
        CalamineWorkbook.from_path(made),
        CalamineWorkbook.from_path(FOLDER / office.FILE),
    )
    assert shipped.sheet_names == again.sheet_names == ["Daftar OPD", "Jadwal Rapat"]
    for name in again.sheet_names:
        ours, theirs = again.get_sheet_by_name(name), shipped.get_sheet_by_name(name)
        assert ours.to_python() == theirs.to_python()
        assert ours.merged_cell_ranges == theirs.merged_cell_ranges


def test_the_spreadsheet_is_as_untidy_as_such_lists_are() -> None:
    sheet = CalamineWorkbook.from_path(FOLDER / office.FILE).get_sheet_by_name("Daftar OPD")
    rows = sheet.to_python()
    names = [str(row[1]) for row in rows[7:]]
    numbers = [int(row[0]) for row in rows[7:] if isinstance(row[0], float)]

    assert any(name.endswith(" ") for name in names)
    assert any("  " in name.strip() for name in names)
    assert any("\u00a0" in name for name in names)
    assert any("d/h" in name for name in names)
    assert len(numbers) == 32
    assert max(numbers) > 32
    assert [str(r[0])[0] for r in rows if "SEKRETARIAT DAERAH" in str(r[0])] == ["A"]


def test_people_reported_addresses_untidily() -> None:
    reports = [report.address for report in read_reports(FOLDER / "listed.csv")]

    assert "tanya Pak Camat dulu" in reports
    assert len({r.lower() for r in reports}) < len(reports)
    assert {r.partition("://")[0] for r in reports if "://" in r} == {"http", "https"}


def test_every_look_is_worn() -> None:
    keys = {s.key for s in official(6)}
    looks = {s.plan.look for s in scenario().sites if s.key in keys}

    assert looks >= {
        "portal", "wordpress", "joomla", "drupal", "ckan", "ojs", "moodle", "slims", "laravel",
        "codeigniter", "plain", "shop", "app",
    }  # fmt: skip


def test_texts_are_of_all_lengths() -> None:
    keys = {s.key for s in official(6)}
    lengths = Counter(len(s.plan.front.paragraphs) for s in scenario().sites if s.key in keys)

    assert min(lengths) == 1
    assert max(lengths) >= 20
    assert len(lengths) >= 6


def test_every_agency_has_a_site_and_the_apex_too() -> None:
    assert {s.agency for s in official(1)} == {a.key for a in scenario().agencies}
    assert len(official(1)) >= 95
    assert known(1).find("http://rembulanprov.go.id/") is not None


@pytest.mark.parametrize("at_round", ROUNDS)
def test_most_sites_are_healthy_or_nearly(at_round: int) -> None:
    counts = Counter(len(s.expects) for s in official(at_round))

    assert counts[0] >= 40
    assert counts[0] + counts[1] >= 0.75 * len(official(at_round))


def test_over_the_rounds_every_class_is_planted_that_a_site_in_the_zone_can_have() -> None:
    planted = {name for number in ROUNDS for s in official(number) for name in s.expects}

    beyond = {classes.PARKED, classes.MAIL_SPOOFABLE, classes.DNS_LAME}
    assert planted >= classes.ALL - beyond


def test_gambling_comes_in_most_of_its_forms_and_goes() -> None:
    forms = {form for number in ROUNDS for s in official(number) for form in s.forms}
    hacked = {s.key for number in ROUNDS for s in official(number) if GAMBLING in s.expects}

    assert len(forms) >= 14
    assert 12 <= len(hacked) <= 20
    assert sum(GAMBLING in s.mended for s in official(6)) >= 10


def test_honest_pages_speak_of_gambling_slots_and_birds() -> None:
    honest = [s for s in official(1) if GAMBLING in s.tempts]

    assert len(honest) >= 15
    for number in ROUNDS:
        accused = {s.key for s in official(number) if GAMBLING in s.expects}
        assert not accused & {s.key for s in honest}


def test_each_round_changes_something() -> None:
    for before, after in itertools.pairwise(ROUNDS):
        was = {s.key: s.expects for s in official(before)}
        now = {s.key: s.expects for s in official(after)}
        assert any(now[key] - was[key] for key in was)  # something broke
        assert any(was[key] - now[key] for key in was)  # something was mended


def test_a_hacked_site_that_goes_off_the_net_keeps_its_finding_until_it_is_clean() -> None:
    assert GAMBLING in site("dkp", 1).expects
    assert GAMBLING in site("dkp", 2).held
    assert site("dkp", 2).expects == {classes.UNREACHABLE}
    assert GAMBLING in site("dkp", 3).mended


@pytest.mark.parametrize("host", ["jurnal.bapperida", "cagarbudaya.dikbud", "pasar.koperindag"])
def test_a_mended_site_is_hacked_again(host: str) -> None:
    states = [GAMBLING in site(host, number).expects for number in ROUNDS]

    assert re.search("1+0+1", "".join(str(int(state)) for state in states))


def test_the_old_name_lives_and_then_leads_to_the_new_one() -> None:
    assert site("bkd", 3).agency == "bkpsdm"
    assert classes.STALE in site("bkd", 3).expects
    moved = answer("bkd", 4)
    assert isinstance(moved, Respond)
    assert (moved.status, dict(moved.headers)["Location"]) == (
        301,
        "https://bkpsdm.rembulanprov.go.id/",
    )


def test_names_die_dangle_and_are_taken_over() -> None:
    records = {(r.name, r.rdtype) for zone in world(3).zones for r in zone.records}

    assert ("bos.dikbud.rembulanprov.go.id", "A") not in records
    assert ("dishut.rembulanprov.go.id", "CNAME") in records
    assert ("*.ews.bpbd.rembulanprov.go.id", "A") in records
    assert site("agenda.dispar", 4).forms == {"hijacked_subdomain"}
    assert site("agenda.dispar", 6).expects == frozenset()


def test_servers_misbehave_and_recover() -> None:
    wrong = {
        (number, virtual.name.partition(".")[0], route.answer.behaviour)
        for number in ROUNDS
        for virtual in world(number).hosts
        for route in virtual.https or ()
        if isinstance(route.answer, Misbehave) and virtual.name.endswith(".rembulanprov.go.id")
    }

    assert {behaviour for _, _, behaviour in wrong} >= {
        "slow_body", "redirect_loop", "never_answers", "endless_body", "gzip_bomb",
        "reset_at_once", "empty_reply", "short_length",
    }  # fmt: skip
    assert (3, "tataruang", "redirect_loop") in wrong
    assert isinstance(answer("tataruang.pupr", 6), Respond)
