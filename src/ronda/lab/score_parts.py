"""What every part of a score is made of: rates with their intervals, and differences in one line."""

import re
from math import sqrt
from typing import ClassVar, Literal

import msgspec

Z = 1.959963984540054
"""Of the normal distribution: 95 % lie within so many standard deviations of the mean."""

Area = Literal["discovery", "attribution", "findings", "changes"]
Kind = Literal[
    "miss",
    "false alarm",
    "wrong",
    "abstained",
    "wrongly closed",
    "left open",
    "on others",
]


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a rate after Wilson (1927), 0 to 1; None when there was nothing to judge.

    It never leaves 0 to 1 and never shrinks to a point: none of 300 gives 0 to 0.0126, which is
    what makes "nobody was accused" a figure that can be compared.
    """
    if of == 0:
        return None
    share, spread = right / of, Z * Z / of
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    low = 0.0 if right == 0 else max(0.0, centre - half)
    high = 1.0 if right == of else min(1.0, centre + half)
    return low, high


class Rate(msgspec.Struct, frozen=True):
    """``right`` out of ``of``; without any there is no rate, which is not a perfect one."""

    right: int = 0
    of: int = 0

    derived: ClassVar[tuple[str, ...]] = ("value", "low", "high")

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, or None when there was nothing to get right."""
        return self.right / self.of if self.of else None

    @property
    def low(self) -> float | None:
        """The lower end of the 95 % interval, or None."""
        ends = wilson(self.right, self.of)
        return ends[0] if ends else None

    @property
    def high(self) -> float | None:
        """The upper end of the 95 % interval, or None."""
        ends = wilson(self.right, self.of)
        return ends[1] if ends else None


class Note(msgspec.Struct, frozen=True):
    """One difference, explained."""

    area: Area
    kind: Kind
    site: str
    what: str
    why: str
    evidence: str = ""  # path in Ronda's web interface: "/temuan/12/"
    planted: str = ""  # the scenario's file that says what is true: "sites/dinkes.toml"
    round: int = 0
    scenario: str = ""


def f1(precision: Rate, recall: Rate) -> float | None:
    """The harmonic mean of both, 0 to 1: twice the hits, of all claimed and all that is true.

    None when there is neither. ``right`` of both rates are the same hits.
    """
    of = precision.of + recall.of
    return 2 * recall.right / of if of else None


def fold(name: str, region: str) -> str:
    """An agency's name without the region's and without punctuation, to compare."""
    folded = " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())
    tail = " ".join(re.sub(r"[^a-z0-9]+", " ", region.lower()).split())
    return re.sub(rf" (provinsi|prov|kabupaten|kab|kota) {re.escape(tail)}$", "", folded)
