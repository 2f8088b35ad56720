"""What a channel is, and where all of them are found."""

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

import msgspec

from ronda.accounts.models import Person
from ronda.engine.text import Text


class Outgoing(msgspec.Struct, frozen=True):
    """A message in its reader's language."""

    id: str  # the same for every attempt, and for no other message
    title: str
    body: str
    link: str  # "" when the office has not set its address (RONDA_ORIGINS)
    urgent: bool


class Unsent(Exception):
    """A channel could not send; ``text`` says why and how to mend it. ``final``: never will."""

    def __init__(self, text: Text, *, final: bool = False) -> None:
        super().__init__(text.en)
        self.text, self.final = text, final


class Channel(Protocol):
    """A module of this package with these names is a channel."""

    ID: str
    TITLE: Text

    def configured(self) -> bool:
        """Say whether the office uses it."""
        ...

    def reaches(self, person: Person) -> bool:
        """Say whether a person can be told by it."""
        ...

    def send(self, person: Person, outgoing: Outgoing) -> None:
        """Send, or raise :class:`Unsent`. Returns only when the other side has taken it."""
        ...

    def try_out(self) -> None:
        """Go as far as possible without sending anything; raise :class:`Unsent`."""
        ...


@cache
def all_channels() -> tuple[Channel, ...]:
    """Return every channel, by id."""
    from ronda.inbox import channels

    found = []
    for entry in pkgutil.iter_modules(channels.__path__):
        module = importlib.import_module(f"{channels.__name__}.{entry.name}")
        if hasattr(module, "send"):
            found.append(cast(Channel, module))
    return tuple(sorted(found, key=lambda channel: channel.ID))


def channel(id: str) -> Channel:
    """Return a channel; raises ``KeyError``."""
    return {found.ID: found for found in all_channels()}[id]
