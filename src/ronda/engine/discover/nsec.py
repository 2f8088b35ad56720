"""Names in the office's own zones, walked along their DNSSEC records (NSEC).

What it reads: in a zone that is signed with NSEC, each name says which is the next one; so every
name can be read although no transfer is allowed. Only official zones are walked, and the zones
delegated below them. A zone signed with NSEC3 (names are hashed), one whose server makes up the
next name, and one that is not signed cannot be walked: that is counted, and no error.

What it drops, counted: names without address, wildcards, service names, delegations (walked
themselves).

What it costs: one question a name to the zone's transfer server, or else to the office's resolver,
at most 100 a second. No site is visited.
"""

import time
from collections import Counter
from collections.abc import AsyncIterator
from ipaddress import ip_address

from ronda.engine.discover.contract import (
    Checkpoint,
    Note,
    Sighting,
    SourceContext,
    SourceMeta,
    ZoneFeed,
)
from ronda.engine.discover.parts.labels import is_service
from ronda.engine.discover.parts.nsecwalk import Step, Walk
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise, normalise_host

META = SourceMeta(
    id="nsec",
    title=Text("Rantai DNSSEC (NSEC)", "DNSSEC chain (NSEC)"),
    what=Text(
        "Menelusuri nama di domain resmi yang ditandatangani dengan NSEC, tanpa transfer zona. "
        "Domain dengan NSEC3 tidak dapat ditelusuri.",
        "Walks the names of official zones that are signed with NSEC, without a zone transfer. "
        "A zone with NSEC3 cannot be walked.",
    ),
    cost=Text(
        "Satu pertanyaan tiap nama ke server DNS kantor sendiri.",
        "One question a name to the office's own DNS server.",
    ),
)
MAX_NAMES = 20_000  # of one zone
MAX_ZONES = 100  # own ones and those delegated below
PAUSE = 0.01  # seconds between two questions
BATCH = 500  # names between two signs of life
_ADDRESS = frozenset({"A", "AAAA", "CNAME"})


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the names with an address of each zone that can be walked."""
    counts: Counter[str] = Counter()
    waiting = [(feed.name, _servers(feed, context)) for feed in context.zones]
    walked: set[str] = set()
    while waiting:
        written, servers = waiting.pop(0)
        try:
            zone = normalise_host(written)
        except BadUrl:
            continue  # the zone source says so, in words
        if zone in walked:
            continue
        if len(walked) >= MAX_ZONES:
            counts["zones_beyond_limit"] += 1
            continue
        walked.add(zone)
        walk = Walk(zone, servers, PAUSE, MAX_NAMES)
        read = 0
        async for step in walk.names(time.monotonic):
            read += 1
            if step.name != zone and "NS" in step.kinds and "SOA" not in step.kinds:
                counts["delegation"] += 1
                # Another server may hold it: the resolver knows which.
                waiting.append((step.name, context.net.resolvers))
                continue
            for sighting in _sightings(step, zone, context, counts):
                yield sighting
            if read % BATCH == 0:
                yield Checkpoint({})
        counts["read"] += read
        counts[f"zone_{walk.end}"] += 1
        # Of a delegated zone the server is somebody else's: only counted.
        official = any(zone == feed.name.rstrip(".").lower() for feed in context.zones)
        if walk.end in ("limit", "loops") or (walk.end == "unanswered" and official and servers):
            yield Note("unreadable", 0, "error", _cut(zone, walk.end, walk.detail, read))
    for step_name, count in counts.items():
        yield Note(step_name, count)


def _servers(feed: ZoneFeed, context: SourceContext) -> tuple[tuple[str, int], ...]:
    """The zone's own server where one is set (it also answers for zones nobody has delegated yet)."""
    host, mark, port = feed.server.rpartition(":")
    if feed.server.count(":") != 1:
        host, mark, port = feed.server, "", ""
    try:
        own = (str(ip_address(host)), int(port) if mark else 53)
    except ValueError:
        return context.net.resolvers
    return (context.net.mapped(*own), *context.net.resolvers)


def _sightings(
    step: Step, zone: str, context: SourceContext, counts: Counter[str]
) -> list[Sighting]:
    first = step.name.partition(".")[0]
    if first == "*":
        counts["wildcard"] += 1
    elif not step.kinds & _ADDRESS:
        counts["no_address"] += 1
    elif step.name != zone and is_service(first):
        counts["service_label"] += 1
    else:
        try:
            url = normalise(step.name)
        except BadUrl:
            counts["malformed"] += 1
            return []
        counts["sighted"] += 1
        facts = {"record": ", ".join(sorted(step.kinds & _ADDRESS)), "zone": zone}
        return [Sighting(META.id, url, context.now, f"NSEC records of {zone}", facts)]
    return []


def _cut(zone: str, end: str, detail: str, read: int) -> Text:
    why = {
        "limit": ("batas jumlah atau waktu tercapai", "the limit of names or time was reached"),
        "loops": ("rantainya berputar", "its chain runs in a circle"),
        "unanswered": ("server tidak menjawab", "the server does not answer"),
    }[end]
    return Text(
        "Zona {zone}: penelusuran NSEC berhenti setelah {read} nama ({why_id}{detail}). Nama yang "
        "sudah terbaca tetap disimpan; periksa server DNS zona itu atau izinkan transfer zona.",
        "Zone {zone}: the NSEC walk ended after {read} names ({why_en}{detail}). The names read so "
        "far are kept; check the zone's DNS server or allow a zone transfer.",
    ).fill(
        zone=zone,
        read=read,
        why_id=why[0],
        why_en=why[1],
        detail=f": {detail}"[:200] if detail else "",
    )
