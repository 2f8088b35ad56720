"""Names that people ask the office's own DNS servers for.

What it reads: query logs that the office has set (``RONDA_QUERY_LOGS``): dnstap files, and text of
BIND, Unbound, dnsmasq, Knot Resolver or of ``kdig -G ... +qr``; also packed with gzip. Each file is read on
from where the last run ended. It sees sites that staff really use, on any provider, also those that
nobody links to. Of everything asked for, only names in the official zones or with a watched word are
kept, and only those that have an address; who asked is never read.

What it drops, counted: names without a watched word, questions for other things than a web site's
address, "no such name", wildcard names, service names, broken lines (the first ones are named).

What it costs: reading files, and one look-up a new name at the office's own resolver.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import msgspec

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts import querylogs
from ronda.engine.discover.parts.framestream import BadStream
from ronda.engine.discover.parts.labels import is_service
from ronda.engine.discover.parts.lookup import Lookup
from ronda.engine.discover.parts.querylogs import Asked, Position
from ronda.engine.discover.parts.signals import Watch
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, normalise, normalise_host

META = SourceMeta(
    id="querylog",
    title=Text("Log pertanyaan DNS", "DNS query logs"),
    what=Text(
        "Membaca nama yang ditanyakan pegawai kepada server DNS kantor: hanya nama di domain resmi "
        "atau dengan kata yang diawasi, tanpa mencatat siapa yang bertanya.",
        "Reads which names are asked of the office's DNS servers: only names in official zones or "
        "with a watched word, never who asked.",
    ),
    cost=Text(
        "Membaca berkas log, dan satu pertanyaan DNS untuk setiap nama baru.",
        "Reads log files, and one DNS question for each new name.",
    ),
)
MAX_NAMES = 50_000  # looked up in one run, the most asked for first
MAX_KEPT = 2_000  # files whose position is remembered
# Rotated files of one log are one place: "queries.log.3.gz", "queries.log-20260302".
_ROTATED = re.compile(r"(?:[.-]\d{1,10})?(?:\.gz)?$")


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the watched names of the logs that exist."""
    positions = _positions(context.checkpoint)
    paths, without = querylogs.files(context.names.query_logs)
    for pattern in without:
        yield Note("unreadable", 0, "error", _missing(pattern))
    if not context.names.query_logs:
        yield Note("no_log")
    asked = Asked()
    for path in paths:
        try:
            position = await asyncio.to_thread(querylogs.read, path, positions, asked)
        except (OSError, BadStream) as error:
            yield Note("unreadable", 0, "error", _unreadable(path, str(error)))
        else:
            # A rotated file is known by its inode and its beginning.
            positions = [at for at in positions if at.inode != position.inode]
            positions.append(position)
        yield Checkpoint(context.checkpoint)  # alive; the logs count as read at the end only
    for name, number, detail in asked.broken:
        yield Note("malformed", 0, "error", _broken(name, number, detail))
    lookup = Lookup(context.net)
    lookup.counts.update(asked.counts)
    written = _watched(asked, context, lookup)
    names = list(written)
    for start in range(0, len(names), lookup.chunk):
        for hit in await lookup.existing(names[start : start + lookup.chunk]):
            name = written[hit.name]
            facts = {"record": hit.record[:300], "asked": str(asked.names[name])}
            where = f"query log {_ROTATED.sub('', Path(asked.where[name]).name)}"
            lookup.counts["sighted"] += 1
            yield Sighting(META.id, normalise(hit.name), context.now, where[:500], facts)
        if start + lookup.chunk < len(names):
            yield Checkpoint(context.checkpoint)
    if not lookup.silent:
        # Names that nobody could look up are read in the logs once more.
        yield Checkpoint({"files": msgspec.to_builtins(positions[-MAX_KEPT:])})
    for note in lookup.notes():
        yield note


def _positions(checkpoint: Mapping[str, object]) -> list[Position]:
    try:
        return msgspec.convert(checkpoint.get("files", []), list[Position])
    except msgspec.ValidationError:
        return []  # of another version: the logs are read from their beginning


def _watched(asked: Asked, context: SourceContext, lookup: Lookup) -> dict[str, str]:
    """The names worth a look, the most asked for first, each with how the log writes it."""
    watch = Watch(context.watched, shared_hosts(context.net.extra_shared_hosts))
    kept: dict[str, str] = {}
    counts = lookup.counts
    for written, times in asked.names.most_common():
        try:
            name = normalise_host(written)
        except BadUrl:
            counts["malformed_name"] += times
            continue
        if watch.in_host(name) is None:
            counts["not_watched"] += 1
        elif is_service(name.partition(".")[0]):
            counts["service_label"] += 1
        elif len(kept) >= MAX_NAMES:
            counts["beyond_limit"] += 1
        else:
            kept.setdefault(name, written)
    return kept


def _missing(pattern: str) -> Text:
    return Text(
        "Log {pattern!r} tidak ada atau tidak boleh dibaca. Periksa RONDA_QUERY_LOGS dan izin baca "
        "pengguna yang menjalankan Ronda.",
        "The log {pattern!r} is not there or may not be read. Check RONDA_QUERY_LOGS and the "
        "permissions of the user that runs Ronda.",
    ).fill(pattern=pattern[:200])


def _unreadable(path: Path, error: str) -> Text:
    return Text(
        "Log {path} tidak dapat dibaca sampai akhir ({error}). Yang sudah terbaca tetap dipakai; "
        "periksa berkas itu.",
        "The log {path} cannot be read to its end ({error}). What was read is used; check that file.",
    ).fill(path=path, error=error[:200])


def _broken(path: str, number: int, detail: str) -> Text:
    return Text(
        "Log {path}: rekaman ke-{number} sejak putaran lalu tidak dapat dibaca ({detail}). Rekaman "
        "itu dilewati; bila banyak, bentuk log ini belum dikenal: pakai dnstap.",
        "Log {path}: record {number} since the last run cannot be read ({detail}). It was passed "
        "over; if there are many, this log is of an unknown form: use dnstap.",
    ).fill(path=path, number=number, detail=detail[:200])
