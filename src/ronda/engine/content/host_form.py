"""Scores by a trained model of pieces of names how much a host is named like a gambling site."""

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

import msgspec

from ronda.engine.content.hosts import labels_below_suffix

SHORTEST, LONGEST = 3, 6  # letters of a piece, the marks of a label's edges included
SHOWN = 4
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[a-z]+")
_MOST = 10  # of a shape, in signs


class HostWeights(msgspec.Struct, frozen=True):
    """The model's numbers; see host_weights.json, which `ronda lab train-hosts` writes."""

    about: str  # the command that wrote them
    version: str
    bias: float
    threshold: float  # the score from which a name counts as one of gambling form
    pieces: dict[str, float]


class NameForm(msgspec.Struct, frozen=True):
    """How much a host's name is like those of gambling sites, in [0, 1]; a lead, never proof.

    ``pieces`` weigh most for it, the heaviest first: part of the name and its log-odds. ``^`` and
    ``$`` are a label's edges; ``#88`` is a whole number in the name; what begins with ``~`` is of
    its build (see :func:`pieces_of`).
    """

    score: float
    pieces: tuple[tuple[str, float], ...]
    like_gambling: bool

    @property
    def words(self) -> str:
        """The pieces of letters and numbers that weigh most, for the evidence."""
        return ", ".join(piece for piece, _ in self.pieces if not piece.startswith("~"))


@cache
def host_weights() -> HostWeights:
    """Return the shipped weights."""
    raw = files("ronda.engine.content").joinpath("host_weights.json").read_bytes()
    return msgspec.json.decode(raw, type=HostWeights)


def pieces_of(host: str) -> frozenset[str]:
    """Return the pieces of a host's name below its public suffix. Bounded: a name has 253 letters.

    Suffixes are left out on purpose: honest examples are mostly of few of them, and a model would
    learn to accuse the others.
    """
    found: set[str] = set()
    labels = [one for one in labels_below_suffix(host.lower()[:253]) if one != "www"]
    for label in labels:
        found.update("#" + number for number in _DIGITS.findall(label) if len(number) <= 5)
        marked = f"^{label}$"
        for size in range(SHORTEST, LONGEST + 1):
            found.update(marked[at : at + size] for at in range(len(marked) - size + 1))
    if labels:
        found.update(_build(labels))
    return frozenset(found)


def _build(labels: list[str]) -> Iterator[str]:
    """How the registered name is built, whatever its letters: shape, lengths, where numbers stand."""
    name = labels[-1]
    yield "~" + _DIGITS.sub("0", _LETTERS.sub("a", name))[:_MOST]
    yield f"~labels{min(len(labels), 5)}"
    yield f"~length{min(len(name), 20)}"
    yield f"~digits{min(sum(map(str.isdigit, name)), 5)}"
    yield f"~hyphens{min(name.count('-'), 3)}"
    for number in islice(_DIGITS.finditer(name), 8):
        start, end = number.start() == 0, number.end() == len(name)
        yield f"~number{'^' if start else ''}{min(len(number[0]), 9)}{'$' if end else ''}"


def score_of(pieces: frozenset[str], model: HostWeights) -> float:
    """Return the probability that a model gives to pieces, each counted by 1/sqrt of their number.

    That keeps long names, which have more pieces, from being judged by their length.
    """
    total = sum(model.pieces.get(piece, 0.0) for piece in pieces)
    odds = model.bias + total / math.sqrt(len(pieces) or 1)
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))


@lru_cache(maxsize=8192)
def form_of(host: str) -> NameForm:
    """Return how much a host's name is like those of gambling sites, with what weighs most."""
    model = host_weights()
    pieces = pieces_of(host)
    score = score_of(pieces, model)
    known = ((piece, model.pieces[piece]) for piece in pieces if model.pieces.get(piece, 0.0) > 0)
    most = tuple(sorted(known, key=lambda item: (-item[1], item[0]))[:SHOWN])
    return NameForm(score, most, score >= model.threshold)
