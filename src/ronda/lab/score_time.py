"""Scores the time to detect: from the moment when a cause could be seen to the finding."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import fmean, median
from typing import ClassVar

import msgspec

from ronda.lab import classes
from ronda.lab.claims import NEVER, ClaimedSite
from ronda.lab.rounds import Span, beginning, round_at
from ronda.lab.score_findings import Judged
from ronda.lab.score_parts import Rate


class Detection(msgspec.Struct, frozen=True):
    """How soon causes were found. A cause that stands for three rounds counts once.

    The times are of those that were found; ``detected`` says how many that are.
    """

    detected: Rate = Rate()
    rounds: dict[str, int] = {}  # rounds that passed meanwhile -> how many causes
    seconds: tuple[float, ...] = ()  # sorted; from the moment in which the round began to be served

    derived: ClassVar[tuple[str, ...]] = (
        "rounds_mean",
        "seconds_median",
        "seconds_mean",
        "seconds_max",
    )

    @property
    def rounds_mean(self) -> float | None:
        """Rounds that passed on average."""
        of = sum(self.rounds.values())
        return sum(int(n) * count for n, count in self.rounds.items()) / of if of else None

    @property
    def seconds_median(self) -> float | None:
        """The median time."""
        return median(self.seconds) if self.seconds else None

    @property
    def seconds_mean(self) -> float | None:
        """The mean time."""
        return fmean(self.seconds) if self.seconds else None

    @property
    def seconds_max(self) -> float | None:
        """The longest time."""
        return max(self.seconds, default=None)

    def plus(self, other: "Detection") -> "Detection":
        """Return both together."""
        rounds = {
            key: self.rounds.get(key, 0) + other.rounds.get(key, 0)
            for key in sorted({*self.rounds, *other.rounds}, key=int)
        }
        detected = Rate(
            self.detected.right + other.detected.right, self.detected.of + other.detected.of
        )
        return Detection(detected, rounds, tuple(sorted((*self.seconds, *other.seconds))))


class ClassDetection(msgspec.Struct, frozen=True):
    """The time to detect of one class."""

    finding_class: str
    time: Detection

    key: ClassVar[str] = "finding_class"


class TimeToDetect(msgspec.Struct, frozen=True):
    """The time to detect, of all and by class; empty when no rounds were written down."""

    all: Detection
    by_class: tuple[ClassDetection, ...]


class Episode(msgspec.Struct, frozen=True):
    """A class stands on a site from a round on; ``until`` is when it could last be found."""

    site: str
    finding_class: str
    begins: Span
    claim: ClaimedSite
    until: datetime


def episodes(judged: Iterable[Judged], served: Sequence[Span], until: datetime) -> list[Episode]:
    """Return what stands in a round, with the beginning of the time in which it could be found."""
    found = []
    for site, claim in judged:
        for name in sorted(site.expects):
            begins = beginning(served, site.since.get(name, 1))
            if begins is not None and begins.since <= until:
                found.append(Episode(site.key, name, begins, claim, until))
    return found


def latest(every: Iterable[Episode]) -> list[Episode]:
    """Of one cause in several rounds keep what is known of it in its last round."""
    found: dict[tuple[str, str, int], Episode] = {}
    for episode in every:
        key = (episode.site, episode.finding_class, episode.begins.round)
        if key not in found or found[key].until < episode.until:
            found[key] = episode
    return list(found.values())


def score_time(every: Sequence[Episode], served: Sequence[Span]) -> TimeToDetect:
    """Score the time to detect; every episode stands once."""
    by_class = []
    for name in sorted(classes.ALL):
        mine = [e for e in every if e.finding_class == name]
        if mine:
            by_class.append(ClassDetection(name, _detection(mine, served)))
    return TimeToDetect(_detection(every, served), tuple(by_class))


def _detection(every: Sequence[Episode], served: Sequence[Span]) -> Detection:
    rounds: dict[int, int] = {}
    seconds = []
    for episode in every:
        at = _detected(episode)
        if at is None:
            continue
        seconds.append((at - episode.begins.since).total_seconds())
        during = round_at(served, at) or episode.begins
        passed = during.round - episode.begins.round
        rounds[passed] = rounds.get(passed, 0) + 1
    counts = {str(passed): rounds[passed] for passed in sorted(rounds)}
    return Detection(Rate(len(seconds), len(every)), counts, tuple(sorted(seconds)))


def _detected(episode: Episode) -> datetime | None:
    """The first moment of the episode in which a finding of the class stood, or None."""
    moments = [
        max(f.opened_at, episode.begins.since)
        for f in episode.claim.findings
        if f.finding_class == episode.finding_class
        and f.opened_at <= episode.until
        and (f.closed_at or NEVER) > episode.begins.since
    ]
    return min(moments, default=None)
