"""Moves the practice province on: the round stands in a file that the lab's server watches."""

import os
from pathlib import Path


class BadRound(ValueError):
    """The round asked for, or the one in the file, is no round."""


def current(var: Path) -> int:
    """Return the round that is served (1 when none was ever set); raises :class:`BadRound`."""
    path = var / "round"
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return 1
    if not text.isdecimal() or int(text) < 1:
        raise BadRound(f"{path} holds {text[:40]!r} - expected a whole number from 1 on")
    return int(text)


def advance(var: Path, to: int | None = None) -> int:
    """Write the next round, or ``to``, at once as a whole; return it."""
    number = current(var) + 1 if to is None else to
    if number < 1:
        raise BadRound(f"round {number} - expected a whole number from 1 on")
    var.mkdir(parents=True, exist_ok=True)
    fresh = var / "round.new"
    fresh.write_text(f"{number}\n", encoding="ascii")
    os.replace(fresh, var / "round")
    return number
