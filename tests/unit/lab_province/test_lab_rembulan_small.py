"""The shipped small province holds one of each kind that matters, and moves on as it promises."""

import itertools
import json
import tomllib
from datetime import timedelta
from pathlib import Path

import jsonschema
import msgspec
import pytest
from lab_scenario_folder import NOW
from python_calamine import CalamineWorkbook

import ronda.lab
from ronda.engine.attribute.contract import Relation
from ronda.lab import classes, office, schemas
from ronda.lab.causes import all_kinds
from ronda.lab.compile import compile_world
from ronda.lab.scenario import Scenario, load
from ronda.lab.truth import truth
from ronda.lab.validate import validate
from ronda.lab.world import Respond, World

FOLDER = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"


@pytest.fixture(scope="module")
def province() -> Scenario:
    return load(FOLDER)


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [compile_world(FOLDER, number, NOW) for number in (1, 2, 3)]


def test_it_is_valid() -> None:
    assert validate(FOLDER) == ()


def test_its_files_keep_to_the_schemas() -> None:
    schema = json.loads((schemas.FOLDER / "site.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    for path in (FOLDER / "sites").glob("*.toml"):
        assert list(check.iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))) == []


def test_every_relation_stands_in_it() -> None:
    found = {site.relation for site in truth(FOLDER, 1, NOW).sites}
    assert found == set(Relation) - {Relation.UNDECIDED}


def test_most_classes_of_findings_are_planted_in_round_1() -> None:
    expected = {name for site in truth(FOLDER, 1, NOW).sites for name in site.expects}
    assert classes.TLS_OLD in expected
    assert len(expected) >= 17
    assert expected <= classes.ALL


def test_gambling_is_injected_in_three_ways_in_round_1(province: Scenario) -> None:
    kinds = {c.kind for site in province.sites for c in site.active(1)}
    assert {"hidden_links", "robot_only", "phone_redirect"} <= kinds <= set(all_kinds())


def test_every_source_has_something_that_only_it_can_see() -> None:
    relevant = [s for s in truth(FOLDER, 1, NOW).sites if s.ours and not s.known_before]
    alone = {next(iter(s.seen_by)) for s in relevant if len(s.seen_by) == 1}
    assert {"zone", "links"} <= alone
    assert any(s.seen_by == {"links", "list"} for s in relevant)
    assert any(s.seen_by == {"ct"} for s in truth(FOLDER, 1, NOW).sites)


def test_round_2_mends_hacks_and_kills() -> None:
    sites = {site.key: site for site in truth(FOLDER, 2, NOW).sites}
    assert sites["bpbd"].mended == {classes.TLS_EXPIRED}
    assert sites["dikbud"].expects == {classes.INJECTED_GAMBLING}
    assert sites["kelautan"].held == {classes.INJECTED_GAMBLING}
    assert "vaksin" in sites


def test_round_3_brings_the_dead_site_back_clean() -> None:
    site = next(s for s in truth(FOLDER, 3, NOW).sites if s.key == "kelautan")
    assert site.expects == frozenset()
    assert site.mended == {classes.INJECTED_GAMBLING, classes.UNREACHABLE}


def test_the_same_folder_and_time_give_the_same_world(worlds: list[World]) -> None:
    again = compile_world(FOLDER, 1, NOW)
    assert msgspec.json.encode(again) == msgspec.json.encode(worlds[0])


def test_addresses_stay_in_all_rounds_and_in_the_benchmark_network(worlds: list[World]) -> None:
    seen: dict[str, str] = {}
    for world in worlds:
        for host in world.hosts:
            assert seen.setdefault(host.name, host.address) == host.address
            assert host.address.startswith("198.18.")


def test_a_host_that_refuses_shares_its_address_with_nobody(worlds: list[World]) -> None:
    for world in worlds:
        for host in world.hosts:
            if host.http is None and host.https is None:
                same = [h.name for h in world.hosts if h.address == host.address]
                assert same == [host.name]


def logged(world: World) -> list[tuple[object, tuple[str, ...]]]:
    """What the certificate log holds, in the order of time."""
    shown = {h.certificate for h in world.hosts if h.certificate and h.certificate.logged}
    entries = [(plan.not_before, plan.names) for plan in shown]
    entries += [(e.logged_at, e.certificate.names) for e in world.log_entries]
    return sorted(entries, key=repr)


def test_the_certificate_log_only_grows_at_its_end(worlds: list[World]) -> None:
    for earlier, later in itertools.pairwise(worlds):
        before, after = logged(earlier), logged(later)
        assert after[: len(before)] == before
        assert len(after) > len(before) or later.round == 3


def test_the_new_sites_certificate_is_in_the_log_of_round_2(worlds: list[World]) -> None:
    names = [name for _, names in logged(worlds[1]) for name in names]
    assert "vaksin-rembulan.my.id" in names
    assert "vaksin-rembulan.my.id" not in [n for _, ns in logged(worlds[0]) for n in ns]


def test_the_redirected_phone_arrives_at_a_host_of_the_lab(worlds: list[World]) -> None:
    world = worlds[0]
    host = next(h for h in world.hosts if h.name == "pariwisata.rembulanprov.go.id")
    assert host.https is not None
    phone = next(r.answer for r in host.https if r.view == "phone")
    assert isinstance(phone, Respond)
    target = dict(phone.headers)["Location"].removeprefix("https://").rstrip("/")
    assert target in {h.name for h in world.hosts}


def test_pages_below_a_page_builder_share_its_host(worlds: list[World]) -> None:
    (host,) = [h for h in worlds[0].hosts if h.name == "halamansabit.co.id"]
    assert {"/", "/ppdb-dikbud-rembulan", "/ppdb-dikbud-rembulan/"} <= {
        r.path for r in host.https or ()
    }


def test_dates_are_relative_to_the_time_of_serving() -> None:
    later = compile_world(FOLDER, 1, NOW + timedelta(days=400))
    host = next(h for h in later.hosts if h.name == "dinkes.rembulanprov.go.id")
    page = next(r.answer for r in host.https or () if r.path == "/")
    assert isinstance(page, Respond)
    assert "4 April 2027" in page.body.decode()


def test_the_spreadsheet_is_what_the_agencies_file_says(province: Scenario, tmp_path: Path) -> None:
    fresh = office.write(province, tmp_path / "agencies.xlsx")
    sheets = [
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        for path in (fresh, FOLDER / office.FILE)
    ]
    assert sheets[0] == sheets[1]
    assert fresh.read_bytes() == (FOLDER / office.FILE).read_bytes()


def test_two_agencies_have_the_same_short_name(province: Scenario) -> None:
    assert [a.key for a in province.agencies if a.short == "DKP"] == ["dkp-laut", "dkp-pangan"]


def test_the_settings_are_those_of_an_office(worlds: list[World]) -> None:
    settings = worlds[0].settings
    assert settings["RONDA_ZONES"] == "rembulanprov.go.id@{dns}"
    assert settings["RONDA_REGION_NAME"] == "Nusa Rembulan"
    assert "blogsabit.web.id" in settings["RONDA_SHARED_HOSTS"]
