"""In whose zone does a host stand?"""

from collections.abc import Container
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.urls import BadUrl, parse

_GOVERNMENT = (".go.id", ".desa.id", ".mil.id")
_INSTITUTION = (".sch.id", ".ac.id")


class ZoneKind(Enum):
    """The holder of the zone that a host stands in."""

    OURS = "ours"
    OTHER_GOVERNMENT = "other_government"
    INSTITUTION = "institution"  # schools and universities
    OPEN = "open"  # anybody can register there


def in_zones(host: str, zones: tuple[str, ...]) -> str | None:
    """Return the zone among ``zones`` that a host is or stands below."""
    return next((z for z in zones if host == z or host.endswith("." + z)), None)


def among(host: str, zones: Container[str]) -> str | None:
    """Return the zone of a large set that a host is or stands below, the longest first."""
    rest = host
    while rest:
        if rest in zones:
            return rest
        rest = rest.partition(".")[2]
    return None


@cache
def shipped_zones() -> frozenset[str]:
    """Zones of Indonesian governments that everybody can know; incomplete, see the file's head."""
    path = files("ronda.engine.attribute.data").joinpath("government-zones.txt")
    lines = path.read_text("utf-8").splitlines()
    return frozenset(x.partition("\t")[2].strip() for x in lines if x and not x.startswith("#"))


@lru_cache(maxsize=8)
def other_zones(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the zones of other governments: the office's own data and the shipped list."""
    told = {*gazetteer.other_zones, *(o.zone for o in gazetteer.others if o.zone)}
    known = told | shipped_zones()
    return tuple(sorted(z for z in known if not in_zones(z, gazetteer.zones)))


@lru_cache(maxsize=8)
def foreign_zones(gazetteer: Gazetteer) -> frozenset[str]:
    """Return ``other_zones`` as a set."""
    return frozenset(other_zones(gazetteer))


@lru_cache(maxsize=8)
def regional_zones(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the zones of other governments that the office's own data name."""
    return foreign_zones(gazetteer) - shipped_zones()


def zone_kind(url: str, gazetteer: Gazetteer) -> ZoneKind:
    """Say whose zone an address stands in. go.id and desa.id are for governments alone."""
    try:
        host = parse(url).host
    except BadUrl:
        return ZoneKind.OPEN
    if in_zones(host, gazetteer.zones):
        return ZoneKind.OURS
    if among(host, foreign_zones(gazetteer)) or host.endswith(_GOVERNMENT):
        return ZoneKind.OTHER_GOVERNMENT
    if host.endswith(_INSTITUTION):
        return ZoneKind.INSTITUTION
    return ZoneKind.OPEN
