"""Hostile and broken servers by name. Each is one function: what it does, and nothing it regrets.

All are bounded on this side too: ``seconds`` (60) and ``megabytes`` (64), or what ``params`` say.
"""

import asyncio
import functools
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping

import msgspec
from OpenSSL import SSL

from ronda.lab.servers.wire import Gone, Wire

Behave = Callable[["Ask"], Awaitable[None]]

SECONDS = 60
MEGABYTES = 64


class Ask(msgspec.Struct, frozen=True):
    """What a behaviour knows of the client's turn."""

    wire: Wire
    scheme: str
    host: str
    target: str  # path and query as asked; "" at the TLS level
    params: Mapping[str, str | int] = {}
    context: SSL.Context | None = None  # at the TLS level
    heard: bytes = b""  # at the TLS level: the ClientHello

    def number(self, name: str, default: int) -> int:
        """Return a whole-number parameter."""
        return int(self.params.get(name, default))

    @property
    def seconds(self) -> int:
        """How long this may last."""
        return self.number("seconds", SECONDS)

    @property
    def size(self) -> int:
        """How many bytes this may send."""
        return self.number("megabytes", MEGABYTES) * 1_000_000


class Behaviour(msgspec.Struct, frozen=True):
    """A named behaviour. ``handshake``: it can stand in place of a TLS handshake."""

    name: str
    what: str
    run: Behave
    handshake: bool


_registry: dict[str, Behaviour] = {}


def behaviour(*, handshake: bool = False) -> Callable[[Behave], Behave]:
    """Add a function to the registry under its own name; its docstring says what it does."""

    def add(run: Behave) -> Behave:
        name = run.__name__
        what = (run.__doc__ or "").strip().partition("\n")[0]
        _registry[name] = Behaviour(name, what, run, handshake)
        return run

    return add


@functools.cache
def all_behaviours() -> Mapping[str, Behaviour]:
    """Return every behaviour by name, from every module of ``lab.servers.hostile``."""
    from ronda.lab.servers import hostile

    for info in pkgutil.iter_modules(hostile.__path__, f"{hostile.__name__}."):
        importlib.import_module(info.name)
    return _registry


def handshakes() -> Mapping[str, Behaviour]:
    """Return the behaviours that can stand in place of a TLS handshake."""
    return {name: found for name, found in all_behaviours().items() if found.handshake}


async def misbehave(name: str, ask: Ask) -> None:
    """Run a behaviour within its time; a client that leaves ends it."""
    try:
        async with asyncio.timeout(ask.seconds):
            await all_behaviours()[name].run(ask)
    except (TimeoutError, Gone):
        pass


async def until_gone(wire: Wire) -> None:
    """Stay silent until the client leaves; what it says is thrown away."""
    while await wire.read():
        pass
