"""Documents with letterheads: who has them, on whose paper, and that a fit can see them."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from ronda.lab.format import ContactPlan, FrontPage
from ronda.lab.generate.letters import letter_rates
from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.looks.pdf import letter
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.train.pages import examples_from
from ronda.lab.truth import relation_of
from ronda.lab.validate import validate

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("letters") / "p"
    write(Settings(sites=500, seed=4), folder)
    return load(folder)


def test_shares_have_reasons() -> None:
    rates = letter_rates()
    every = (*rates.shares.values(), rates.scanned, rates.unit, rates.cover, rates.bare)
    assert all(rate.why and 0 < rate.share < 1 for rate in every)


def test_offices_have_letters_often_and_swindlers_seldom(province: Scenario) -> None:
    every: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for site in province.sites:
        relation = relation_of(province, site).value
        every[relation] += 1
        having[relation] += bool(site.plan.letters)
    assert 0.2 < having["official"] / every["official"] < 0.4
    assert 0.05 < having["unofficial"] / every["unofficial"] < 0.3
    assert 0.05 < having["other_government"] / every["other_government"] < 0.5
    assert having["impersonation"] / every["impersonation"] < 0.2
    assert having["unrelated"] == 0
    assert not list(validate(Path(province.directory)))


def test_other_governments_write_on_their_own_paper(province: Scenario) -> None:
    region = province.about.region.name.upper()
    heads = [
        " ".join(plan.head).upper()
        for site in province.sites
        if relation_of(province, site).value == "other_government"
        for plan in site.plan.letters.values()
    ]
    assert heads
    assert all(f"PROVINSI {region}" not in head for head in heads)


def test_a_fit_sees_letterheads_where_the_pages_say_nothing(province: Scenario) -> None:
    """As a visit reads a document: only where the pages leave the question open."""
    silent = tuple(
        silenced(site)
        if relation_of(province, site).value == "unofficial" and site.plan.letters
        else site
        for site in province.sites
    )
    before, after = (
        {
            example.url: example.agencies
            for example in examples_from(replaced(province, sites), NOW)
            for item in example.items
            if item.kind == "letterhead" and item.agency in example.agencies
        }
        for sites in (province.sites, silent)
    )
    assert len(after) > len(before)


def silenced(site: PlannedSite) -> PlannedSite:
    """The same site with pages that say nothing, and a letter."""
    nothing = ContactPlan(name="", address="", phone="", email="")
    front = FrontPage(title="Sistem Antrean", contact=nothing)
    plan = msgspec.structs.replace(
        site.plan, front=front, pages={}, profiles=(), marks=(), holder=None
    )
    return msgspec.structs.replace(site, causes=(), plan=plan)


def replaced(province: Scenario, sites: tuple[PlannedSite, ...]) -> Scenario:
    """The same province with other sites."""
    return Scenario(province.directory, province.about, province.agencies, sites)


def test_the_same_letter_is_the_same_file() -> None:
    head, lines = ("PEMERINTAH PROVINSI CONTOH", "DINAS (X)"), ("Nomor : 1",)
    assert letter(head, lines) == letter(head, lines)
    assert len(letter(head, lines)) < 1_500
