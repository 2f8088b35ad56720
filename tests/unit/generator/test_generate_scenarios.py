"""What the generator writes: valid, the same again, another with another seed, like the world."""

import csv
import hashlib
import itertools
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ronda.engine.attribute.contract import Relation
from ronda.lab.causes.names import DanglingCname
from ronda.lab.causes.reach import NameGone
from ronda.lab.generate import history
from ronda.lab.generate import province as provinces
from ronda.lab.generate.history import Addresses
from ronda.lab.generate.links import AHEAD, NEAR, linked
from ronda.lab.generate.plan import Blueprint, blueprints
from ronda.lab.generate.settings import BadSettings, Difficulty, Half, Settings, rates
from ronda.lab.generate.site import make as line
from ronda.lab.generate.write import NotEmpty, write
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.standing import apex_of
from ronda.lab.truth import RELEVANT, relation_of, truth
from ronda.lab.validate import validate

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
Make = Callable[[Settings], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a scenario into a new folder."""
    numbers = itertools.count()

    def made(wanted: Settings) -> Path:
        target = tmp_path / str(next(numbers))
        write(wanted, target)
        return target

    return made


def digest(folder: Path) -> str:
    """A digest over all files with their names."""
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


@pytest.mark.parametrize("half", get_args(Half))
@pytest.mark.parametrize("difficulty", ["easy", "normal", "hard"])
def test_a_scenario_is_valid(make: Make, half: Half, difficulty: Difficulty) -> None:
    """Of each half and each difficulty."""
    folder = make(Settings(sites=150, seed=4, half=half, difficulty=difficulty))
    assert validate(folder) == ()
    assert len(load(folder).sites) == 150


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**9),
    agencies=st.integers(4, 60),
    sites=st.integers(20, 90),
    half=st.sampled_from(get_args(Half)),
    rounds=st.integers(1, 8),
)
def test_any_settings_give_a_valid_scenario(
    make: Make, seed: int, agencies: int, sites: int, half: Half, rounds: int
) -> None:
    """Whatever the seed and the sizes."""
    folder = make(Settings(agencies, sites, seed, half, "hard", rounds))
    assert validate(folder) == ()
    scenario = load(folder)
    assert (len(scenario.agencies), len(scenario.sites)) == (agencies, sites)


@pytest.mark.parametrize("half", ["tuning", "rehearsal"])
def test_the_same_settings_give_the_same_bytes(make: Make, half: Half) -> None:
    """Every file, the spreadsheet too."""
    wanted = Settings(sites=60, seed=9, half=half)
    assert digest(make(wanted)) == digest(make(wanted))


def test_a_registered_domain_never_dangles_and_all_else_stays_as_it_was(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is gone instead: no alias stands beside SOA and NS (RFC 1034 3.6.2)."""
    monkeypatch.setattr(history, "at", lambda share, weights: "dangling")
    wanted = Settings(sites=150, seed=5, half="tuning")
    now = load(make(wanted)).sites
    monkeypatch.setattr(DanglingCname, "objection", lambda self, site: "")
    before = load(make(wanted)).sites
    mended = 0
    for site, was in zip(now, before, strict=True):
        if apex_of(site.origin.host) == site.origin.host:
            mended += "dangling_cname" in {c.kind for c in was.causes}
            gone = tuple(
                NameGone(from_round=c.from_round, until_round=c.until_round)
                if isinstance(c, DanglingCname)
                else c
                for c in was.causes
            )
            assert site.causes == gone
        else:
            assert site == was
    assert mended
    assert any(isinstance(c, DanglingCname) for site in now for c in site.causes)


def test_another_seed_is_another_province(make: Make) -> None:
    """Region, zone, towns and every address."""
    one, other = (load(make(Settings(sites=60, seed=seed))) for seed in (1, 2))
    assert one.about.region != other.about.region
    assert {z.name for z in one.about.zones}.isdisjoint(z.name for z in other.about.zones)
    shared = {s.plan.address for s in one.sites} & {s.plan.address for s in other.sites}
    assert shared == set()


def test_a_site_says_the_same_whatever_comes_after_it(make: Make) -> None:
    """Chance is seeded by the site's number, so a larger province only goes on."""
    few, many = (
        [s.plan for s in load(make(Settings(agencies=4, sites=n, seed=3))).sites[:5]]
        for n in (60, 90)
    )
    assert [(p.address, p.front.title) for p in few] == [(p.address, p.front.title) for p in many]


def test_shares_resemble_the_documented_base_rates() -> None:
    """Families within two points of rates.toml, in a province of 3,000."""
    province = provinces.make(Settings(sites=3000, seed=7))
    found = Counter(site.family for site in blueprints(province))
    for name, rate in rates().families.items():
        assert found[name] / 3000 == pytest.approx(rate.share, abs=0.02), name


def test_most_sites_have_no_grave_fault(make: Make) -> None:
    """At a time some 1.5 to 6 % of the own sites carry injected gambling or worse, over all rounds."""
    scenario = load(make(Settings(sites=700, seed=5)))
    own = [site for site in scenario.sites if site.plan.made_by.agency]
    hacked = [
        s for s in own if any("injected-gambling" in c.consequence().expects for c in s.causes)
    ]
    assert 0.015 < len(hacked) / len(own) < 0.07
    quiet = [
        s for s in own if not s.causes or {c.kind for c in s.causes} <= {"no_hsts", "weak_headers"}
    ]
    assert len(quiet) / len(own) > 0.4


def test_rates_have_reasons() -> None:
    """Each documented share says why; shares of families add up to one."""
    known = rates()
    groups = (known.families, known.fates, known.faults, known.sources, known.histories)
    assert all(rate.why for group in groups for rate in group.values())
    assert sum(rate.share for rate in known.families.values()) == pytest.approx(1.0)


def seen_by_some_source(scenario: Scenario) -> float:
    """The share of sites that are there to be found off the zone and stand in some source."""
    linked_to = {link.to for site in scenario.sites for link in site.plan.front.links}
    linked_to |= {
        link.to for s in scenario.sites for page in s.plan.pages.values() for link in page.links
    }
    linked_to |= {to for plan in scenario.about.shorteners for to in plan.links.values()}
    with (Path(scenario.directory) / "listed.csv").open(newline="") as file:
        listed = {row["alamat"].removeprefix("https://").strip("/") for row in csv.DictReader(file)}
    relevant = [
        site
        for site in scenario.sites
        if relation_of(scenario, site) in RELEVANT and not scenario.in_zone(site.origin.host)
    ]
    seen = [
        site
        for site in relevant
        if site.plan.address in linked_to
        or site.plan.address.removeprefix("https://").strip("/") in listed
        or (
            site.plan.certificate.logged
            and site.origin.scheme == "https"
            and scenario.shared_host(site.origin.host) is None
        )
    ]
    return len(seen) / len(relevant)


def test_nearly_every_relevant_site_stands_in_some_source(make: Make) -> None:
    """A few stand in none, as in the world."""
    share = seen_by_some_source(load(make(Settings(sites=700, seed=2, difficulty="hard"))))
    assert 0.85 < share < 1


@pytest.mark.parametrize("half", ["tuning", "rehearsal"])
def test_some_links_are_told_in_news_or_shortened_or_listed_on_a_page_of_links(
    make: Make, half: Half
) -> None:
    """And the truth follows every road to its end."""
    folder = make(Settings(sites=600, seed=8, half=half))
    scenario = load(folder)
    told = [link for s in scenario.sites for page in s.plan.pages.values() for link in page.links]
    short = {to for plan in scenario.about.shorteners for to in plan.links.values()}
    bio = {plan.name for plan in scenario.about.shared_hosts if plan.bio}
    listed = [link for s in scenario.sites if s.origin.host in bio for link in s.plan.front.links]
    assert len(told) > 10
    assert len(short) > 2
    assert listed
    seen = {s.url: s.seen_by for s in truth(folder, 1, NOW).sites}
    followed = [to for to in short if to in seen]
    assert sum("links" in seen[to] for to in followed) > len(followed) / 2


def test_plans_come_one_by_one() -> None:
    """The first of a million are there at once, and looking ahead for links is bounded."""
    taken = 0

    def counting() -> object:
        nonlocal taken
        for site in blueprints(provinces.make(Settings(sites=1_000_000, seed=1))):
            taken += 1
            yield site

    stream = linked(counting())  # type: ignore[arg-type]
    for number, (site, links) in enumerate(itertools.islice(stream, NEAR + 300), start=1):
        assert isinstance(site, Blueprint)
        assert len(links) <= 120
        if number > NEAR:
            assert taken - number <= AHEAD + 1


def test_addresses_of_their_own_run_out_and_sites_break_in_other_ways() -> None:
    """So that the number of addresses stays bounded, while the dead stay out of reach."""
    province = provinces.make(Settings(sites=1500, seed=6))
    own = Addresses(most=5)
    lines = [line(province, plan, (), own) for plan in blueprints(province)]
    alone = [x for x in lines if {c["kind"] for c in x.causes} & {"dead", "hostile", "old_tls"}]
    broken = [x for x in lines if "server_error" in {c["kind"] for c in x.causes}]
    assert len(alone) == 5
    assert all(x.server is None for x in alone)
    assert len(broken) > 40


def test_nobody_in_an_office_links_to_a_swindler() -> None:
    """Nor is a site linked or reported before it exists."""
    for site in blueprints(provinces.make(Settings(sites=1500, seed=6))):
        assert not (site.linked and site.family == "impersonation")
        assert not ((site.linked or site.listed or site.known) and site.from_round > 1)


def test_an_address_can_change_hands(make: Make) -> None:
    """A bought name lapses, and a stranger has it from the next round on."""
    scenario = load(make(Settings(sites=1200, seed=6)))
    by_address: dict[str, list[PlannedSite]] = {}
    for site in scenario.sites:
        by_address.setdefault(site.plan.address, []).append(site)
    pairs = [sorted(s, key=lambda x: x.plan.from_round) for s in by_address.values() if len(s) > 1]
    assert pairs
    for before, after in pairs:
        assert relation_of(scenario, before) is Relation.UNOFFICIAL
        assert relation_of(scenario, after) is Relation.EX_OFFICIAL
        assert before.plan.until_round == after.plan.from_round - 1


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(NotEmpty, match="not empty"):
        write(Settings(sites=20), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Settings(agencies=3), "agencies: 3 - expected 4 to 60"),
        (Settings(sites=19), "sites: 19"),
        (Settings(rounds=0), "rounds: 0"),
    ],
)
def test_settings_out_of_range_are_refused(tmp_path: Path, wanted: Settings, said: str) -> None:
    """The message names the setting and its range; nothing is written."""
    with pytest.raises(BadSettings, match=said):
        write(wanted, tmp_path / "new")
    assert not (tmp_path / "new").exists()
