"""The icons that the generator plants: shares as documented, and what a copy takes along."""

from collections import Counter

import pytest

from ronda.lab.generate import icons, plants
from ronda.lab.generate import province as provinces
from ronda.lab.generate.plan import Blueprint, blueprints
from ronda.lab.generate.province import Province
from ronda.lab.generate.settings import Settings, rates


@pytest.fixture(scope="module")
def province() -> Province:
    return provinces.make(Settings(sites=2_500, seed=11))


@pytest.fixture(scope="module")
def sites(province: Province) -> list[Blueprint]:
    return list(blueprints(province))


def test_a_site_has_the_same_icon_each_time(province: Province, sites: list[Blueprint]) -> None:
    assert [icons.icon(province, s) for s in sites] == [icons.icon(province, s) for s in sites]


def test_official_sites_show_the_emblem_as_often_as_documented(
    province: Province, sites: list[Blueprint]
) -> None:
    drawn = [icons.icon(province, s) or "" for s in sites if s.family == "official"]
    share = sum(name.startswith(f"emblem:{province.slug}:") for name in drawn) / len(drawn)
    wanted = rates().icons["official"]["emblem"] / sum(rates().icons["official"].values())
    assert share == pytest.approx(wanted * (1 - rates().icons_cut.share), abs=0.04)


def test_every_table_of_icons_is_some_kinds_or_familys_and_draws_what_is_known() -> None:
    known = {"emblem", "office", "ministry", "vendor", "own", "default", "none"}
    kinds = {kind for weights in rates().kinds.values() for kind in weights}
    for name, weights in rates().icons.items():
        assert name in kinds | set(rates().families) | {"faint"}, name
        assert weights.keys() <= known
    assert rates().families.keys() <= rates().icons.keys()


def test_most_copies_carry_the_icon_of_what_they_copied(
    province: Province, sites: list[Blueprint]
) -> None:
    copies = [
        (icons.icon(province, s), icons.icon(province, s.copies))
        for s in sites
        if s.family == "impersonation"
        and s.copies is not None
        and plants.way(province, s) != "parked"
    ]
    assert len(copies) > 20
    share = sum(copy == original for copy, original in copies) / len(copies)
    assert share >= rates().icons_copied.share - 0.15


def test_a_second_address_of_a_front_door_has_its_icon(
    province: Province, sites: list[Blueprint]
) -> None:
    mirrors = [s for s in sites if s.family == "unofficial" and s.copies is not None]
    assert mirrors
    for site in mirrors:
        assert site.copies is not None
        assert icons.icon(province, site) == icons.icon(province, site.copies)


def test_a_namesakes_emblem_is_another(province: Province, sites: list[Blueprint]) -> None:
    emblems = Counter(
        (s.family, name)
        for s in sites
        if (name := icons.icon(province, s) or "").startswith("emblem:")
    )
    ours = {name for family, name in emblems if family in ("official", "unofficial")}
    others = {name for family, name in emblems if family == "other_government"}
    assert ours
    assert others
    assert not ours & others
