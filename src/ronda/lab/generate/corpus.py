"""All words of a half: its own rules, topics and region, and what the halves share."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ronda.lab.format import Part
from ronda.lab.generate.files import names_of, read_toml
from ronda.lab.generate.grammar import Grammar
from ronda.lab.generate.settings import Half


class Topic(Part, frozen=True, kw_only=True):
    """What an agency of a field does. ``apps`` are "NAME:what it stands for"."""

    words: tuple[str, ...]  # as they stand in host names
    apps: tuple[str, ...]
    services: tuple[str, ...]
    programmes: tuple[str, ...]
    things: tuple[str, ...]
    people: tuple[str, ...]


class Nomen(Part, frozen=True, kw_only=True):
    """An agency as regional law and practice name it, before a province makes it its own."""

    key: str
    name: str
    shorts: tuple[str, ...]
    aliases: tuple[str, ...]
    former: tuple[str, ...] = ()
    tokens: tuple[str, ...]  # in host names
    topic: str


class Corpus(msgspec.Struct, frozen=True):
    """The words of a half."""

    grammar: Grammar
    topics: Mapping[str, Topic]
    nomenclature: tuple[Nomen, ...]
    area_codes: tuple[str, ...]
    postcodes: tuple[str, ...]
    time_zone: str


@functools.cache
def corpus(half: Half) -> Corpus:
    """Return the words of a half; read once."""
    names = read_toml(half, "names.toml")
    joins = names.get("joins", ["dan", "serta"])
    return Corpus(
        grammar=Grammar({**rules_of("common"), **rules_of(half)}, joins),
        topics=msgspec.convert(read_toml(half, "topics.toml"), dict[str, Topic]),
        nomenclature=tuple(
            msgspec.convert(read_toml("common", "agencies.toml")["agencies"], list[Nomen])
        ),
        area_codes=tuple(names["area_codes"]),
        postcodes=tuple(names["postcodes"]),
        time_zone=names["time_zone"],
    )


def rules_of(half: str) -> dict[str, tuple[str, ...]]:
    """Return all rules that a half's files (or the common ones) hold, by their dotted names."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names_of(half):
        for rule, templates in _flat(read_toml(half, name).get("rules", {})):
            if rule in found:
                raise ValueError(f"{half}/{name}: the rule {rule!r} stands in another file too")
            found[rule] = tuple(templates)
    return found


def _flat(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    for name, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
