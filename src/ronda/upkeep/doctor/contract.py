"""What the doctor says: items, each with its state, what was seen and how to mend it."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from ronda.engine.text import Text

State = Literal["ok", "warning", "error"]


class Item(msgspec.Struct, frozen=True):
    """One thing that was looked at. ``mend`` is empty when there is nothing to mend."""

    id: str  # stable: "database.migrated"
    state: State
    text: Text  # what was seen
    mend: Text = Text("", "")


Look = Callable[[], Iterator[Item]]
"""A subject's ``look()``: yields its items. A module of this package that defines it is found."""


def ok(id: str, seen_id: str, seen_en: str) -> Item:
    """All is well."""
    return Item(id, "ok", Text(seen_id, seen_en))


def warning(id: str, seen_id: str, seen_en: str, mend_id: str, mend_en: str) -> Item:
    """Ronda works, but something will go wrong or stays unseen."""
    return Item(id, "warning", Text(seen_id, seen_en), Text(mend_id, mend_en))


def error(id: str, seen_id: str, seen_en: str, mend_id: str, mend_en: str) -> Item:
    """Something that Ronda needs does not work."""
    return Item(id, "error", Text(seen_id, seen_en), Text(mend_id, mend_en))


def examine() -> Iterator[Item]:
    """Look at everything; a subject that fails itself is an item too, never a crash."""
    from ronda.upkeep import doctor

    for info in sorted(pkgutil.iter_modules(doctor.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{doctor.__name__}.{info.name}")
        look: Look | None = getattr(module, "look", None)
        if look is None:
            continue
        try:
            yield from look()
        except Exception as problem:
            yield error(
                f"{info.name}.bug",
                f"Pemeriksaan {info.name} gagal: {type(problem).__name__}: {problem}.",
                f"Looking at {info.name} failed: {type(problem).__name__}: {problem}.",
                "Kirimkan pesan ini kepada pengembang Ronda.",
                "Send this message to Ronda's developers.",
            )
