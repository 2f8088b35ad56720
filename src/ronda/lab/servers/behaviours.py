"""Hostile and broken servers by name. Each is one function: what it does, and nothing it regrets.

All are bounded on this side too: ``seconds`` (60) and ``megabytes`` (64), or what ``params`` say.
"""

import asyncio
import functools
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Literal

import dns.message
import msgspec
from OpenSSL import SSL

from ronda.lab.servers.wire import Gone, Wire

Params = Mapping[str, str | int]
Behave = Callable[["Ask"], Awaitable[None]]
Reply = bytes | float
"""A message to send, or seconds to wait before the next."""
BehaveAsName = Callable[["NameAsk"], Iterable[Reply]]

Level = Literal["answer", "handshake", "name"]
"""Where it stands: instead of an HTTP answer, of a TLS handshake, or of a name server's answer."""
Page = Literal["none", "certificate", "open"]
"""What a patient visitor sees of the site: nothing of what stands there, its certificate but never a
page, or perhaps a page too."""

SECONDS = 60
MEGABYTES = 64


class Ask(msgspec.Struct, frozen=True):
    """What a behaviour knows of the client's turn."""

    wire: Wire
    scheme: str
    host: str
    target: str  # path and query as asked; "" at the TLS level
    params: Params = {}
    context: SSL.Context | None = None  # at the TLS level
    heard: bytes = b""  # at the TLS level: the ClientHello
    turn: int = 1  # the host's first, second, ... request

    def number(self, name: str, default: int) -> int:
        """Return a whole-number parameter."""
        return int(self.params.get(name, default))

    def word(self, name: str, default: str) -> str:
        """Return a parameter as text."""
        return str(self.params.get(name, default))

    @property
    def seconds(self) -> int:
        """How long this may last."""
        return self.number("seconds", SECONDS)

    @property
    def size(self) -> int:
        """How many bytes this may send."""
        return self.number("megabytes", MEGABYTES) * 1_000_000


class NameAsk(msgspec.Struct, frozen=True):
    """What a behaviour knows of a question to the name server."""

    query: dns.message.Message
    honest: dns.message.Message  # what an honest server would answer
    stream: bool  # over TCP
    turn: int  # the name's first, second, ... question of this type
    params: Params = {}

    def number(self, name: str, default: int) -> int:
        """Return a whole-number parameter."""
        return int(self.params.get(name, default))

    def word(self, name: str, default: str) -> str:
        """Return a parameter as text."""
        return str(self.params.get(name, default))


class About(msgspec.Struct, frozen=True):
    """A behaviour by name: what it does, where it can stand, and what it leaves of the site.

    The first of ``levels`` is meant where nothing else is said.
    """

    name: str
    what: str
    levels: tuple[Level, ...]
    page: Page
    module: str


class Behaviour(About, frozen=True):
    """One of a web server."""

    run: Behave

    @property
    def handshake(self) -> bool:
        """It can stand in place of a TLS handshake."""
        return "handshake" in self.levels


class NameBehaviour(About, frozen=True):
    """One of a name server."""

    run: BehaveAsName


_web: dict[str, Behaviour] = {}
_names: dict[str, NameBehaviour] = {}


def behaviour(*levels: Level, page: Page = "open") -> Callable[[Behave], Behave]:
    """Add a web server's behaviour under the function's own name; its docstring says what it does."""

    def add(run: Behave) -> Behave:
        about = _about(run, levels or ("answer",), page)
        _web[about.name] = Behaviour(**msgspec.structs.asdict(about), run=run)
        return run

    return add


def name_behaviour(*, page: Page = "open") -> Callable[[BehaveAsName], BehaveAsName]:
    """Add a name server's behaviour under the function's own name."""

    def add(run: BehaveAsName) -> BehaveAsName:
        about = _about(run, ("name",), page)
        _names[about.name] = NameBehaviour(**msgspec.structs.asdict(about), run=run)
        return run

    return add


def _about(run: Callable[..., object], levels: tuple[Level, ...], page: Page) -> About:
    what = (run.__doc__ or "").strip().partition("\n")[0]
    module = run.__module__.rpartition(".")[2]
    return About(run.__name__, what, levels, page, module)


@functools.cache
def _load() -> None:
    from ronda.lab.servers import hostile

    for info in pkgutil.iter_modules(hostile.__path__, f"{hostile.__name__}."):
        importlib.import_module(info.name)


def all_behaviours() -> Mapping[str, Behaviour]:
    """Return every behaviour of web servers by name, from every module of ``servers.hostile``."""
    _load()
    return _web


def name_behaviours() -> Mapping[str, NameBehaviour]:
    """Return every behaviour of name servers by name."""
    _load()
    return _names


def every() -> Mapping[str, About]:
    """Return what is known of every behaviour, by name."""
    return {**all_behaviours(), **name_behaviours()}


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
