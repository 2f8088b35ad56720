"""Turns scores into plain data and back, and adds up the scores of several provinces."""

from collections.abc import Iterable
from functools import reduce
from typing import Any, TypeVar

import msgspec

from ronda.lab.score import Score
from ronda.lab.score_calibration import Calibration
from ronda.lab.score_time import Detection

T = TypeVar("T")


class BadScore(ValueError):
    """A file is no score that ``ronda lab score --json`` wrote; the message says where."""


def as_data(result: Score) -> dict[str, Any]:
    """The score as plain data for JSON: its counts, and beside them all that follows from them."""
    whole: dict[str, Any] = plain(result)
    return whole


def from_data(data: bytes) -> Score:
    """Read what :func:`as_data` gave, as JSON; what follows from the counts is counted anew.

    Raises :class:`BadScore`.
    """
    try:
        return msgspec.json.decode(data, type=Score)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadScore(f"{error} - expected the output of ronda lab score --json") from error


def pool(scores: Iterable[Score]) -> Score:
    """Add several scores up: rates add their counts, notes and rounds stand one after another.

    Raises ``ValueError`` when there is none.
    """
    every = list(scores)
    if not every:
        raise ValueError("no score to add up")
    total = reduce(together, every)
    names = dict.fromkeys(name for one in every for name in one.scenario.split(" + "))
    name = " + ".join(names)
    return msgspec.structs.replace(
        total,
        scenario=name,
        round=max(one.round for one in every),
        rounds=tuple(msgspec.structs.replace(one, scenario=name) for one in total.rounds),
    )


def together(one: T, other: T) -> T:
    """Add two values of the same kind: counts add, rows of a table meet by their key."""
    added: Any
    if isinstance(one, Calibration | Detection):
        added = one.plus(other)  # type: ignore[arg-type]
    elif isinstance(one, msgspec.Struct):
        identity = getattr(type(one), "key", None)
        fields = {
            name: getattr(one, name)
            if name == identity
            else together(getattr(one, name), getattr(other, name))
            for name in one.__struct_fields__
        }
        added = type(one)(**fields)
    elif isinstance(one, dict):
        added = _dicts(one, other)  # type: ignore[arg-type]
    elif isinstance(one, tuple):
        added = _tuples(one, other)  # type: ignore[arg-type]
    elif isinstance(one, bool):
        added = one or other
    elif isinstance(one, int | float):
        added = one + other  # type: ignore[operator]
    else:
        added = one
    result: T = added
    return result


def _dicts(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    names = sorted({*one, *other})
    return {
        name: together(one[name], other[name])
        if name in one and name in other
        else one.get(name, other.get(name))
        for name in names
    }


def _tuples(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    identity = next((getattr(type(row), "key", None) for row in (*one, *other)), None)
    if identity is None:
        return (*one, *other)
    rows: dict[Any, Any] = {}
    for row in (*one, *other):
        name = getattr(row, identity)
        rows[name] = together(rows[name], row) if name in rows else row
    return tuple(rows[name] for name in sorted(rows))


def plain(value: Any) -> Any:
    """Structs, tuples and mappings as JSON has them, with what follows from the counts."""
    if isinstance(value, msgspec.Struct):
        names = (*value.__struct_fields__, *getattr(type(value), "derived", ()))
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value
