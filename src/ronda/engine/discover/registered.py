"""Registration data: since when a candidate's domain is registered, by whom, through whom.

What it reads: the registries' public answers over RDAP, for the registered domains of sites that
wait for a decision. Which server answers for which ending stands in IANA's file
(``RONDA_RDAP_BOOTSTRAP``, from https://data.iana.org/rdap/dns.json), which the office downloads. It
finds no new site; it tells of each: registered on, registrar, the holder's organisation where it is
published, name servers. A name that was let go shows a young date; so does most of what pretends to
be an agency. Persons' names and addresses are never kept. A lead that does not answer is asked about
too: an office that holds its domain is all that can be known of it.

What it drops, counted: shared hosts, bare addresses, our own zones, domains asked about within
ninety days, endings without an RDAP server.

What it costs: one request a domain to its registry (and its registrar, when the registry leads
there), two a second to one server at most, and none while a server asks to be left alone.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.collect.rdap import Rdap, RdapFailed, read_bootstrap
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.folder import Clock
from ronda.engine.netconfig import BadSetting
from ronda.engine.registration import Registration, facts_of
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

META = SourceMeta(
    id="rdap",
    title=Text("Data pendaftaran domain", "Registration data"),
    what=Text(
        "Menanyakan kepada registri sejak kapan dan atas nama organisasi mana domain calon situs, "
        "atau nama yang tidak menjawab, terdaftar. Tidak menemukan nama baru.",
        "Asks registries since when and for which organisation the domain of a candidate, or of a "
        "name that does not answer, is registered. Finds no new names.",
    ),
    cost=Text(
        "Satu permintaan ke registri untuk tiap domain, paling banyak dua per detik.",
        "One request to the registry for each domain, at most two a second.",
    ),
    after_others=True,
)
FRESH = timedelta(days=90)
AGAIN = {  # after a failure
    "not_found": timedelta(days=7),
    "no_server": timedelta(days=7),
    "refused": timedelta(days=1),
    "broken": timedelta(days=7),
    "busy": timedelta(hours=1),
}
A_RUN = 30.0  # seconds in one run; looking at new candidates waits for it
ABREAST = 8  # questions under way at once, to different servers
MAX_NAMED = 10  # failures told in words; more are counted


_Site = tuple[str, bool, float | None]


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield one sighting for each site whose domain's registration was read."""
    asked = context.rdap
    if asked is None or not asked.bootstrap:
        return
    try:
        bootstrap = read_bootstrap(asked.bootstrap)
    except BadSetting as error:
        yield Note("unreadable", level="error", text=Text(_broken_file(error), str(error)))
        return
    counts: Counter[str] = Counter()
    due = _Due(context, counts)
    client = Rdap(bootstrap, context.net, pause=1.0 / max(asked.per_second, 0.01))
    named = 0
    waiting = due.domains[: asked.per_run]
    clock = Clock(A_RUN)
    for start in range(0, len(waiting), ABREAST):
        if clock.over():
            break
        part = waiting[start : start + ABREAST]
        answers = await asyncio.gather(*(_look_up(client, d, context.now) for d in part))
        for domain, answer in zip(part, answers, strict=True):
            counts["asked"] += 1
            due.told(domain, answer)
            if isinstance(answer, RdapFailed):
                counts[f"rdap_{answer.kind}"] += 1
                named += answer.kind in ("refused", "broken")
                if answer.kind in ("refused", "broken") and named <= MAX_NAMED:
                    yield Note("unreadable", level="error", text=_failed(domain, answer))
                continue
            for sighting in _sightings(answer, due.sites[domain], context.now):
                counts["sighted"] += 1
                yield sighting
        yield Checkpoint({"next": dict(due.next)})
    counts["left_for_next_run"] = len(due.domains) - counts["asked"]
    for step, count in counts.items():
        if count:
            yield Note(step, count)


async def _look_up(client: Rdap, domain: str, now: datetime) -> Registration | RdapFailed:
    try:
        return await client.look_up(domain, now)
    except RdapFailed as failed:
        return failed


class _Due:
    """Which domains to ask about now, and when each is asked about again."""

    def __init__(self, context: SourceContext, counts: Counter[str]) -> None:
        shared = shared_hosts(context.net.extra_shared_hosts)
        zones = tuple(zone.name.lower().strip(".") for zone in context.zones)
        stored = context.checkpoint.get("next")
        before = dict(stored) if isinstance(stored, dict) else {}
        self._now = context.now
        # domain -> its sites: address, whether it is a lead, and that lead's hunch
        self.sites: dict[str, list[_Site]] = {}
        self.next: dict[str, str] = {}
        hunches = dict(context.silent)
        for url in (*context.undecided, *hunches):
            counts["read"] += 1
            domain = _domain(url)
            host_of = None if domain is None else shared.host_of(parse(url).host)
            if domain is None or host_of is not None:
                counts["no_domain"] += 1
            elif any(domain == z or z.endswith("." + domain) for z in zones):
                counts["own_site"] += 1
            else:
                self.sites.setdefault(domain, []).append((url, url in hunches, hunches.get(url)))
                if domain in before:
                    self.next[domain] = str(before[domain])
        self.domains = [d for d in self.sites if self._is_due(d)]
        counts["fresh"] = len(self.sites) - len(self.domains)

    def told(self, domain: str, answer: Registration | RdapFailed) -> None:
        """Note when a domain is asked about again."""
        wait = FRESH
        if isinstance(answer, RdapFailed):
            wait = max(AGAIN[answer.kind], timedelta(seconds=answer.retry))
        self.next[domain] = (self._now + wait).isoformat()

    def _is_due(self, domain: str) -> bool:
        try:
            at = datetime.fromisoformat(self.next.get(domain, ""))
        except ValueError:
            return True
        return (at if at.tzinfo else at.replace(tzinfo=UTC)) <= self._now


def _domain(url: str) -> str | None:
    try:
        host = parse(url).host
    except BadUrl:
        return None
    domain = registered_domain(host)
    return domain if "." in domain and not domain.rpartition(".")[2].isdigit() else None


def _sightings(said: Registration, sites: "list[_Site]", now: datetime) -> Iterator[Sighting]:
    """A new date of registration is a new trace: the name has changed hands."""
    since = said.registered_on.date().isoformat() if said.registered_on else "?"
    server = urlsplit(said.server).hostname or said.server
    where = f"RDAP {server}: {said.domain} {since}"[:500]
    for url, is_lead, hunch in sites:
        yield Sighting(META.id, url, now, where, facts_of(said), lead=is_lead, hunch=hunch)


def _broken_file(error: BadSetting) -> str:
    return (
        f"Berkas RONDA_RDAP_BOOTSTRAP tidak dapat dibaca ({error}). Unduh lagi dari "
        "https://data.iana.org/rdap/dns.json."
    )


def _failed(domain: str, failed: RdapFailed) -> Text:
    return Text(
        "Data pendaftaran {domain} tidak dapat dibaca ({detail}). Ronda mencoba lagi nanti.",
        "The registration of {domain} cannot be read ({detail}). Ronda tries again later.",
    ).fill(domain=domain, detail=str(failed)[:300])
