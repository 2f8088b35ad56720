"""Does a name read like those that Indonesian governments give their applications and services?

A name that nobody has told us of ("sipandu", "wargasehat") carries no sign, and yet who knows how
governments name things would look at it before a shop. A few letters at a time are compared with how
often they stand in names of governments and in names of others (``discover/data/likeness.toml``, the
zones and the abbreviations that attribution ships). It says who is looked at first and nothing else:
no name is a candidate for how it reads.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from ronda.engine.attribute.names import field_words, office_hints

_SIZES = (2, 3, 4)
_SMOOTHING = 0.4
_STEEP = 1.2
MAX_LABEL = 40


def likeness(label: str) -> float:
    """Return between 0 and 1 how much a label of a host reads like a government's."""
    name = "".join(c for c in label[:MAX_LABEL] if c.isalpha())
    if len(name) < 3:
        return 0.0
    odds = _odds()
    pieces = list(_pieces(name))
    total = sum(odds.get(piece, 0.0) for piece in pieces)
    # Pieces overlap, so what they say is far from independent.
    return 1 / (1 + math.exp(-_STEEP * total / math.sqrt(len(pieces))))


def odds_of(government: Iterable[str], others: Iterable[str]) -> Mapping[str, float]:
    """Return for pieces of names how much they speak for a government's (log-odds)."""
    ours, theirs = Counter[str](), Counter[str]()
    for counts, names in ((ours, government), (theirs, others)):
        for name in names:
            counts.update(set(_pieces(name)))
    ratio = math.log(sum(theirs.values()) / sum(ours.values()))
    return {
        piece: math.log((ours[piece] + _SMOOTHING) / (theirs[piece] + _SMOOTHING)) + ratio
        for piece in ours.keys() | theirs.keys()
    }


def names_of_governments() -> list[str]:
    """Return the names that stand for governments."""
    zones = files("ronda.engine.attribute.data").joinpath("government-zones.txt")
    lines = zones.read_text("utf-8").splitlines()
    named = [line.partition("\t")[2].removesuffix(".go.id") for line in lines if "\t" in line]
    words = sorted(field_words() | office_hints())
    return sorted({_letters(name) for name in (*_lists()["government"].split(), *named, *words)})


def names_of_others() -> list[str]:
    """Return the names that stand for everybody else."""
    return sorted({_letters(name) for name in _lists()["others"].split()})


@cache
def _lists() -> dict[str, str]:
    text = files("ronda.engine.discover.data").joinpath("likeness.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _odds() -> Mapping[str, float]:
    return odds_of(names_of_governments(), names_of_others())


def _letters(name: str) -> str:
    return "".join(c for c in name if c.isalpha())


def _pieces(name: str) -> Iterator[str]:
    marked = f"^{name}$"
    for size in _SIZES:
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]
