"""Reads names and versions of software from what a site says of itself, and looks up their end."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

import msgspec

Version = tuple[int, ...]

_IN_HEADER = re.compile(
    r"\b(PHP|nginx|Apache|Microsoft-IIS)/(\d{1,3}(?:\.\d{1,5}){0,3})([-+~\w.]{0,60})", re.IGNORECASE
)
_IN_GENERATOR = re.compile(
    r"^\s{0,5}(WordPress|Joomla|Drupal)!?\s{1,3}v?(\d{1,3}(?:\.\d{1,5}){0,3})(?![\d.])",
    re.IGNORECASE,
)
_DISTRIBUTION = re.compile(
    r"ubuntu|debian|deb\d|centos|red ?hat|\bel\d|fedora|alma|rocky|suse|amazon|oracle",
    re.IGNORECASE,
)


class Named(msgspec.Struct, frozen=True):
    """Software that a site says it runs; ``packaged`` when the words name a distribution."""

    product: str
    version: str
    packaged: bool


class End(msgspec.Struct, frozen=True):
    """Until when versions below ``below`` are mended."""

    below: str
    ends: date
    vendor_ends: date | None = None


class Patch(msgspec.Struct, frozen=True):
    """The patch number of a branch that a security release brought."""

    branch: str
    patch: int
    on: date


class Product(msgspec.Struct, frozen=True):
    """A product's rows of the table."""

    name: str
    source: str
    ends: tuple[End, ...]
    patched: tuple[Patch, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """The table of ends, with the day on which it was last checked."""

    checked: date
    product: tuple[Product, ...]


class Outdated(msgspec.Struct, frozen=True):
    """Software past its end: since when, and whether only a patch is missing."""

    named: Named
    since: date
    patch_only: bool = False


def load_table() -> Table:
    """Read the table that ships with the check; raises on a broken one."""
    raw = files("ronda.engine.checks.software").joinpath("end_of_life.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(raw), Table)


def in_header(value: str) -> list[Named]:
    """Return what a Server or X-Powered-By header names, with versions only."""
    value = value[:500]
    packaged = bool(_DISTRIBUTION.search(value))
    return [Named(m[1], m[2], packaged) for m in _IN_HEADER.finditer(value)]


def in_generator(value: str) -> list[Named]:
    """Return what a generator tag names, with versions only."""
    found = _IN_GENERATOR.match(value[:200])
    return [Named(found[1], found[2], packaged=False)] if found else []


def outdated(named: Iterable[Named], table: Table, today: date) -> list[Outdated]:
    """Return what is past its end on a day; what the table does not know is never guessed."""
    return [found for one in named if (found := _end_of(one, table, today))]


def _end_of(named: Named, table: Table, today: date) -> Outdated | None:
    product = next((p for p in table.product if p.name.lower() == named.product.lower()), None)
    if product is None:
        return None
    version = _numbers(named.version)
    row = next((r for r in product.ends if version < _numbers(r.below)), None)
    if row is not None:
        ends = row.vendor_ends if named.packaged else row.ends
        return Outdated(named, ends) if ends is not None and ends < today else None
    for patch in product.patched:
        if version[:2] == _numbers(patch.branch) and patch.on < today:
            number = version[2] if len(version) > 2 else 0
            return Outdated(named, patch.on, patch_only=True) if number < patch.patch else None
    return None


def _numbers(version: str) -> Version:
    return tuple(int(part) for part in version.split("."))
