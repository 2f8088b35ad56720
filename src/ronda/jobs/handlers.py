"""What kinds of work there are: rooms register handlers and ticks when Django starts."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from ronda.jobs.ledger import Lease
from ronda.jobs.models import Shard


class Interrupted(Exception):
    """The work stopped before its end (stop switch, orderly end): the shard goes back unharmed."""


class Hold(Protocol):
    """A worker's hold on a shard, asked by the work itself."""

    def over(self) -> bool:
        """The lease is lost or the worker is ending: stop at once. Costs nothing to ask."""
        ...

    def beat(self) -> None:
        """Say that the work moves on; a shard that is silent for too long loses its lease."""
        ...


class Handler(Protocol):
    """How one kind of shard is worked on."""

    def ready(self) -> bool:
        """Shards of this kind may be claimed now (the stop switch is not engaged)."""
        ...

    def room(self, running: int) -> bool:
        """This process has room for one more shard that is not urgent, beside ``running`` of the kind."""
        ...

    def run(self, lease: Lease, hold: Hold) -> None:
        """Do the work; every write of a result calls :func:`ronda.jobs.ledger.fence` first.

        Returning means done. Raise :class:`Interrupted` to give the shard back; any other
        exception is a failed attempt.
        """
        ...

    def gave_up(self, shard: Shard) -> None:
        """A shard has failed for good; called inside the transaction that marks it."""
        ...


class Tick(msgspec.Struct, frozen=True):
    """Something done once for each slot of time over all workers, in the slot's transaction."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


_handlers: dict[str, Handler] = {}
_unawaited: set[str] = set()
_ticks: dict[str, Tick] = {}


def register(kind: str, handler: Handler, *, awaited: bool = True) -> None:
    """Let shards of a kind be worked on by ``handler``.

    ``awaited``: a worker that works until nothing is left stays for those that are not due yet.
    """
    _handlers[kind] = handler
    if not awaited:
        _unawaited.add(kind)


def register_tick(tick: Tick) -> None:
    """Run a tick in every worker that keeps time."""
    _ticks[tick.name] = tick


def handler_of(kind: str) -> Handler:
    """Return a kind's handler or raise ``KeyError``."""
    return _handlers[kind]


def ready_kinds() -> list[str]:
    """The kinds that may be claimed now."""
    return [kind for kind, handler in _handlers.items() if handler.ready()]


def kinds_with_room(kinds: list[str], running: Mapping[str, int]) -> list[str]:
    """Those of ``kinds`` that this process has room for, beside the shards that run here already."""
    return [kind for kind in kinds if _handlers[kind].room(running.get(kind, 0))]


def all_kinds() -> list[str]:
    """Every kind that has a handler here."""
    return list(_handlers)


def awaited_kinds() -> list[str]:
    """The kinds that a worker stays for: they may be claimed now, or will be due."""
    return [kind for kind in ready_kinds() if kind not in _unawaited]


def ticks() -> tuple[Tick, ...]:
    """Every tick."""
    return tuple(_ticks.values())
