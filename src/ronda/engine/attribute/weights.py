"""The model's numbers, and those that Ronda comes with."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Weights(msgspec.Struct, frozen=True):
    """Log-odds by kind of evidence; see data/weights.toml."""

    version: str
    abstain_below: float
    prior: dict[str, float]
    agency: dict[str, float]
    relation: dict[str, dict[str, float]]
    # Where a relation is said from another probability than ``abstain_below``.
    said_from: dict[str, float] = {}

    def __hash__(self) -> int:
        """By the version: a gazetteer that holds weights is the key of caches."""
        return hash(self.version)

    def least(self, relation: str) -> float:
        """Return the probability from which an answer of this relation is given."""
        return self.said_from.get(relation, self.abstain_below)


@cache
def shipped() -> Weights:
    """Return the shipped weights."""
    text = files("ronda.engine.attribute.data").joinpath("weights.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Weights)
