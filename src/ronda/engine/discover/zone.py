"""Names in the office's own DNS zones, by zone transfer or from a zone file.

What it reads: every owner name with an address (A, AAAA) or an alias (CNAME) in a zone that the
office holds. It sees every name in the zone, also those that no page links to. It sees nothing
of other zones, and nothing behind a wildcard or a delegation. A transfer can be signed (TSIG:
``RONDA_TSIG``). After a whole transfer only what changed is asked for (IXFR), for a week; a server
that does not know that gives the whole zone, which is counted.

What it drops, counted: wildcards, service labels (``_dmarc``, ``mail``, ``ns1``), names that only
name servers or mail exchangers use, names without address, and names outside the zone (glue).

What it costs: one TCP connection to the office's own name server for each run.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta

import dns.rcode
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
from ronda.engine.discover.parts.axfr import Transfer, TransferFailed
from ronda.engine.discover.parts.labels import is_service
from ronda.engine.discover.parts.tsig import BadKey, read_key
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


FULL_EVERY = timedelta(days=7)
"""So often a zone is read whole, so that each name's trace stays fresh and no change is missed."""
MAX_KEPT = 500  # names of name servers and mail exchangers, kept between runs
_NO_IXFR = frozenset({dns.rcode.FORMERR, dns.rcode.SERVFAIL, dns.rcode.NOTIMP, dns.rcode.REFUSED})


class _State(msgspec.Struct):
    """What was read of a zone by transfer."""

    server: str
    serial: int
    whole_at: datetime
    servers: list[str] = []


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
    states = _states(context.checkpoint)
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
        error_text = None
        try:
            if feed.server:
                states[name] = await _transfer(zone, feed, context, states.get(name))
            else:
                for record in await asyncio.to_thread(zonefile.read, zone.name, feed.file):
                    zone.feed(*record)
        except (TransferFailed, BadZoneFile, BadKey) as failed:
            error_text = failed.text  # what was read before stays
        for event in _events(zone, feed, context):
            yield event
        if error_text is not None:
            yield Note("unreadable", level="error", text=error_text)
        elif feed.server:
            yield Checkpoint({"zones": msgspec.to_builtins(states)})


def _states(checkpoint: Mapping[str, object]) -> dict[str, _State]:
    try:
        return msgspec.convert(checkpoint.get("zones", {}), dict[str, _State])
    except msgspec.ValidationError:
        return {}  # of another version: the zones are read whole


async def _transfer(
    zone: _Zone, feed: ZoneFeed, context: SourceContext, before: _State | None
) -> _State:
    """Read the zone, or what changed since ``before``; return what was read for the next run."""
    key = read_key(zone.name, feed.tsig) if feed.tsig else None
    since = None
    if before is not None and before.server != feed.server:
        before = None
    if before is not None and timedelta(0) <= context.now - before.whole_at < FULL_EVERY:
        since = before.serial
        zone.servers.update(before.servers)
    transfer = Transfer(zone.name, feed.server, context.net, key=key, since=since)
    try:
        await _fill(zone, transfer)
    except TransferFailed as failed:
        if since is None or failed.rcode not in _NO_IXFR:
            raise
        zone.counts["ixfr_refused"] += 1
        transfer = Transfer(zone.name, feed.server, context.net, key=key)
        await _fill(zone, transfer)
    read = transfer.sequence
    partly = read.incremental or read.unchanged
    if partly:
        zone.counts["unchanged_zone" if read.unchanged else "only_changes"] += 1
    elif since is not None:
        zone.counts["ixfr_answered_whole"] += 1
    whole_at = before.whole_at if partly and before is not None else context.now
    return _State(feed.server, read.serial, whole_at, sorted(zone.servers)[:MAX_KEPT])


async def _fill(zone: _Zone, transfer: Transfer) -> None:
    async for owner, kind, value, place in transfer.records():
        if place == "removed":
            zone.counts["removed_record"] += 1
        else:
            zone.feed(owner, kind, value)


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
