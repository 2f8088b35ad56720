"""Writes a generated scenario's folder, one site at a time."""

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

import msgspec

from ronda.lab import office
from ronda.lab.format import AgencyPlan, Part, ShortenerPlan, SiteLine
from ronda.lab.generate import province as provinces
from ronda.lab.generate import site as sites
from ronda.lab.generate.files import table
from ronda.lab.generate.history import Addresses
from ronda.lab.generate.links import linked
from ronda.lab.generate.plan import Blueprint, blueprints
from ronda.lab.generate.province import Province
from ronda.lab.generate.roads import Roads
from ronda.lab.generate.settings import Settings
from ronda.lab.scenario import Scenario

SHARD = 1_000  # sites a file


class NotEmpty(ValueError):
    """The folder holds something already, and nothing is overwritten."""


def write(settings: Settings, target: Path) -> int:
    """Write a scenario into an empty or new folder; returns how many sites it has.

    Raises :class:`~.settings.BadSettings`, :class:`NotEmpty` and ``OSError``.
    """
    settings.check()
    if target.exists() and any(target.iterdir()):
        raise NotEmpty(f"{target} is not empty - give a new folder")
    (target / "sites").mkdir(parents=True)
    province = provinces.make(settings)
    listed_sites: dict[str, list[str]] = {}
    own = Addresses()
    roads = Roads(province)
    count = 0
    with _Shards(target / "sites") as shards, _reports(target) as reports:
        for plan, links in linked(blueprints(province)):
            front, told = roads.lay(plan.address, links)
            shards.write(encoded(sites.make(province, plan, front, own, told)))
            if plan.listed:
                reports.write(f'{_reported(plan)},"{_remark(province, plan)}"\n')
            if plan.known and plan.index < SHARD:
                listed_sites.setdefault(plan.agency.plan.key, []).append(plan.address)
            count += 1
    agencies = tuple(
        msgspec.structs.replace(a.plan, listed_sites=tuple(listed_sites.get(a.plan.key, ())))
        for a in province.agencies
    )
    text = _scenario(province, roads.shorteners())
    (target / "scenario.toml").write_text(text, encoding="utf-8")
    (target / "agencies.toml").write_text(_agencies(agencies), encoding="utf-8")
    office.write(Scenario(str(target), province.about, agencies, ()))
    return count


class _Shards:
    """Files of a thousand lines each, one open at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self._file: BinaryIO | None = None

    def __enter__(self) -> "_Shards":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def write(self, line: bytes) -> None:
        """Add a line."""
        if self._file is None or self._count % SHARD == 0:
            if self._file:
                self._file.close()
            self._file = (self._folder / f"{self._count // SHARD:04d}.jsonl").open("wb")
        self._file.write(line)
        self._count += 1


@contextmanager
def _reports(target: Path) -> Iterator[TextIO]:
    with (target / "listed.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("alamat,keterangan\n")
        yield file


_encoder = msgspec.json.Encoder()


def encoded(line: SiteLine) -> bytes:
    """Return a site as its line: what is left at its default is not written."""
    return _encoder.encode(_lean(line)) + b"\n"


def _lean(part: object) -> object:
    if isinstance(part, Part):
        return {
            name: _lean(value)
            for name, default in _defaults(type(part))
            if (value := getattr(part, name)) != default
        }
    if isinstance(part, tuple):
        return [_lean(item) for item in part]
    if isinstance(part, dict):
        return {name: _lean(value) for name, value in part.items()}
    return part


@functools.cache
def _defaults(kind: type[Part]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (f.name, f.default_factory() if f.default_factory is not msgspec.NODEFAULT else f.default)
        for f in msgspec.structs.fields(kind)
    )


def _reported(plan: Blueprint) -> str:
    """People leave out the scheme now and then."""
    return plan.address if plan.index % 3 else plan.address.partition("://")[2].rstrip("/")


def _remark(province: Province, plan: Blueprint) -> str:
    rules = province.words.grammar.rules["report.remark"]
    return rules[plan.index % len(rules)]


def _scenario(province: Province, shorteners: Iterable[ShortenerPlan]) -> str:
    about = province.about
    head = ("name", "title", "rounds", "time_zone", "contact_url", "lists")
    text = table((name, getattr(about, name)) for name in head)
    text += "".join(_table(zone, "[[zones]]") for zone in about.zones)
    text += _table(about.region, "[region]")
    text += "".join(_table(other, "[[others]]") for other in about.others)
    text += "".join(_table(host, "[[shared_hosts]]") for host in about.shared_hosts)
    for plan in shorteners:
        text += table((("name", plan.name), ("title", plan.title)), "[[shorteners]]")
        text += table(((f'"{path}"', to) for path, to in plan.links.items()), "[shorteners.links]")
    return text + "".join(_table(gone, "[[gone]]") for gone in about.gone)


def _agencies(agencies: Iterable[AgencyPlan]) -> str:
    return "".join(_table(agency, "[[agencies]]") for agency in agencies)


def _table(part: Part, heading: str) -> str:
    names = [field.name for field in msgspec.structs.fields(part)]
    return table(((name, getattr(part, name)) for name in names), heading)
