"""One world judged twice: on the lab's own servers, and on real Knot DNS and real nginx."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

import ronda.lab
from ronda.engine import netconfig
from ronda.engine.artifacts import SiteFacts
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.judge import judge_all
from ronda.engine.observe import observe
from ronda.lab.compile import compile_world
from ronda.lab.realservers import missing, real_servers
from ronda.lab.serve import running_lab
from ronda.lab.truth import TrueSite, truth

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]
PROVINCE = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"
# nginx names itself and its version, whatever the scenario wants: this check sees another server.
ITS_OWN = {"SOFTWARE.EXPOSED"}

Outcomes = dict[str, dict[str, str]]


def outcomes(sites: list[TrueSite], env: Mapping[str, str]) -> Outcomes:
    """Visit and judge each site with the engine; outcome by check by address."""
    # All sites at once, beside the servers: patience, so that only what is served decides.
    limits = netconfig.Limits(
        requests_per_second_per_host=1_000,
        burst_per_host=1_000,
        dns_timeout=20,
        connect_timeout=20,
    )
    net = msgspec.structs.replace(netconfig.from_env(env), limits=limits)
    checks = [check for check in all_checks() if check.meta.id not in ITS_OWN]
    wants = needs_of(tuple(checks))

    async def one(site: TrueSite, politeness: Politeness) -> dict[str, str]:
        facts = SiteFacts(site.url, site.host, str(site.relation), True, True)
        seen = await observe(facts, wants, net=net, control=Free(), politeness=politeness)
        return {name: str(v.outcome) for name, v in judge_all(checks, seen).items()}

    async def every() -> Outcomes:
        politeness = Politeness(limits)
        found = await asyncio.gather(*(one(site, politeness) for site in sites))
        return {site.url: result for site, result in zip(sites, found, strict=True)}

    return asyncio.run(every())


def test_round_gives_the_same_verdicts_on_real_servers(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    world = compile_world(PROVINCE, 1, now)
    sites = [site for site in truth(PROVINCE, 1, now).sites if site.ours]
    with real_servers(world, tmp_path / "real") as real:
        hostile = {words.partition("/")[0].partition(":")[0] for words in real.skipped}
        sites = [site for site in sites if site.host not in hostile]
        there = outcomes(sites, real.env)
    with running_lab(world, tmp_path / "lab") as lab:
        here = outcomes(sites, lab.env)
    assert len(sites) >= 10
    assert there == here
    failing = {
        check for found in there.values() for check, outcome in found.items() if outcome == "fail"
    }
    assert {"TLS.EXPIRED", "TLS.TRUSTED", "TLS.NAME", "TLS.VERSION", "CONTENT.GAMBLING"} <= failing
