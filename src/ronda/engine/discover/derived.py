"""Names in the office's own zones that follow from how its other names are built.

What it reads: the names of registered sites. A pattern that three agencies follow
(``ppid.<agency>``, ``<agency>-arsip``) is asked for all agencies, beside the usual ones
(``<agency>``, ``ppid.<agency>``, ``e-<agency>``, ``sim<agency>``, ...), in every official zone. It
finds sites where no zone transfer is allowed and nothing links to them. It cannot find a name that
nobody could guess, and not a name behind a wildcard that has the wildcard's own address.

What it drops, counted: names without address, names that a wildcard answers (random names are
asked too), aliases to a parking company, names that are known already, questions without answer.

What it costs: questions to the office's own resolver, paced by ``RONDA_LIMIT_BULK_NAMES_PER_SECOND``.
No site is visited.
"""

from collections.abc import AsyncIterator, Iterator

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.lookup import Lookup
from ronda.engine.discover.parts.patterns import USUAL, Agencies
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise, normalise_host, parse

META = SourceMeta(
    id="derived",
    title=Text("Nama turunan (DNS)", "Derived names (DNS)"),
    what=Text(
        "Menanyakan nama yang mengikuti pola nama yang sudah ada (ppid.<opd>, e-<opd>) di domain "
        "resmi. Tidak menemukan nama yang tidak dapat ditebak.",
        "Asks for names that follow the pattern of known ones (ppid.<agency>, e-<agency>) in the "
        "official zones. Does not find names that nobody could guess.",
    ),
    cost=Text(
        "Pertanyaan ke server DNS kantor sendiri; tidak ada situs yang dikunjungi.",
        "Questions to the office's own DNS server; no site is visited.",
    ),
)
MAX_NAMES = 60_000
MAX_PATTERNS = 60


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the derived names that exist."""
    lookup = Lookup(context.net)
    zones = list(_zones(context))
    known = _known_hosts(context)
    names: dict[str, tuple[str, str]] = {}
    for name, pattern, zone in _derived(context, zones, known):
        if name in known:
            lookup.counts["known"] += 1
        elif len(names) < MAX_NAMES:
            names.setdefault(name, (pattern, zone))
        else:
            lookup.counts["beyond_limit"] += 1
    waiting = list(names)
    for start in range(0, len(waiting), lookup.chunk):
        hits = await lookup.existing(waiting[start : start + lookup.chunk])
        parked = await lookup.parked(hits, {})
        lookup.counts["parked"] += len(parked)
        for hit in hits:
            if hit.name in parked:
                continue
            pattern, zone = names[hit.name]
            facts = {"record": hit.record[:300], "zone": zone, "pattern": pattern}
            lookup.counts["sighted"] += 1
            url = normalise(hit.name)
            yield Sighting(META.id, url, context.now, f"name asked for in {zone}", facts)
        # Shows that the run lives; where it goes on is not stored: the names change with what is known.
        yield Checkpoint({})
    for note in lookup.notes():
        yield note


def _zones(context: SourceContext) -> Iterator[str]:
    for feed in context.zones:
        try:
            yield normalise_host(feed.name)
        except BadUrl:
            continue  # the zone source says so, in words


def _known_hosts(context: SourceContext) -> set[str]:
    hosts = set()
    for url in context.known:
        try:
            hosts.add(parse(url).host)
        except BadUrl:
            continue
    return hosts


def _derived(
    context: SourceContext, zones: list[str], known: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield (name, pattern, zone), the likeliest first."""
    agencies = Agencies(context.names.agencies)
    lefts = {host.removesuffix("." + z) for host in known for z in zones if host.endswith("." + z)}
    patterns = [*agencies.learned(lefts), *USUAL]
    for pattern in list(dict.fromkeys(patterns))[:MAX_PATTERNS]:
        for words in agencies.words:
            for word in words:
                for zone in zones:
                    name = f"{pattern.format(word)}.{zone}"
                    try:
                        yield normalise_host(name), pattern, zone
                    except BadUrl:
                        continue
