"""The practice province's registry, asked by the real source over a real connection."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ronda.engine import netconfig
from ronda.engine.discover import registered
from ronda.engine.discover.contract import Note, RdapSettings, Sighting, SourceContext
from ronda.engine.registration import from_facts
from ronda.lab.compile import compile_bare
from ronda.lab.scenario import load
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.servers.rdap import BURST, RdapServer
from ronda.lab.stream import SiteIndex

SMALL = Path(__file__).parents[3] / "src/ronda/lab/provinces/rembulan_small"
NOW = datetime.now(UTC)


async def said_of(lab: LabServer, *urls: str) -> list[Any]:
    asked = RdapSettings(lab.env["RONDA_RDAP_BOOTSTRAP"], 50.0, 100)
    net = netconfig.from_env(lab.env)
    context = SourceContext(net=net, now=NOW, rdap=asked, undecided=urls)
    return [event async for event in registered.discover(context)]


def own_domains() -> list[tuple[str, str]]:
    """(address, who made it) of sites that have a registered domain of their own."""
    scenario = load(SMALL)
    world = compile_bare(scenario, 1, NOW)
    found = []
    for site in scenario.sites:
        made = "ex" if site.plan.formerly else "copy" if site.plan.poses_as else "other"
        if site.lives(1) and not scenario.in_zone(site.origin.host) and not site.bare_address:
            domain = ".".join(site.origin.host.split(".")[-2:])
            if world.registration(domain) or world.registration(site.origin.host):
                found.append((site.origin.url, made))
    return found


def test_the_source_reads_dates_that_follow_from_who_made_a_site(tmp_path: Path) -> None:
    sites = own_domains()
    assert sites
    with running_lab(SiteIndex(SMALL, NOW).at(1), tmp_path) as lab:
        events = asyncio.run(said_of(lab, *(url for url, _ in sites), "https://tak-terdaftar.com/"))
    told = {e.url: from_facts(e.facts) for e in events if isinstance(e, Sighting)}
    assert set(told) == {url for url, _ in sites}
    for url, made in sites:
        said = told[url]
        assert said is not None
        assert said.age_days is not None
        assert said.registrar
        assert made == "other" or said.age_days <= 300
    counts = {e.step: e.count for e in events if isinstance(e, Note)}
    assert counts["rdap_not_found"] == 1


def test_a_served_world_says_the_same_whole_and_streamed(tmp_path: Path) -> None:
    whole = compile_bare(load(SMALL), 1, NOW)
    streamed = SiteIndex(SMALL, NOW).at(1)
    assert whole.registrations
    assert all(streamed.registration(d) == plan for d, plan in whole.registrations.items())


def test_a_registry_asked_too_fast_asks_to_wait() -> None:
    registry = RdapServer(lambda _: None)
    answers = [registry.reply("/domain/a.com") for _ in range(BURST * 4)]
    assert answers[0][0] == 404
    assert (429, {"Retry-After": "2"}) in [(status, headers) for status, headers, _ in answers]
