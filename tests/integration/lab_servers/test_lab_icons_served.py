"""A generated province, served: what a visit reads of a site's icon is what was planted there."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ronda.engine import netconfig
from ronda.engine.artifacts import DNS, ICON, IconArtifact, SiteFacts
from ronda.engine.attribute.from_icons import own_icon
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.observe import observe
from ronda.lab.compile import compile_scenario
from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.scenario import load
from ronda.lab.serve import running_lab
from ronda.lab.train import pages

LIMITS = netconfig.Limits(
    requests_per_second_per_host=1_000, burst_per_host=1_000, dns_timeout=20, connect_timeout=20
)


def test_visits_read_the_icons_that_a_fit_sees(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    write(Settings(sites=80, seed=5), tmp_path / "province")
    scenario = load(tmp_path / "province")
    planted = {s.site.origin.url: s.icon for s in pages.looked_at(scenario, now) if s.pages}

    async def one(url: str, net: netconfig.NetConfig, politeness: Politeness) -> str:
        host = url.partition("://")[2].partition("/")[0]
        facts = SiteFacts(url, host, "undecided")
        seen = await observe(
            facts, frozenset({DNS, ICON}), net=net, control=Free(), politeness=politeness
        )
        found = seen.artifacts[ICON]
        return own_icon(found) if isinstance(found, IconArtifact) else f"none: {found}"

    async def every(net: netconfig.NetConfig) -> dict[str, str]:
        politeness = Politeness(LIMITS)
        found = await asyncio.gather(*(one(url, net, politeness) for url in planted))
        return dict(zip(planted, found, strict=True))

    with running_lab(compile_scenario(scenario, 1, now), tmp_path / "lab") as lab:
        net = msgspec.structs.replace(netconfig.from_env(lab.env), limits=LIMITS)
        seen = asyncio.run(every(net))
    read = {url: icon for url, icon in seen.items() if not icon.startswith("none")}
    assert len(read) >= 60
    assert sum(bool(icon) for icon in read.values()) >= 30
    assert read == {url: planted[url] for url in read}
