"""Names in the office's own DNS zones, by zone transfer or from a zone file.

What it reads: every owner name with an address (A, AAAA) or an alias (CNAME) in a zone that the
office holds. It sees every name in the zone, also those that no page links to. It sees nothing
of other zones, and nothing behind a wildcard or a delegation.

What it drops, counted: wildcards, service labels (``_dmarc``, ``mail``, ``ns1``), names that only
name servers or mail exchangers use, names without address, and names outside the zone (glue).

What it costs: one TCP connection to the office's own name server for each run.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import msgspec

from ronda.engine.discover.contract import (
    Checkpoint,
    Note,
    Sighting,
    SourceContext,
    SourceMeta,
    ZoneFeed,
)
from ronda.engine.discover.parts import zonefile
from ronda.engine.discover.parts.axfr import TransferFailed, transfer
from ronda.engine.discover.parts.labels import is_service
from ronda.engine.discover.parts.zonefile import BadZoneFile
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise, normalise_host

META = SourceMeta(
    id="zone",
    title=Text("Domain resmi (DNS)", "Official zones (DNS)"),
    what=Text(
        "Membaca semua nama di domain resmi kantor ini lewat transfer zona atau berkas zona. "
        "Tidak melihat nama di luar domain itu.",
        "Reads every name in the office's own zones by zone transfer or zone file. "
        "Does not see names outside those zones.",
    ),
    cost=Text(
        "Satu sambungan ke server DNS kantor sendiri setiap kali berjalan.",
        "One connection to the office's own DNS server each run.",
    ),
)


class _Zone(msgspec.Struct):
    """What a zone's records add up to."""

    name: str
    # Owner -> the first kind of record that makes it a site.
    hosts: dict[str, tuple[str, str]] = {}
    others: set[str] = set()  # owners without an address
    servers: set[str] = set()  # targets of NS and MX
    counts: Counter[str] = msgspec.field(default_factory=Counter)

    def feed(self, owner: str, kind: str, value: str) -> None:
        """Take one record."""
        if owner != self.name and not owner.endswith("." + self.name):
            self.counts["outside_zone"] += 1
            return
        if kind in ("A", "AAAA", "CNAME"):
            self.hosts.setdefault(owner, (kind, value))
            return
        if kind in ("NS", "MX"):
            self.servers.add(value.split()[-1].rstrip(".").lower())
        self.others.add(owner)


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the sites of every zone that has a server or a file."""
    for feed in context.zones:
        try:
            name = normalise_host(feed.name)
        except BadUrl as error:
            yield Note("unreadable", level="error", text=_bad_name(feed.name, str(error)))
            continue
        if not feed.server and not feed.file:
            yield Note("no_feed")
            continue
        zone = _Zone(name)
        error_text = await _fill(zone, feed, context)
        for event in _events(zone, feed, context):
            yield event
        if error_text is not None:
            yield Note("unreadable", level="error", text=error_text)


async def _fill(zone: _Zone, feed: ZoneFeed, context: SourceContext) -> Text | None:
    """Read the zone; return what went wrong, in words. What was read before stays."""
    try:
        if feed.server:
            async for owner, kind, value in transfer(zone.name, feed.server, context.net):
                zone.feed(owner, kind, value)
        else:
            for owner, kind, value in await asyncio.to_thread(zonefile.read, zone.name, feed.file):
                zone.feed(owner, kind, value)
    except (TransferFailed, BadZoneFile) as failed:
        return failed.text
    return None


def _events(zone: _Zone, feed: ZoneFeed, context: SourceContext) -> list[Sighting | Note]:
    found: list[Sighting | Note] = []
    counts = zone.counts
    counts["read"] += len(zone.hosts.keys() | zone.others)
    counts["no_address"] += len(zone.others - zone.hosts.keys())
    for owner, (kind, value) in zone.hosts.items():
        first = owner.partition(".")[0]
        if first == "*":
            counts["wildcard"] += 1
        elif owner != zone.name and is_service(first):
            counts["service_label"] += 1
        elif owner != zone.name and first != "www" and owner in zone.servers:
            counts["infrastructure"] += 1
        else:
            try:
                url = normalise(owner)
            except BadUrl:
                counts["malformed"] += 1
                continue
            facts = {"record": f"{kind} {value}"[:300], "zone": zone.name}
            found.append(Sighting(META.id, url, context.now, f"zone {zone.name}", facts))
            counts["sighted"] += 1
    notes = [Note(step, count) for step, count in counts.items() if count]
    return [*found, *notes]


def _bad_name(name: str, error: str) -> Text:
    return Text(
        "Zona {name!r} bukan nama domain ({error}). Betulkan pada pengaturan domain resmi.",
        "Zone {name!r} is no domain name ({error}). Mend it in the setting of official domains.",
    ).fill(name=name[:100], error=error)
