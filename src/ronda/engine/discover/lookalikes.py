"""Names outside the official zones that may be taken for the office's own.

What it reads: whether names exist that look like those of the official zones and agencies: another
suffix (``contohprov.com``), dots left out (``contohprov-go.id``), words that make official
(``-resmi``, ``-official``), an agency with the region (``dinkes-contohprov.my.id``), and slips of
hand and eye (letters left out, swapped, exchanged, of the same look). A hit carries why it matters:
what it imitates and how, whether it takes mail, which addresses it shares. A slip that takes no mail
is a lead: Ronda looks at it once, and it becomes a candidate only when what stands there concerns us
(a word like ours may be somebody's own). It cannot find names
that use none of our words, and says nothing of what stands there.

What it drops, counted: names that do not exist (asked again after 3 to 9 days), names that a
suffix answers for every name, names on a parking company's servers that take no mail, registered
sites, names beyond the limit of one run (the likeliest are asked first; asked in later runs).

What it costs: up to 40,000 questions a run to the office's own resolver, paced by
``RONDA_LIMIT_BULK_NAMES_PER_SECOND``. No site is visited.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.absent import Absent
from ronda.engine.discover.parts.lookup import Hit, Lookup
from ronda.engine.discover.parts.permute import SLIPS, WHY, LookAlike, look_alikes
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise, normalise_host, parse

META = SourceMeta(
    id="lookalikes",
    title=Text("Nama mirip", "Look-alike names"),
    what=Text(
        "Menanyakan apakah ada nama di luar domain resmi yang mirip nama daerah dan perangkat "
        "daerah. Tidak menilai isi situsnya.",
        "Asks whether names outside the official zones exist that look like the region's and its "
        "agencies'. Does not judge what stands there.",
    ),
    cost=Text(
        "Sampai 40.000 pertanyaan ke server DNS kantor sendiri; tidak ada situs yang dikunjungi.",
        "Up to 40,000 questions to the office's own DNS server; no site is visited.",
    ),
)
MAX_NAMES = 40_000
MAX_SHARED = 5  # named of those that share an address


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the look-alike names that exist."""
    lookup = Lookup(context.net)
    zones = list(_zones(context))
    absent = Absent(context.checkpoint.get("absent"), context.now)
    waiting = _to_ask(context, zones, absent, lookup)
    own = await _own_addresses(zones, lookup)
    names = list(waiting)
    for start in range(0, len(names), lookup.chunk):
        hits, missing = await lookup.answered(names[start : start + lookup.chunk])
        for name in missing:
            absent.add(name)
        for sighting in await _judged(hits, waiting, own, lookup, context):
            yield sighting
        # What is not there is not asked for again, also after a run that was killed.
        yield Checkpoint({"absent": absent.state()})
    for note in lookup.notes():
        yield note


def _zones(context: SourceContext) -> Iterator[str]:
    for feed in context.zones:
        try:
            yield normalise_host(feed.name)
        except BadUrl:
            continue  # the zone source says so, in words


def _to_ask(
    context: SourceContext, zones: list[str], absent: Absent, lookup: Lookup
) -> dict[str, LookAlike]:
    known = set()
    for url in context.known:
        try:
            known.add(parse(url).host.removeprefix("www."))
        except BadUrl:
            continue
    found: dict[str, LookAlike] = {}
    counts = lookup.counts
    for one in look_alikes(zones, context.names.region, context.names.agencies):
        counts["read"] += 1
        if one.name in known:
            counts["known"] += 1
        elif one.name in absent:
            counts["asked_lately"] += 1
        elif len(found) >= MAX_NAMES:
            counts["left_for_next_run"] += 1
        else:
            found[one.name] = one
    return found


async def _own_addresses(zones: list[str], lookup: Lookup) -> dict[str, str]:
    """Addresses of the official zones' own sites -> the name."""
    hosts = [host for zone in zones for host in (zone, f"www.{zone}")]
    answers = await lookup.ask([(host, kind) for host in hosts for kind in ("A", "AAAA")])
    return {value: answer.name for answer in answers for value in answer.values}


async def _judged(
    hits: list[Hit],
    asked: dict[str, LookAlike],
    own: dict[str, str],
    lookup: Lookup,
    context: SourceContext,
) -> list[Sighting]:
    """What is known of each hit without visiting it; parked names without mail are left out."""
    mail = {
        answer.name: answer.values
        for answer in await lookup.ask([(hit.name, "MX") for hit in hits])
        if answer.status == "ok" and any(value.split()[-1] != "0" for value in answer.values)
    }
    parked = await lookup.parked(hits, {hit.name: hit.name for hit in hits})
    by_address: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        for address in hit.addresses:
            by_address[address].append(hit.name)
    sightings = []
    for hit in hits:
        if hit.name in parked and hit.name not in mail:
            lookup.counts["parked"] += 1
            continue
        one = asked[hit.name]
        others = sorted({n for a in hit.addresses for n in by_address[a]} - {hit.name})
        facts = _facts(hit, one, mail.get(hit.name, ()), others)
        ours = sorted({own[address] for address in hit.addresses if address in own})
        if ours:
            facts["shares_address_with_own"] = ", ".join(ours[:MAX_SHARED])
        if hit.name in parked:
            facts["parked"] = parked[hit.name]
        lead = one.kind in SLIPS and hit.name not in mail
        lookup.counts["lead" if lead else "sighted"] += 1
        where = f"name that looks like {one.like}"[:500]
        sightings.append(Sighting(META.id, normalise(hit.name), context.now, where, facts, lead))
    return sightings


def _facts(hit: Hit, one: LookAlike, mail: tuple[str, ...], others: list[str]) -> dict[str, str]:
    why = WHY[one.kind]
    facts = {
        "record": hit.record[:300],
        "like": one.like,
        "kind": one.kind,
        "why": why.id,
        "why_en": why.en,
    }
    if mail:
        facts["mail"] = ", ".join(mail)[:300]
    if others:
        facts["shares_address"] = ", ".join(others[:MAX_SHARED])
        facts["shares_address_count"] = str(len(others))
    return facts
