"""Writes a World's zones as master files (RFC 1035 section 5), the same for every name server."""

from collections.abc import Iterator
from pathlib import Path

import dns.rdatatype
import msgspec

from ronda.lab.servers.names import Names
from ronda.lab.servers.zone import Zone, to_name
from ronda.lab.world import World


class ZoneFile(msgspec.Struct, frozen=True):
    """A zone, where it is written, and whether it may be transferred."""

    name: str
    path: Path
    transfer: bool


def write_zones(world: World, names: Names, folder: Path) -> Iterator[ZoneFile]:
    """Write every zone of a world, and the root that says what does not exist, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    # Handed on by the root, so that the names above a zone ("go.id") exist (RFC 8020).
    handed_on: list[str] = []
    for name in (*(plan.name for plan in world.zones), "."):
        zone = names.exactly(to_name(name, "zone"))
        if zone is None:
            continue
        path = folder / f"{name.strip('.') or 'root'}.zone"
        if zone.lame:
            # A server that is told of a zone and has no file of it answers SERVFAIL.
            path.unlink(missing_ok=True)
            handed_on.append(_handed_on(zone))
            yield ZoneFile(name, path, transfer=False)
            continue
        if name == ".":
            path.write_text(zone_text(zone) + "".join(handed_on), encoding="utf-8")
        else:
            path.write_text(zone_text(zone), encoding="utf-8")
            handed_on.append(_handed_on(zone))
        yield ZoneFile(name, path, zone.transfer)


def _handed_on(zone: Zone) -> str:
    return f"{(zone.node(zone.origin) or {})[dns.rdatatype.NS].to_text()}\n"


def zone_text(zone: Zone) -> str:
    """Return a zone's text, absolute names throughout."""
    return "".join(f"{found.to_text()}\n" for found in (zone.soa, *zone.records()))


def skipped(world: World) -> list[str]:
    """What no true name server does: answers that change with each question."""
    return [f"{found.name}: alternating addresses" for found in world.rebinding]
