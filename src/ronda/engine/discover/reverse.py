"""Names that the office's own addresses have (reverse look-ups).

What it reads: the PTR record of every address in the ranges that the office has set
(``RONDA_OWN_RANGES``). A name counts only when it leads back to the address (forward-confirmed).
It sees sites on the office's own machines, whatever zone they are in, as far as somebody wrote the
reverse record. It does not see the other names of an address.

What it drops, counted: addresses without a name, names that lead elsewhere, names made of the
address itself, service names (mail, name servers), questions without answer.

What it costs: questions to the office's own resolver, one an address. No site is visited.
"""

from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_address, ip_network

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.labels import is_service
from ronda.engine.discover.parts.lookup import Lookup
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise

META = SourceMeta(
    id="reverse",
    title=Text("Alamat IP kantor (DNS terbalik)", "The office's addresses (reverse DNS)"),
    what=Text(
        "Membaca nama setiap alamat IP milik kantor dan memastikan nama itu kembali ke alamat yang "
        "sama. Tidak melihat nama tanpa rekaman PTR.",
        "Reads the name of each address of the office and makes sure that it leads back there. "
        "Does not see names without a PTR record.",
    ),
    cost=Text(
        "Satu pertanyaan tiap alamat ke server DNS kantor sendiri.",
        "One question an address to the office's own DNS server.",
    ),
)
MAX_ADDRESSES = 65_536
MAX_NAMES_EACH = 20


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the forward-confirmed names of the ranges' addresses."""
    lookup = Lookup(context.net)
    addresses: dict[str, str] = {}
    for written in context.names.own_ranges:
        try:
            for address in _addresses(written, MAX_ADDRESSES - len(addresses)):
                addresses.setdefault(address, written)
        except ValueError as error:
            yield Note("unreadable", level="error", text=_bad_range(written, str(error)))
    if not addresses:
        yield Note("no_range")
    waiting = list(addresses)
    for start in range(0, len(waiting), lookup.chunk):
        for name, address in await _confirmed(lookup, waiting[start : start + lookup.chunk]):
            try:
                url = normalise(name)
            except BadUrl:
                lookup.counts["malformed"] += 1
                continue
            lookup.counts["sighted"] += 1
            where = f"reverse look-ups in {addresses[address]}"
            facts = {"record": f"PTR of {address}", "address": address}
            yield Sighting(META.id, url, context.now, where, facts)
        yield Checkpoint({})
    for note in lookup.notes():
        yield note


def _addresses(written: str, room: int) -> Iterator[str]:
    network = ip_network(written.strip())
    if network.num_addresses > room:
        raise ValueError(f"{network.num_addresses} addresses, room for {room}")
    yield from map(str, network)


async def _confirmed(lookup: Lookup, addresses: list[str]) -> list[tuple[str, str]]:
    """Return (name, address) of names that lead back to their address."""
    counts = lookup.counts
    counts["asked"] += len(addresses)
    pointers = {ip_address(a).reverse_pointer: a for a in addresses}
    named: dict[str, set[str]] = {}
    for answer in await lookup.ask([(pointer, "PTR") for pointer in pointers]):
        if answer.status in ("nxdomain", "nodata"):
            counts["no_name"] += 1
        elif answer.status != "ok":
            counts["unanswered"] += 1
        for name in answer.values[:MAX_NAMES_EACH]:
            address = pointers[answer.name]
            if is_service(name.partition(".")[0]):
                counts["service_label"] += 1
            elif _spells(name, address):
                counts["made_of_address"] += 1
            else:
                named.setdefault(name, set()).add(address)
    kinds = {name: {"AAAA" if ":" in a else "A" for a in found} for name, found in named.items()}
    questions = [(name, kind) for name in named for kind in sorted(kinds[name])]
    confirmed: dict[str, str] = {}
    for answer in await lookup.ask(questions):
        back = named[answer.name] & set(answer.values)
        if back:
            confirmed.setdefault(answer.name, min(back))
    counts["leads_elsewhere"] += len(named) - len(confirmed)
    return list(confirmed.items())


def _spells(name: str, address: str) -> bool:
    """Whether a name is written out of its address: "host-192-0-2-7.isp.example"."""
    if ":" in address:
        return address.replace(":", "-") in name
    parts = address.split(".")
    first = name.replace(".", "-")
    return any("-".join(order) in first for order in (parts, parts[::-1]))


def _bad_range(written: str, error: str) -> Text:
    return Text(
        "Rentang alamat {written!r} tidak dapat dipakai ({error}). Tulis di RONDA_OWN_RANGES misalnya "
        "192.0.2.0/24; semuanya paling banyak {limit} alamat (IPv6: /112 atau lebih sempit).",
        "The address range {written!r} cannot be used ({error}). Write in RONDA_OWN_RANGES for "
        "example 192.0.2.0/24; all together at most {limit} addresses (IPv6: /112 or narrower).",
    ).fill(written=written[:80], error=error[:200], limit=MAX_ADDRESSES)
