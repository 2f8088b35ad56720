"""Certificates in public logs (Certificate Transparency) that carry watched names.

What it reads: new entries of the logs that the office has set, from where the last run ended. A
log that was never read begins at its last 1,000,000 entries (`RONDA_CT_BACKFILL`). It sees every site that has had a
certificate from a public authority, wherever it is hosted, also sites that nobody links to. It
does not see sites without https, nor names behind a wildcard certificate.

Which logs: `RONDA_CT_LOG_LIST` is a file in the public v3 format (`log_list.json`), with logs of
RFC 6962 and tiled ones (static-ct-api). Logs whose state is not usable, qualified or readonly are
left out, and so are shards whose time is over. `RONDA_CT_LOGS` are addresses of RFC 6962 logs; they
have no key, so what they say is taken unverified, and counted as such.

What is verified, with a key: the signature of the tree head; that the new head continues the one
seen before; and that every entry read stands in the signed tree, where it was read, without a gap.
A log that lies (a wrong signature, shrunk, another past, entries that it did not sign for) is an
error in words; nothing of that part is used and the reading point stays. What was read is kept with
its proof after every 4,096 entries, so a killed run neither loses nor repeats.

A name with a weak sign only (an office's short name, a town, the region shortened, an application
that we know, or a certificate shared with a watched name) is a lead: Ronda looks at the site once,
and it becomes a candidate only when what stands there concerns us.

A name without any sign is a lead of the weakest kind: under .id, .my.id, .web.id, .or.id and .biz.id
each one, under foreign suffixes only what reads like a government's name. Their front pages are looked
at within a budget of their own (`RONDA_BARE_LOOKS_A_DAY`), those that read most like ours first.

What it drops, counted: entries without a watched word, wildcard names, certificates that came
before (also as their precertificate), repeated names, broken entries.

What it costs: a GET for each 256 entries, and some for the proofs, all to the logs' servers.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator

from msgspec import to_builtins

from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.bare import Bare, BareNames
from ronda.engine.discover.parts.ctentry import BadEntry, LoggedNames, names_of
from ronda.engine.discover.parts.ctlog_filter import RawFilter
from ronda.engine.discover.parts.ctlog_list import BadList, CtLog, logs_to_read
from ronda.engine.discover.parts.ctlog_reader import Chunk, Shrunk, read_log
from ronda.engine.discover.parts.ctlog_state import (
    BadState,
    LogLies,
    LogState,
    lie_told,
    no_list,
    no_state,
    positions_in,
    shrunk,
    states_in,
    unreachable,
)
from ronda.engine.discover.parts.fetch import Endpoint, FetchFailed
from ronda.engine.discover.parts.signals import Signs, Watch, of_institution
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise

META = SourceMeta(
    id="ct",
    title=Text("Catatan sertifikat (CT)", "Certificate logs (CT)"),
    what=Text(
        "Membaca sertifikat baru di catatan publik dan mencari nama yang diawasi. Tidak melihat "
        "situs tanpa https.",
        "Reads new certificates in public logs and looks for watched names. Does not see sites "
        "without https.",
    ),
    cost=Text(
        "Satu permintaan tiap 256 entri ke server catatan, bukan ke situs yang ditemukan.",
        "One request for 256 entries to the log's server, none to the sites that are found.",
    ),
    follows=True,
    after_pages=True,
)

_RECENT = 1_000  # certificates remembered from run to run, to know their twins
_DIGEST = 8
MAX_SHARED = 30  # names: a certificate of more is a provider's, whose customers share nothing else


class _Log:
    """The state of reading one log."""

    def __init__(self, log: CtLog, context: SourceContext, seen: "_Seen") -> None:
        self.log = log
        self.endpoint = Endpoint(log.base, context.net)
        self.context = context
        self.counts: Counter[str] = Counter()
        shared = shared_hosts(context.net.extra_shared_hosts)
        self.watch = Watch(context.watched, shared, context.hints, context.places)
        self.filter = RawFilter(self.watch, seen.bare.read if context.bare_names else None)


class _Seen:
    """What was sighted already: addresses in this run, certificates also in the last ones."""

    def __init__(self, stored: object) -> None:
        packed = base64.b64decode(stored) if isinstance(stored, str) else b""
        pieces = range(0, len(packed), _DIGEST)
        self.recent = dict.fromkeys(packed[at : at + _DIGEST] for at in pieces)
        self.urls: set[str] = set()
        self.bare = BareNames()

    def again(self, logged: LoggedNames) -> bool:
        """Note a certificate; say whether it, or its precertificate, came before."""
        digest = hashlib.sha256(f"{logged.serial} {logged.issuer}".encode()).digest()[:_DIGEST]
        known = digest in self.recent
        self.recent[digest] = None
        if len(self.recent) > _RECENT:
            del self.recent[next(iter(self.recent))]
        return known

    def packed(self) -> str:
        """Return the certificates for the checkpoint."""
        return base64.b64encode(b"".join(self.recent)).decode()


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield sites named in certificates, with a checkpoint after every proved chunk."""
    try:
        logs = logs_to_read(context.ct_log_list, context.ct_logs)
        trees, positions = states_in(context.checkpoint), positions_in(context.checkpoint)
    except BadList as error:
        yield Note("unreadable", level="error", text=no_list(context.ct_log_list, str(error)))
        return
    except BadState as error:
        yield Note("unreadable", level="error", text=no_state("CT", str(error)))
        return
    seen = _Seen(context.checkpoint.get("recent"))
    for entry in logs:
        if entry.over is not None and entry.over <= context.now:
            yield Note("shard_over")
            continue
        log = None
        try:
            log = _Log(entry, context, seen)
            async for event in _read(log, trees, positions, seen):
                yield event
        except FetchFailed as failed:
            yield Note("unreadable", level="error", text=unreachable(entry.base, str(failed)))
        except Shrunk as less:
            text = shrunk(entry.base, less.at, less.size)
            yield Note("unreadable", level="error", text=text)
        except LogLies as lie:
            yield Note("log_lies", level="error", text=lie_told(entry.name, lie))
        except BadState as error:
            yield Note("unreadable", level="error", text=no_state(entry.name, str(error)))
        finally:
            if log is not None:
                log.endpoint.close()
        for step, count in log.counts.items() if log else ():
            yield Note(step, count)


