"""In whose zone does a host stand?"""

from enum import Enum

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


def zone_kind(url: str, gazetteer: Gazetteer) -> ZoneKind:
    """Say whose zone an address stands in. go.id and desa.id are for governments alone."""
    try:
        host = parse(url).host
    except BadUrl:
        return ZoneKind.OPEN
    if in_zones(host, gazetteer.zones):
        return ZoneKind.OURS
    others = (*gazetteer.other_zones, *(o.zone for o in gazetteer.others if o.zone))
    if in_zones(host, others) or host.endswith(_GOVERNMENT):
        return ZoneKind.OTHER_GOVERNMENT
    if host.endswith(_INSTITUTION):
        return ZoneKind.INSTITUTION
    return ZoneKind.OPEN
