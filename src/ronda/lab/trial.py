"""Visits every site of a hostile scenario with the real engine, and compares with what is planted.

The servers run in a process of their own, so that time and memory measured here are the engine's.
"""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ronda.engine.artifacts import (
    DNS,
    HTTP_PLAIN,
    HTTP_VISITOR,
    PAGE_VISITOR,
    TLS,
    Failure,
    FailureKind,
    Observation,
    PageArtifact,
    SiteFacts,
    decode,
    encode,
)
from ronda.engine.attribute.contract import Relation
from ronda.engine.checks.contract import Outcome as Verdict
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.judge import judge_all
from ronda.engine.netconfig import NetConfig, from_env
from ronda.engine.observe import observe
from ronda.lab.causes.hostile import Hostile, HostilePath
from ronda.lab.outcomes import words_for
from ronda.lab.problems import LabError
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.serve import read_env
from ronda.lab.truth import OURS, TrueSite, truth_of

# Patience scaled down, so that a whole collection is seen in less than a minute. A real office
# waits longer; what is bounded stays bounded.
QUICK: Mapping[str, str] = {
    "RONDA_LIMIT_CONNECT_TIMEOUT": "2",
    "RONDA_LIMIT_READ_TIMEOUT": "2.5",
    "RONDA_LIMIT_REQUEST_TIMEOUT": "4",
    "RONDA_LIMIT_DNS_TIMEOUT": "4",
    "RONDA_LIMIT_SITE_TIME": "20",
    "RONDA_LIMIT_REQUESTS_PER_SECOND_PER_HOST": "50",
    "RONDA_LIMIT_BURST_PER_HOST": "50",
}
# What is asked of every hostile site, besides what its file expects; of the others, all that the
# checks want.
_ALWAYS = frozenset({DNS, TLS, HTTP_VISITOR, PAGE_VISITOR, HTTP_PLAIN})
AT_ONCE = 16
_SLACK = 3.0  # seconds of a busy machine
_START = 60.0


class Seen(msgspec.Struct, frozen=True):
    """How one site fared. ``problems`` (English) is empty when all is as planted."""

    key: str
    url: str
    outcomes: dict[str, tuple[str, ...]]
    seconds: float
    judging: float
    requests: int
    bytes_received: int
    problems: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """How a whole collection fared."""

    sites: tuple[Seen, ...]
    seconds: float
    # Growth of this process's greatest memory (resident) over the whole trial.
    megabytes: float

    @property
    def problems(self) -> tuple[str, ...]:
        """Every problem, with the site's key before it."""
        return tuple(f"{site.key}: {text}" for site in self.sites for text in site.problems)


def run(directory: Path, var: Path, *, at_once: int = AT_ONCE) -> Report:
    """Serve a scenario's first round, visit all of it, and compare.

    Raises :class:`~ronda.lab.problems.LabError` when it cannot be served, and
    :class:`~ronda.lab.scenario.BadScenario`.
    """
    scenario = load(directory)
    with _served(directory, var) as env:
        net = from_env({**env, **QUICK})
        before, started = _peak(), time.monotonic()
        sites = asyncio.run(_visit_all(scenario, net, at_once))
        return Report(sites, time.monotonic() - started, _peak() - before)


@contextmanager
def _served(directory: Path, var: Path) -> Iterator[dict[str, str]]:
    """Serve the scenario from another process; gives the settings that lead there."""
    settings = var / "lab.env"
    command = [sys.executable, "-m", "ronda", "lab", "serve", str(directory), "--var", str(var)]
    ports = [f"--{name}-port=0" for name in ("dns", "http", "https", "ct", "rdap")]
    var.mkdir(parents=True, exist_ok=True)
    settings.unlink(missing_ok=True)
    with (var / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, *ports], stdout=log, stderr=log, env={**os.environ, "NO_COLOR": "1"}
        )
    try:
        until = time.monotonic() + _START
        while not settings.exists():
            if server.poll() is not None or time.monotonic() > until:
                said = (var / "serve.log").read_text(encoding="utf-8", errors="replace")
                raise LabError(f"{directory} was not served: {said[-2000:]}")
            time.sleep(0.1)
        yield read_env(settings)
    finally:
        server.terminate()
        server.wait(_START)


