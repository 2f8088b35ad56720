"""What every part of a score is made of: rates, and differences explained in one line."""

import re
from typing import Literal

import msgspec

Kind = Literal["miss", "false alarm", "wrong", "abstained", "wrongly closed", "left open"]


class Rate(msgspec.Struct, frozen=True):
    """``right`` out of ``of``; without any there is no rate, which is not a perfect one."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, or None when there was nothing to get right."""
        return self.right / self.of if self.of else None


class Note(msgspec.Struct, frozen=True):
    """One difference, explained."""

    area: Literal["discovery", "attribution", "findings", "changes"]
    kind: Kind
    site: str
    what: str
    why: str


def fold(name: str, region: str) -> str:
    """An agency's name without the region's and without punctuation, to compare."""
    folded = " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())
    tail = " ".join(re.sub(r"[^a-z0-9]+", " ", region.lower()).split())
    return re.sub(rf" (provinsi|prov|kabupaten|kab|kota) {re.escape(tail)}$", "", folded)
