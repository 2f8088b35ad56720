"""One visit by the engine with the settings of a served world: what it saw and how it judges."""

import asyncio
from collections.abc import Mapping

import msgspec

from ronda.engine import netconfig
from ronda.engine.artifacts import Observation, SiteFacts
from ronda.engine.checks.contract import Verdict
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.judge import judge_all
from ronda.engine.observe import observe
from ronda.engine.urls import parse

LIMITS = netconfig.Limits(
    requests_per_second_per_host=1_000, burst_per_host=1_000, dns_timeout=20, connect_timeout=20
)


def visit(url: str, env: Mapping[str, str]) -> tuple[Observation, dict[str, Verdict]]:
    """Visit an official site once, with every check."""
    net = msgspec.structs.replace(netconfig.from_env(env), limits=LIMITS)
    checks = all_checks()
    facts = SiteFacts(url, parse(url).host, "official", True, True)
    seen = asyncio.run(
        observe(facts, needs_of(checks), net=net, control=Free(), politeness=Politeness(LIMITS))
    )
    return seen, judge_all(checks, seen)
