"""Remembers when each round began to be served, so that history can be scored afterwards."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

FILE = "rounds.jsonl"


class Begun(msgspec.Struct, frozen=True):
    """A round of a scenario began to be served."""

    scenario: str
    round: int
    at: datetime


class Span(msgspec.Struct, frozen=True):
    """A round was served from a moment to a moment; ``until`` is None while it still is."""

    round: int
    since: datetime
    until: datetime | None = None


class NoHistory(ValueError):
    """The rounds that were served cannot be scored as one history; the message says why."""


def note(var: Path, scenario: str, round: int, at: datetime | None = None) -> None:
    """Write down that a round begins to be served now; call it when the servers answer with it."""
    line = msgspec.json.encode(Begun(scenario, round, at or datetime.now(UTC)))
    var.mkdir(parents=True, exist_ok=True)
    with (var / FILE).open("ab") as file:
        file.write(line + b"\n")


def read(var: Path) -> tuple[Begun, ...]:
    """Return what was written, in order; nothing when there is no file. Raises :class:`NoHistory`."""
    path = var / FILE
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(msgspec.json.decode(line, type=Begun))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise NoHistory(f"{path}: line {number}: {error}; mend or remove the line") from error
    return tuple(found)


def spans(begun: Iterable[Begun], scenario: str, first: datetime | None) -> tuple[Span, ...]:
    """Return the rounds that a database has lived through, in order.

    ``first`` is the first thing that it remembers: what ended before is another database's. A
    server that was started anew in the same round has not begun another. Raises
    :class:`NoHistory` when a round came back after a later one: what was mended would be undone,
    and no truth says what should have become of it.
    """
    steps = list(begun)
    found: list[Span] = []
    for index, step in enumerate(steps):
        ended = steps[index + 1].at if index + 1 < len(steps) else None
        if step.scenario != scenario or (first and ended is not None and ended < first):
            continue
        if found and found[-1].round == step.round:
            found[-1] = Span(step.round, found[-1].since, ended)
        else:
            found.append(Span(step.round, step.at, ended))
    numbers = [span.round for span in found]
    if numbers != sorted(set(numbers)):
        told = ", ".join(map(str, numbers))
        raise NoHistory(f"the rounds were served in the order {told}; score one with --round N")
    return tuple(found)


def round_at(served: Iterable[Span], moment: datetime) -> Span | None:
    """Return the round that was served at a moment, or None before the first."""
    before = [span for span in served if span.since <= moment]
    return before[-1] if before else None


def beginning(served: Iterable[Span], round: int) -> Span | None:
    """Return the first served round from a number on: the one in which its causes could be seen."""
    return next((span for span in served if span.round >= round), None)
