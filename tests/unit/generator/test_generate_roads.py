"""Links that are told in news, shortened or put on a page of links: a fit knows of them as a crawl would."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.scenario import Scenario, load
from ronda.lab.train.pages import examples_from
from ronda.lab.truth import official_links, place

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder: Path = tmp_path_factory.mktemp("roads") / "p"
    write(Settings(sites=500, seed=4), folder)
    return load(folder)


def test_a_fit_sees_who_links_a_site_by_whatever_road(province: Scenario) -> None:
    menus = {place(link.to) for site in province.sites for link in site.plan.front.links}
    by_other_roads = {
        place(link.to)
        for site, link in official_links(province, 1, province.sites)
        if province.in_zone(site.origin.host)
    } - menus
    linked = {
        place(example.url): any(item.kind == "linked_from_official" for item in example.items)
        for example in examples_from(province, NOW)
        if not example.in_zone and place(example.url) in by_other_roads
    }
    assert len(linked) > 5
    assert all(linked.values())
