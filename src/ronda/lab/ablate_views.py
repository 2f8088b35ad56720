"""How much each view of a page carries in finding injected content."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from ronda.engine.artifacts import INNER_PREFIX, Artifact, Failure, FailureKind, Observation
from ronda.engine.checks.contract import Outcome
from ronda.engine.checks.registry import Check, all_checks
from ronda.engine.judge import judge_all
from ronda.lab import classes
from ronda.lab.ablation import NOTHING, ViewLeft
from ronda.lab.score_findings import Judged
from ronda.lab.score_gambling import Accused, honest_of
from ronda.lab.score_parts import Rate

Seen = Callable[[str], Observation | None]
"""Gives what the last visit of an address saw."""


def _robot(key: str) -> bool:
    return "robot" in key.partition(":")[2] and not key.endswith("robots")


def _phone(key: str) -> bool:
    return "phone" in key.partition(":")[2]


def _inner(key: str) -> bool:
    return key.startswith(INNER_PREFIX)


def _sitemap(key: str) -> bool:
    return "sitemap" in key


WITHOUT: Mapping[str, tuple[Callable[[str], bool], ...]] = {
    NOTHING: (),
    "the robot's view": (_robot,),
    "the phone's view": (_phone,),
    "further pages": (_inner,),
    "sitemaps": (_sitemap,),
    "all but the visitor's front page": (_robot, _phone, _inner, _sitemap),
}


def without_views(judged: Iterable[Judged], seen: Seen) -> tuple[ViewLeft, ...]:
    """Judge injected content again from what is stored of each site's last visit.

    A view that is left out is one that was not fetched. Sites of which nothing is stored are not
    counted. Nothing is written.
    """
    checks = [c for c in all_checks() if c.meta.finding_class == classes.INJECTED_GAMBLING]
    sites = list(judged)
    honest = {site.key for site, _ in honest_of(sites)}
    counts = {name: [0, 0, 0, 0] for name in WITHOUT}
    for site, claim in sites:
        observation = seen(claim.url)
        planted = classes.INJECTED_GAMBLING in site.expects
        if observation is None or not (planted or site.key in honest):
            continue
        for name, dropped in WITHOUT.items():
            fails = _fails(checks, _without(observation, dropped))
            at = 0 if planted else 2
            counts[name][at] += fails
            counts[name][at + 1] += 1
    return tuple(
        ViewLeft(name, Rate(hit, of), Accused(accused, quiet))
        for name, (hit, of, accused, quiet) in counts.items()
    )


def _fails(checks: list[Check], observation: Observation) -> bool:
    return any(v.outcome is Outcome.FAIL for v in judge_all(checks, observation).values())


def _without(observation: Observation, dropped: tuple[Callable[[str], bool], ...]) -> Observation:
    left: dict[str, Artifact] = {}
    for key, artifact in observation.artifacts.items():
        if not any(drops(key) for drops in dropped):
            left[key] = artifact
        elif not _inner(key):
            left[key] = Failure(
                FailureKind.NOT_ATTEMPTED, "policy", "left out", observation.started_at
            )
    return msgspec.structs.replace(observation, artifacts=left)
