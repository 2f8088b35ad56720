"""What a person may choose when a province is made, and the documented base rates behind it."""

import functools
from typing import Literal

import msgspec

from ronda.lab.format import Part
from ronda.lab.generate.files import read_toml

Half = Literal["tuning", "rehearsal", "evaluation"]
Difficulty = Literal["easy", "normal", "hard"]
LEAST_AGENCIES, MOST_AGENCIES = 4, 60
LEAST_SITES, MOST_SITES = 20, 1_000_000


class BadSettings(ValueError):
    """A setting is out of its range; the message names it, what was given and what may be."""


class Settings(msgspec.Struct, frozen=True):
    """The same settings give the same bytes."""

    agencies: int = 32
    sites: int = 300
    seed: int = 1
    half: Half = "tuning"
    difficulty: Difficulty = "normal"
    rounds: int = 6

    def check(self) -> None:
        """Raise :class:`BadSettings` for the first value out of its range."""
        for name, value, least, most in (
            ("agencies", self.agencies, LEAST_AGENCIES, MOST_AGENCIES),
            ("sites", self.sites, LEAST_SITES, MOST_SITES),
            ("rounds", self.rounds, 1, 52),
        ):
            if not least <= value <= most:
                raise BadSettings(f"{name}: {value} - expected {least} to {most}")

    def stream(self, name: str) -> str:
        """Return the seed of a stream of chance ("site:7"); nothing depends on any other stream."""
        return f"{self.seed}:{self.half}:{name}"


class Rate(Part, frozen=True, kw_only=True):
    """A share with the reason for it."""

    share: float
    why: str


class Grade(Part, frozen=True, kw_only=True):
    """What a difficulty changes."""

    faint: float  # share of unofficial sites that say little about whose they are
    unseen: float  # share of off-zone sites that no source shows
    veiled: float  # share of injections in forms that are hard to see
    tempting: float  # times the share of honest pages that tempt a hasty judge
    faults: float  # times the share of every fault


class Planted(Part, frozen=True, kw_only=True):
    """What sites share and what is published of them; each share is explained in rates.toml."""

    copied: float
    mirror: float
    scraped: float
    quiet: float
    own: float
    vendor: float
    band: float
    profiles: float
    regional: float
    caught: float
    fresh: float
    held: float
    services: tuple[str, ...]
    handles: tuple[str, ...]
    ways: dict[str, float]  # of impersonations -> weight


class Rates(Part, frozen=True, kw_only=True):
    """data/common/rates.toml."""

    families: dict[str, Rate]
    kinds: dict[str, dict[str, float]]  # family -> kind -> weight
    looks: dict[str, dict[str, float]]  # kind or family -> look -> weight
    fates: dict[str, Rate]  # what befalls a site as a whole
    faults: dict[str, Rate]  # small faults beside it
    sources: dict[str, Rate]
    histories: dict[str, Rate]  # of an address over the rounds
    injections: dict[str, dict[str, float]]  # "plain" and "veiled" -> cause -> weight
    spam: Rate  # of injections, what sells something else than gambling
    plants: dict[Half, Planted]
    icons: dict[str, dict[str, float]]  # kind or family -> icon -> weight
    icons_copied: Rate
    icons_cut: Rate
    tempting: Rate
    english: Rate
    difficulty: dict[Difficulty, Grade]


@functools.cache
def rates() -> Rates:
    """Return the base rates that ship with the generator."""
    return msgspec.convert(read_toml("common", "rates.toml"), Rates)
