"""Certificates in public logs (Certificate Transparency, RFC 6962) that carry watched names.

What it reads: new entries of the logs that the office has set, from where the last run ended. A
log that was never read begins at its last 1,000,000 entries. It sees every site that has had a
certificate from a public authority, wherever it is hosted, also sites that nobody links to. It
does not see sites without https, nor names behind a wildcard certificate.

A name with a weak sign only (an office's short name, a town, the region shortened, an application
that we know, or a certificate shared with a watched name) is a lead: Ronda looks at the site once,
and it becomes a candidate only when what stands there concerns us.

What it drops, counted: entries without a watched word, wildcard names, repeated names
(precertificate and certificate of the same site), broken entries.

What it costs: some GETs a batch of 256 entries to the log. The log's signature is not verified,
since a false entry costs only a look at a name.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import TypeVar

import msgspec

from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.ctentry import BadEntry, certificate_bytes, names_of
from ronda.engine.discover.parts.fetch import Endpoint, FetchFailed
from ronda.engine.discover.parts.signals import MIN_WORD, Watch, of_institution, squeeze
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
        "Beberapa permintaan ke server catatan, bukan ke situs yang ditemukan.",
        "Some requests to the log's server, none to the sites that are found.",
    ),
)

_T = TypeVar("_T")
BATCH = 256
BACKFILL = 1_000_000  # entries read of a log that is new to us
A_RUN = 2_000_000  # entries at most in one run of one log
MAX_SHARED = 30  # names: a certificate of more is a provider's, whose customers share nothing else


class _Head(msgspec.Struct):
    tree_size: int


class _Entry(msgspec.Struct):
    leaf_input: bytes
    extra_data: msgspec.Raw = msgspec.Raw()


class _Entries(msgspec.Struct):
    entries: list[_Entry]


class _Log:
    """The state of reading one log."""

    def __init__(self, endpoint: Endpoint, context: SourceContext) -> None:
        self.endpoint = endpoint
        self.context = context
        self.counts: Counter[str] = Counter()
        shared = shared_hosts(context.net.extra_shared_hosts)
        self.watch = Watch(context.watched, shared, context.hints)
        words = {squeeze(w) for w in (*context.watched, *context.hints)}
        self.needles = tuple(sorted(w.encode() for w in words if len(w) >= MIN_WORD))

    def carries_watched(self, der: bytes) -> bool:
        """Search the raw bytes before parsing anything; hyphens and dots do not separate words."""
        flat = der.lower().translate(None, b"-.")
        for needle in self.needles:  # noqa: SIM110 - a generator here costs a third of the speed
            if needle in flat:
                return True
        return False


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield sites named in certificates, with a checkpoint after every batch."""
    stored = context.checkpoint.get("logs")
    positions: dict[str, int] = {}
    if isinstance(stored, Mapping):
        positions = {str(k): v for k, v in stored.items() if isinstance(v, int) and v >= 0}
    seen: set[str] = set()
    for base in context.ct_logs:
        log = None
        try:
            log = _Log(Endpoint(base, context.net), context)
            async for event in _read(log, positions, seen):
                yield event
        except FetchFailed as failed:
            yield Note("unreadable", level="error", text=_unreachable(base, str(failed)))
        finally:
            if log is not None:
                log.endpoint.close()
        for step, count in log.counts.items() if log else ():
            yield Note(step, count)


async def _read(
    log: _Log, positions: dict[str, int], seen: set[str]
) -> AsyncIterator[Sighting | Checkpoint | Note]:
    base = log.endpoint.base
    size = (await _decoded(log, "/ct/v1/get-sth", _Head)).tree_size
    at = positions.get(base, max(0, size - BACKFILL))
    if base not in positions and at:
        log.counts["skipped_history"] += at
    if size < at:
        yield Note("unreadable", level="error", text=_shrunk(base, at, size))
        return
    end = min(size, at + A_RUN)
    if end < size:
        log.counts["left_for_next_run"] += size - end
    while at < end:
        wanted = min(BATCH, end - at)
        path = f"/ct/v1/get-entries?start={at}&end={at + wanted - 1}"
        entries = (await _decoded(log, path, _Entries)).entries[:wanted]
        if not entries:
            raise FetchFailed(f"no entries from {at} on, although the log says it has {size}")
        for offset, entry in enumerate(entries):
            for sighting in _sightings(log, entry.leaf_input, at + offset, seen):
                yield sighting
        # Logs may return fewer than asked for: go on from what was really read.
        at += len(entries)
        positions[base] = at
        yield Checkpoint({"logs": dict(positions)})
    if base not in positions:
        positions[base] = at
        yield Checkpoint({"logs": dict(positions)})


async def _decoded(log: _Log, path: str, kind: type[_T]) -> _T:
    body = await log.endpoint.get(path)
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FetchFailed(f"{path} answered something else than RFC 6962 says: {error}") from error


def _sightings(log: _Log, leaf: bytes, index: int, seen: set[str]) -> list[Sighting]:
    """Return what one entry shows, and count what it does not."""
    counts = log.counts
    counts["read"] += 1
    try:
        der, _ = certificate_bytes(leaf)
        if not log.carries_watched(der):
            counts["not_watched"] += 1
            return []
        logged = names_of(leaf)
    except BadEntry:
        counts["malformed"] += 1
        return []
    signs = {name: log.watch.in_host(name.removeprefix("*.")) for name in logged.names}
    beside = next((name for name, word in signs.items() if word is not None), None)
    if len(logged.names) > MAX_SHARED:
        beside = None
    found = []
    for name, word in signs.items():
        lead = word is None
        if name.startswith("*."):
            counts["wildcard"] += 1
            continue
        sign = word or log.watch.hint_in_host(name) or beside
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
        if url in seen:
            counts["duplicate"] += 1
            continue
        seen.add(url)
        facts = {
            "entry": str(index),
            "names": ", ".join(logged.names[:20])[:1000],
            "issuer": logged.issuer,
            "not_after": logged.not_after.isoformat(),
            "sign": sign,
        }
        where = f"log {log.endpoint.base}"[:500]
        found.append(Sighting(META.id, url, log.context.now, where, facts, lead))
        counts["lead" if lead else "sighted"] += 1
    return found


def _of_other_government(log: _Log, name: str) -> bool:
    """A name under go.id whose registered domain is neither ours nor named like us."""
    if not name.endswith((".go.id", ".desa.id")) or log.watch.zone_of(name) is not None:
        return False
    return log.watch.in_host(registered_domain(name)) is None


def _unreachable(base: str, detail: str) -> Text:
    return Text(
        "Catatan sertifikat {base} tidak dapat dibaca ({detail}). Yang sudah terbaca disimpan dan "
        "ronda berikutnya melanjutkan dari situ; periksa alamatnya di RONDA_CT_LOGS dan jaringan.",
        "The certificate log {base} cannot be read ({detail}). What was read is kept and the next "
        "run goes on from there; check its address in RONDA_CT_LOGS and the network.",
    ).fill(base=base, detail=detail[:400])


def _shrunk(base: str, at: int, size: int) -> Text:
    return Text(
        "Catatan sertifikat {base} mengaku berisi {size} entri, padahal {at} sudah terbaca. "
        "Catatan yang benar tidak pernah menyusut: periksa apakah alamatnya masih catatan yang "
        "sama. Tidak ada yang dibaca kali ini.",
        "The certificate log {base} claims {size} entries, although {at} were read before. A "
        "proper log never shrinks: check whether the address is still the same log. Nothing was "
        "read this time.",
    ).fill(base=base, size=size, at=at)
