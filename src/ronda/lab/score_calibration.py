"""Scores probabilities: of proposals said to be 90 % sure, 90 % should be right."""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

import msgspec

from ronda.lab.score_parts import Rate

BINS = 10
DIGITS = 4
"""Probabilities are compared rounded to so many decimals."""


class Point(msgspec.Struct, frozen=True):
    """All proposals of one probability."""

    probability: float
    right: int
    of: int


class Bin(msgspec.Struct, frozen=True):
    """One bin of a reliability plot: how sure the proposals were, and how right."""

    low: float  # least and greatest probability in it, for fixed bins its edges
    high: float
    said: float  # mean probability
    rate: Rate  # how many were right


class Calibration(msgspec.Struct, frozen=True):
    """How far the probabilities can be believed; ``points`` hold everything, the rest follows."""

    points: tuple[Point, ...] = ()

    derived: ClassVar[tuple[str, ...]] = (
        "of",
        "error_equal_mass",
        "error_fixed",
        "brier",
        "equal_mass",
        "fixed",
    )

    @property
    def of(self) -> int:
        """How many proposals."""
        return sum(point.of for point in self.points)

    @property
    def fixed(self) -> tuple[Bin, ...]:
        """Ten bins of the same width; empty ones are left out."""
        groups: dict[int, list[Point]] = {}
        for point in self.points:
            groups.setdefault(min(int(point.probability * BINS), BINS - 1), []).append(point)
        return tuple(_bin(groups[i], i / BINS, (i + 1) / BINS) for i in sorted(groups))

    @property
    def equal_mass(self) -> tuple[Bin, ...]:
        """At most ten bins of about as many proposals each; those of one probability stay together."""
        made: list[list[Point]] = []
        mass, last = 0, -1
        for point in self.points:
            # By the middle of the point's own share, so that a heavy one does not drag others along.
            place = min(int((mass + point.of / 2) * BINS / self.of), BINS - 1)
            mass += point.of
            if place == last:
                made[-1].append(point)
            else:
                made.append([point])
            last = place
        return tuple(_bin(g, g[0].probability, g[-1].probability) for g in made)

    @property
    def error_equal_mass(self) -> float | None:
        """The expected calibration error over equal-mass bins, 0 to 1; lower is better."""
        return _error(self.equal_mass)

    @property
    def error_fixed(self) -> float | None:
        """The same over fixed bins."""
        return _error(self.fixed)

    @property
    def brier(self) -> float | None:
        """The mean squared distance from 1 (right) or 0 (wrong); lower is better (Brier 1950)."""
        if not self.of:
            return None
        total = sum(
            p.right * (1 - p.probability) ** 2 + (p.of - p.right) * p.probability**2
            for p in self.points
        )
        return total / self.of

    def plus(self, other: "Calibration") -> "Calibration":
        """Return both together."""
        return _of_points([*self.points, *other.points])


def calibration(said: Iterable[tuple[float, bool]]) -> Calibration:
    """Return the calibration of (probability, was right)."""
    return _of_points([Point(round(p, DIGITS), int(right), 1) for p, right in said])


def _of_points(points: Iterable[Point]) -> Calibration:
    right: Counter[float] = Counter()
    of: Counter[float] = Counter()
    for point in points:
        right[point.probability] += point.right
        of[point.probability] += point.of
    return Calibration(tuple(Point(p, right[p], of[p]) for p in sorted(of)))


def _bin(points: list[Point], low: float, high: float) -> Bin:
    of = sum(point.of for point in points)
    said = sum(point.probability * point.of for point in points) / of
    return Bin(low, high, said, Rate(sum(point.right for point in points), of))


def _error(bins: tuple[Bin, ...]) -> float | None:
    of = sum(b.rate.of for b in bins)
    if not of:
        return None
    return sum(b.rate.of * abs(b.said - b.rate.right / b.rate.of) for b in bins) / of
