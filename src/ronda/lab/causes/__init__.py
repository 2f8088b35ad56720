"""What can be planted in a site, found by walking this package: a new file adds a cause."""

import importlib
import pkgutil
from functools import cache
from typing import Any

import msgspec

from ronda.lab.causes.base import Cause, Consequence

__all__ = ["Cause", "Consequence", "UnknownCause", "all_kinds", "read"]


class UnknownCause(ValueError):
    """A cause's entry in a file names no kind that exists, or has wrong parameters."""


@cache
def all_kinds() -> dict[str, type[Cause]]:
    """Every kind of cause by its name."""
    found: dict[str, type[Cause]] = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if not (isinstance(value, type) and issubclass(value, Cause)) or value is Cause:
                continue
            kind = value.__struct_config__.tag
            # A base without a tag is no cause; an imported one belongs to another module.
            if isinstance(kind, str) and value.__module__ == info.name:
                if kind in found:
                    raise ValueError(f"{info.name}: the kind {kind} is taken")
                found[kind] = value
    return dict(sorted(found.items()))


def read(entry: dict[str, Any]) -> Cause:
    """Read a cause's entry; raises :class:`UnknownCause` that says what was expected."""
    kind = entry.get("kind")
    if kind not in all_kinds():
        raise UnknownCause(f"kind {kind!r} is unknown - expected one of {', '.join(all_kinds())}")
    try:
        return msgspec.convert(entry, all_kinds()[kind])
    except msgspec.ValidationError as error:
        raise UnknownCause(f"{kind}: {error}") from error
