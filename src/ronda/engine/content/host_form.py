"""Scores by a trained model of pieces of names how much a host is named like a gambling site."""

import math
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from ronda.engine.content.hosts import labels_below_suffix

SHORTEST, LONGEST = 3, 6  # letters of a piece, the marks of a label's edges included
SHOWN = 4
_DIGITS = re.compile(r"\d+")


class HostWeights(msgspec.Struct, frozen=True):
    """The model's numbers; see host_weights.toml, which `ronda lab train-hosts` writes."""

    version: str
    bias: float
    threshold: float  # the score from which a name counts as one of gambling form
    pieces: dict[str, float]


class NameForm(msgspec.Struct, frozen=True):
    """How much a host's name is like those of gambling sites, in [0, 1]; a lead, never proof.

    ``pieces`` weigh most for it, the heaviest first: part of the name and its log-odds. ``^`` and
    ``$`` are a label's edges; ``#88`` is a whole number in the name.
    """

    score: float
    pieces: tuple[tuple[str, float], ...]
    like_gambling: bool


@cache
def host_weights() -> HostWeights:
    """Return the shipped weights."""
    text = files("ronda.engine.content").joinpath("host_weights.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), HostWeights)


def pieces_of(host: str) -> frozenset[str]:
    """Return the pieces of a host's name below its public suffix. Bounded: a name has 253 letters.

    Suffixes are left out on purpose: honest examples are mostly of few of them, and a model would
    learn to accuse the others.
    """
    found: set[str] = set()
    for label in labels_below_suffix(host.lower()[:253]):
        if label == "www":
            continue
        found.update("#" + number for number in _DIGITS.findall(label) if len(number) <= 5)
        marked = f"^{label}$"
        for size in range(SHORTEST, LONGEST + 1):
            found.update(marked[at : at + size] for at in range(len(marked) - size + 1))
    return frozenset(found)


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