async def _visit_all(scenario: Scenario, net: NetConfig, at_once: int) -> tuple[Seen, ...]:
    truth = {site.key: site for site in truth_of(scenario, 1, datetime.now(UTC)).sites}
    gate = asyncio.Semaphore(at_once)
    politeness = Politeness(net.limits)

    async def visit(site: PlannedSite) -> Seen:
        async with gate:
            return await _visit(site, truth[site.key], net, politeness)

    return tuple(await asyncio.gather(*(visit(s) for s in scenario.sites if s.key in truth)))


async def _visit(site: PlannedSite, true: TrueSite, net: NetConfig, politeness: Politeness) -> Seen:
    facts = SiteFacts(
        url=true.url,
        host=true.host,
        relation=str(true.relation),
        in_official_zone=true.relation is Relation.OFFICIAL,
        confirmed=True,
    )
    expected = _expected(site)
    checks = all_checks()
    wants = _ALWAYS | (frozenset(expected) if expected else needs_of(checks))
    started = time.monotonic()
    seen = await observe(facts, wants, net=net, control=Free(), politeness=politeness)
    seconds = time.monotonic() - started
    started = time.process_time()
    verdicts = judge_all(checks, seen)
    judging = time.process_time() - started
    failed = {c.meta.finding_class for c in checks if verdicts[c.meta.id].outcome is Verdict.FAIL}
    crashed = [
        f"check {key} crashed: {verdict.evidence[0].excerpt}"
        for key, verdict in verdicts.items()
        if verdict.outcome is Verdict.NOT_MEASURED
        and any(e.artifact == "" and "rule" in e.where.en for e in verdict.evidence)
    ]
    problems = (
        *_outcomes_wrong(expected, seen),
        *crashed,
        *_verdicts_wrong(true, failed),
        *_beyond(seconds, net.limits.site_time + _SLACK),
    )
    outcomes = {key: tuple(sorted(words_for(a))) for key, a in seen.artifacts.items()}
    return Seen(
        site.key,
        true.url,
        outcomes,
        seconds,
        judging,
        seen.requests,
        seen.bytes_received,
        problems,
    )


def _expected(site: PlannedSite) -> dict[str, frozenset[str]]:
    """What the site's hostile causes say that collectors must bring back."""
    return {
        key: frozenset({words} if isinstance(words, str) else words)
        for cause in site.active(1)
        if isinstance(cause, Hostile | HostilePath)
        for key, words in cause.outcome.items()
    }


def _outcomes_wrong(expected: Mapping[str, frozenset[str]], seen: Observation) -> Iterator[str]:
    for key, artifact in seen.artifacts.items():
        if isinstance(artifact, Failure):
            if artifact.kind is FailureKind.BUG:
                yield f"{key} is an error of Ronda's own: {artifact.detail}"
        elif not isinstance(artifact, PageArtifact) and decode(encode(artifact)) != artifact:
            yield f"{key} changes when it is stored"
        wanted = expected.get(key)
        found = words_for(artifact)
        if wanted is not None and found != wanted:
            detail = artifact.detail if isinstance(artifact, Failure) else _about(artifact)
            yield f"{key} is {_said(found)}, expected {_said(wanted)} ({detail})"


def _verdicts_wrong(true: TrueSite, failed: set[str]) -> Iterator[str]:
    if true.relation not in OURS:
        return
    findable = {check.meta.finding_class for check in all_checks()}
    for name in sorted((true.expects & findable) - failed):
        yield f"no finding {name}, which must be found"
    for name in sorted(failed - true.expects - true.allows):
        yield f"a finding {name}, which is not true"


def _beyond(seconds: float, limit: float) -> Iterator[str]:
    if seconds > limit:
        yield f"took {seconds:.1f} s, more than {limit:.0f}"


def _about(artifact: object) -> str:
    marks = ("framing_problem", "problem_detail", "clipped", "unparsed")
    found = (f"{name}={getattr(artifact, name)!r}" for name in marks if hasattr(artifact, name))
    return ", ".join(found) or type(artifact).__name__


def _said(words: frozenset[str]) -> str:
    return "+".join(sorted(words))


def _peak() -> float:
    """The greatest memory that this process has held, in megabytes (Linux counts kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