async def _read(
    log: _Log, trees: dict[str, LogState], positions: dict[str, int], seen: _Seen
) -> AsyncIterator[Sighting | Checkpoint]:
    entry, stored = log.log, None
    if entry.key:
        stored = trees.get(entry.log_id)
    if stored is None and entry.base in positions:
        stored = LogState(positions[entry.base])
    async for chunk in read_log(entry, log.endpoint, stored, log.counts, log.context.ct_backfill):
        for sighting in _in_chunk(log, chunk, seen):
            yield sighting
        if entry.key:
            trees[entry.log_id] = chunk.state
            positions.pop(entry.base, None)
        else:
            positions[entry.base] = chunk.state.at
        yield Checkpoint(
            {"logs": dict(positions), "trees": to_builtins(trees), "recent": seen.packed()}
        )


def _in_chunk(log: _Log, chunk: Chunk, seen: _Seen) -> Iterator[Sighting]:
    """Yield what a chunk shows; only what carries watched bytes is parsed."""
    log.counts["read"] += len(chunk.leaves)
    hits = log.filter.hits(chunk.leaves)
    for place in hits:
        yield from _sightings(log, chunk.leaves[place], chunk.start + place, seen)
    if len(hits) < len(chunk.leaves):
        log.counts["not_watched"] += len(chunk.leaves) - len(hits)
    for name in seen.bare.found():
        sighting = _without_sign(log, name, seen)
        if sighting is not None:
            log.counts["bare"] += 1
            yield sighting


def _without_sign(log: _Log, name: Bare, seen: _Seen) -> Sighting | None:
    """Return a lead of the weakest kind; None for a name that carries a sign, which was parsed."""
    try:
        url = normalise(name.host)
    except BadUrl:
        return None
    signs = log.watch.in_host(name.host) or log.watch.signs_in_host(name.host) != Signs()
    if signs or url in seen.urls:
        return None
    seen.urls.add(url)
    where = f"log {log.log.base}"[:500]
    hunch = name.likeness
    return Sighting(META.id, url, log.context.now, where, {}, lead=True, hunch=hunch)


def _sightings(log: _Log, leaf: bytes, index: int, seen: _Seen) -> list[Sighting]:
    """Return what one entry shows, and count what it does not."""
    counts = log.counts
    try:
        logged = names_of(leaf)
    except BadEntry:
        counts["malformed"] += 1
        return []
    if seen.again(logged):
        counts["duplicate"] += 1
        return []
    signs = {name: log.watch.in_host(name.removeprefix("*.")) for name in logged.names}
    beside = next((name for name, word in signs.items() if word is not None), None)
    if len(logged.names) > MAX_SHARED:
        beside = None
    found = []
    for name, word in signs.items():
        if name.startswith("*."):
            counts["wildcard"] += 1
            continue
        weak = log.watch.signs_in_host(name) if word is None else Signs()
        lead = word is None and not (weak.office and weak.place)
        sign = word or " ".join(filter(None, (weak.office, weak.place))) or beside
        if sign is None:
            counts["other_name"] += 1
            continue
        if _of_other_government(log, name) or (lead and of_institution(name)):
            counts["other_government"] += 1
            continue
        try:
            url = normalise(name)
        except BadUrl:
            counts["malformed_name"] += 1
            continue
        if url in seen.urls:
            counts["duplicate"] += 1
            continue
        seen.urls.add(url)
        facts = {
            "entry": str(index),
            "names": ", ".join(logged.names[:20])[:1000],
            "issuer": logged.issuer,
            "not_after": logged.not_after.isoformat(),
            "sign": sign,
        }
        where = f"log {log.log.base}"[:500]
        found.append(Sighting(META.id, url, log.context.now, where, facts, lead))
        counts["lead" if lead else "sighted"] += 1
    return found


def _of_other_government(log: _Log, name: str) -> bool:
    """A name under go.id whose registered domain is neither ours nor named like us."""
    if not name.endswith((".go.id", ".desa.id")) or log.watch.zone_of(name) is not None:
        return False
    return log.watch.in_host(registered_domain(name)) is None
