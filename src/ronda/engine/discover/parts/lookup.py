"""Which of many names exist: looked up in bulk, wildcards and parked names told apart, all counted."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from ronda.engine.artifacts import DnsAnswer
from ronda.engine.collect.bulk_dns import Question, resolve
from ronda.engine.discover.contract import Note
from ronda.engine.netconfig import NetConfig
from ronda.engine.text import Text

CHUNK = 2_000
_CHUNK_SECONDS, _LEAST = 5, 20
RANDOM_NAMES = 3  # asked below a parent, to see whether it answers for every name

# Name servers and alias targets of companies that show advertisements on names for sale.
_PARKING = (
    "above.com", "afternic.com", "bodis.com", "cashparking.com", "dan.com", "domainparking.ru",
    "dsredirection.com", "fabulous.com", "giantpanda.com", "hugedomains.com", "namedrive.com",
    "parkingcrew.net", "parklogic.com", "parkingpage.namecheap.com", "rookdns.com",
    "searchmagnified.com", "sedo.com", "sedoparking.com", "smartname.com", "trafficz.com",
    "undeveloped.com", "uniregistrymarket.link", "voodoo.com", "ztomy.com",
)  # fmt: skip


class Hit(msgspec.Struct, frozen=True):
    """A name that has an address of its own."""

    name: str
    kind: str  # A or AAAA
    addresses: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    @property
    def record(self) -> str:
        """What was answered, for ``facts``."""
        if self.aliases:
            return f"CNAME {self.aliases[0]} ({self.kind} {self.addresses[0]})"
        return f"{self.kind} {', '.join(self.addresses[:4])}"


class Lookup:
    """Looks names up for one run of a source; ``counts`` is its funnel."""

    def __init__(self, net: NetConfig) -> None:
        self._net = net
        self._wild: dict[str, frozenset[str]] = {}
        self.counts: Counter[str] = Counter()
        self.silent = False  # no resolver answers any more: ask nothing further
        # Names looked up between two events of a source: its run shows every few seconds that it lives.
        rate = int(net.limits.bulk_names_per_second * _CHUNK_SECONDS)
        self.chunk = max(_LEAST, min(CHUNK, rate))

    def notes(self) -> list[Note]:
        """Return the funnel, and the resolver's silence as an error in words."""
        notes = [Note(step, count) for step, count in self.counts.items() if count]
        if self.silent:
            notes.append(Note("unreadable", 0, "error", _silence(self._net)))
        return notes

    async def existing(self, names: Sequence[str]) -> list[Hit]:
        """Return those of at most ``chunk`` names that have an address and are no wildcard's."""
        found, _ = await self.answered(names)
        return found

    async def answered(self, names: Sequence[str]) -> tuple[list[Hit], list[str]]:
        """Return the names that exist, and those that certainly have no address."""
        self.counts["asked"] += len(names)
        first = await self.ask([(name, "A") for name in names])
        empty = [a.name for a in first if a.status == "nodata"]
        second = await self.ask([(name, "AAAA") for name in empty])
        hits = [_hit(a) for a in (*first, *second) if a.status == "ok" and a.values]
        missing = [a.name for a in first if a.status == "nxdomain"]
        none = [a.name for a in second if a.status in ("nodata", "nxdomain")]
        self.counts["nxdomain"] += len(missing)
        self.counts["no_address"] += len(none)
        said = len(hits) + len(missing) + len(none)
        self.counts["unanswered"] += len(names) - said
        return await self._own(hits), [*missing, *none]

    async def ask(self, questions: Sequence[Question]) -> list[DnsAnswer]:
        """Ask in bulk; nothing when the resolvers have fallen silent."""
        if not questions:
            return []
        if self.silent:
            return [DnsAnswer(name, kind, "timeout") for name, kind in questions]
        bulk = await resolve(questions, self._net)
        self.silent = bulk.silent
        self.counts["forged_answer"] += bulk.forged
        return bulk.answers

    async def parked(self, hits: Iterable[Hit], servers_of: dict[str, str]) -> dict[str, str]:
        """Return hits that stand on a parking company's servers: name -> what shows it.

        ``servers_of`` names the zone of each hit whose name servers are asked for.
        """
        hits = list(hits)
        zones = sorted({servers_of[hit.name] for hit in hits if hit.name in servers_of})
        answers = await self.ask([(zone, "NS") for zone in zones])
        servers = {answer.name: answer.values for answer in answers}
        found = {}
        for hit in hits:
            seen = (*hit.aliases, *servers.get(servers_of.get(hit.name, ""), ()))
            sign = next((name for name in seen if is_parking(name)), None)
            if sign is not None:
                found[hit.name] = sign
        return found

    async def _own(self, hits: list[Hit]) -> list[Hit]:
        """Leave out what a wildcard answers: the name itself then says nothing."""
        parents = {_parent(hit.name) for hit in hits} - self._wild.keys()
        names = [
            (f"{secrets.token_hex(7)}.{parent}", parent)
            for parent in sorted(parents)
            for _ in range(RANDOM_NAMES)
        ]
        parent_of = dict(names)
        answers = await self.ask([(n, kind) for n, _ in names for kind in ("A", "AAAA")])
        wild: dict[str, set[str]] = {parent: set() for parent in parents}
        for answer in answers:
            wild[parent_of[answer.name]].update(answer.values, answer.aliases[:1])
        self._wild |= {parent: frozenset(seen) for parent, seen in wild.items()}
        kept = [hit for hit in hits if not self._is_wild(hit)]
        self.counts["wildcard"] += len(hits) - len(kept)
        return kept

    def _is_wild(self, hit: Hit) -> bool:
        wild = self._wild.get(_parent(hit.name), frozenset())
        if hit.aliases:
            return hit.aliases[0] in wild
        return bool(wild) and set(hit.addresses) <= wild


def is_parking(host: str) -> bool:
    """Whether a name server or alias target belongs to a company that parks names."""
    return any(host == p or host.endswith("." + p) for p in _PARKING)


def _hit(answer: DnsAnswer) -> Hit:
    return Hit(answer.name, answer.rdtype, answer.values, answer.aliases)


def _parent(name: str) -> str:
    return name.partition(".")[2]


def _silence(net: NetConfig) -> Text:
    where = ", ".join(f"{host}:{port}" for host, port in net.resolvers) or "-"
    return Text(
        "Server DNS ({where}) tidak menjawab; nama yang tersisa tidak ditanyakan dan terhitung "
        "sebagai tak terjawab. Periksa RONDA_RESOLVER dan jaringan, atau turunkan "
        "RONDA_LIMIT_BULK_NAMES_PER_SECOND; putaran berikutnya bertanya lagi.",
        "The DNS server ({where}) does not answer; the names left were not asked and count as "
        "unanswered. Check RONDA_RESOLVER and the network, or lower "
        "RONDA_LIMIT_BULK_NAMES_PER_SECOND; the next run asks again.",
    ).fill(where=where)
