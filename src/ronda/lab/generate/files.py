"""Reads the generator's data files and writes a scenario's TOML."""

import json
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any


def read_toml(half: str, name: str) -> dict[str, Any]:
    """Return a data file of a half, or of "common"."""
    place = files("ronda.lab.generate") / "data" / half / name
    return tomllib.loads(place.read_text(encoding="utf-8"))


def names_of(half: str) -> tuple[str, ...]:
    """Return the names of a half's data files, sorted."""
    place = files("ronda.lab.generate") / "data" / half
    return tuple(sorted(entry.name for entry in place.iterdir() if entry.name.endswith(".toml")))


def value(given: object) -> str:
    """Return a TOML value: text, whole number, boolean or a list of these."""
    if isinstance(given, (list, tuple)):
        return f"[{', '.join(value(item) for item in given)}]"
    if isinstance(given, (str, bool, int)):
        # A JSON string is a TOML basic string, but for DEL, which no text of ours holds.
        return json.dumps(given, ensure_ascii=False)
    raise TypeError(f"{type(given).__name__} cannot be written as TOML here")


def table(fields: Iterable[tuple[str, object]], heading: str = "") -> str:
    """Return a TOML table; empty lists and texts are left out, as their defaults say the same."""
    lines = [heading] if heading else []
    lines += [f"{name} = {value(given)}" for name, given in fields if given not in ((), [], "", None)]
    return "\n".join(lines) + "\n\n"
