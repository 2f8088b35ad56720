"""Reads where a fit starts, and writes fitted weights in the form in which the engine reads them."""

import tomllib
from importlib.resources import files

import msgspec

from ronda.engine.attribute.weights import Weights


def start() -> Weights:
    """Return the weights that a fit starts from and is held near."""
    text = files("ronda.lab.train").joinpath("start.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Weights)


def written(model: Weights, examples: int) -> str:
    """Return weights as TOML; the same weights give the same text."""
    lines = [
        "# The model: log-odds that each kind of evidence adds to each relation, fitted by",
        "# `ronda lab train` to tuning provinces; see docs/lab-training.md. A kind that stands here",
        "# must be known to engine/attribute.",
        f"# {examples} examples.",
        f'version = "{model.version}"',
        f"abstain_below = {model.abstain_below}",
        "",
        "# The probability from which each of these is said; of others, from `abstain_below`.",
        *_table("said_from", model.said_from),
        "# What a candidate is before anything is known of it.",
        *_table("prior", model.prior),
        "# For which office a site is: log-odds for the office that the evidence names.",
        *_table("agency", model.agency),
    ]
    for kind in sorted(model.relation):
        lines += _table(f"relation.{kind}", model.relation[kind])
    return "\n".join(lines).rstrip() + "\n"


def _table(name: str, values: dict[str, float]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {values[key]!r}" for key in sorted(values)), ""]
