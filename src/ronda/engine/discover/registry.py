"""Finds every discovery source by walking the package; there is no list to edit."""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from functools import cache

import msgspec

from ronda.engine import discover
from ronda.engine.discover.contract import (
    Checkpoint,
    Known,
    Note,
    Sighting,
    SourceContext,
    SourceMeta,
)

Event = Sighting | Checkpoint | Note | Known
"""What a source says, in the order in which it says it."""

_NO_SOURCES = frozenset({"contract", "registry"})


class Source(msgspec.Struct, frozen=True):
    """A source as loaded from its module."""

    meta: SourceMeta
    discover: Callable[[SourceContext], AsyncIterator[Event]]
    manual: str  # the module's docstring
    module: str

    @property
    def turn(self) -> tuple[bool, bool]:
        """When it runs, of several: the lower first."""
        return self.meta.after_others, self.meta.after_pages


@cache
def all_sources() -> tuple[Source, ...]:
    """Every source, in its turn: those that look for our words, then those that ask about the found,
    come after the others; else by id.

    A module beside the contract without META is an error.
    """
    found: dict[str, Source] = {}
    prefix = f"{discover.__name__}."
    for info in pkgutil.iter_modules(discover.__path__, prefix):
        if info.ispkg or info.name.removeprefix(prefix) in _NO_SOURCES:
            continue
        module = importlib.import_module(info.name)
        source = Source(module.META, module.discover, module.__doc__ or "", info.name)
        if source.meta.id in found:
            raise ValueError(
                f"{info.name}: id {source.meta.id} is taken by {found[source.meta.id].module}"
            )
        found[source.meta.id] = source
    return tuple(sorted(found.values(), key=lambda s: (*s.turn, s.meta.id)))


def get(source_id: str) -> Source:
    """Return a source by id, or raise ``KeyError``."""
    for source in all_sources():
        if source.meta.id == source_id:
            return source
    raise KeyError(source_id)
