"""Names in web archives: results of a Common Crawl index (or another CDX index) kept as files.

What it reads: the files of the folder that the office sets (``RONDA_ARCHIVE_DIR``): CDX lines as an
index server gives them (JSON, CDXJ, or columns separated by spaces; plain or gzip) and Parquet
files of the columnar index (columns ``url`` or ``url_host_name``, and ``fetch_status``,
``fetch_time`` where they stand). Each file is read once, and again when it changes. It sees what a
crawler of the whole web met in years, also sites that are gone and sites without https. It does
not see what forbids crawlers, nor what nobody linked to.

A short name of an office together with our region in short is as good as a name; a weak sign alone
is not, since in an archive of the whole web it is everywhere.

What it drops, counted: lines that are no index line, addresses without a watched word, zones of
other governments, repeats.

What it costs: nothing to anybody. The office fetches the files itself; Ronda asks no archive.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts import folder, parquet
from ronda.engine.discover.parts.folder import Clock, Lines, Unreadable
from ronda.engine.discover.parts.sift import Sift
from ronda.engine.text import Text

META = SourceMeta(
    id="archive",
    title=Text("Arsip web", "Web archives"),
    what=Text(
        "Membaca hasil indeks Common Crawl (atau arsip lain) yang disimpan sebagai berkas, dan "
        "mencari nama yang diawasi.",
        "Reads results of the Common Crawl index (or another archive) kept as files, and looks "
        "for watched names.",
    ),
    cost=Text(
        "Tidak membebani siapa pun: hanya berkas di mesin ini yang dibaca.",
        "Costs nobody anything: only files on this machine are read.",
    ),
)
SETTING = "RONDA_ARCHIVE_DIR"
LINES = (".json", ".jsonl", ".ndjson", ".cdxj", ".cdx", ".gz", ".txt")
PARQUET = (".parquet",)
A_RUN = 900.0  # seconds in one run


class Capture(msgspec.Struct, frozen=True):
    """What one line of an index says."""

    url: str
    status: str = ""
    at: str = ""  # as written: fourteen digits, or ISO 8601


class _Json(msgspec.Struct):
    url: str = ""
    status: str | int | None = None
    timestamp: str | int | None = None


_decoder = msgspec.json.Decoder(_Json)
_list_decoder = msgspec.json.Decoder(list[str])


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the watched sites of every new or changed file, with a checkpoint after each."""
    where = context.folders.get(META.id, "")
    if not where:
        return
    try:
        files, others = folder.files_of(where, LINES + PARQUET, SETTING)
    except Unreadable as failed:
        yield Note("unreadable", level="error", text=failed.text)
        return
    if others:
        yield Note("other_file", others)
    sift = Sift(META.id, context)
    clock = Clock(A_RUN)
    done = folder.known_states(context.checkpoint)
    done = {path.name: done[path.name] for path in files if path.name in done}
    for number, path in enumerate(files):
        if clock.over():
            yield Note("left_for_next_run", len(files) - number)
            break
        try:
            mark = folder.signature(path)
            if done.get(path.name) == mark:
                continue
            for event in _read(path, context, sift, clock, done):
                yield event
        except (OSError, Unreadable) as failed:
            text = failed.text if isinstance(failed, Unreadable) else _gone(path)
            yield Note("unreadable", level="error", text=text)
            continue
        if clock.over():
            yield Note("left_for_next_run", len(files) - number)
            break
        done[path.name] = mark
        yield Note("files")
        yield Checkpoint({"files": dict(done)})
    for note in sift.notes():
        yield note


def _read(
    path: Path, context: SourceContext, sift: Sift, clock: Clock, done: dict[str, object]
) -> Iterator[Sighting | Checkpoint]:
    """Give the sightings of one file; now and then a checkpoint that says only: still at work."""
    if path.name.lower().endswith(PARQUET):
        captures = _of_parquet(path, context, clock)
    else:
        captures = _of_lines(path, sift)
    for capture in captures:
        found = sift.site(capture.url)
        if found is not None:
            facts = {
                "page": capture.url[:500],
                "status": capture.status[:20],
                "captured": _moment(capture.at),
                "scheme": found.url.partition(":")[0] if "://" in capture.url else "",
            }
            sighting = sift.sighting(found, f"arsip {path.name}", facts)
            if sighting is not None:
                yield sighting
        if clock.struck():
            yield Checkpoint({"files": dict(done)})
            if clock.over():
                return


def _of_lines(path: Path, sift: Sift) -> Iterator[Capture]:
    lines = Lines(path)
    for line in lines:
        capture = parse_line(line)
        if capture is None:
            sift.counts["malformed"] += bool(line.strip(b" \t\r\n[]"))
        else:
            yield capture
    sift.counts["malformed"] += lines.too_long
    sift.counts["clipped"] += lines.cut


def _of_parquet(path: Path, context: SourceContext, clock: Clock) -> Iterator[Capture]:
    for url, status, at in parquet.rows(path, context, clock.left()):
        yield Capture(url, status, at)


def parse_line(line: bytes) -> Capture | None:
    """Read one CDX line in any of its forms, or return None for what is none.

    JSON object, "key timestamp {object}" (CDXJ), a JSON list with the address third, or columns
    "key timestamp address type status ...".
    """
    line = line.strip(b" \t\r\n,")
    start = line.find(b"{")
    try:
        if start >= 0 and (start == 0 or line[:start].count(b" ") >= 1):
            said = _decoder.decode(line[start:])
            stamp = said.timestamp
            if not stamp and start:
                stamp = line[:start].split()[1].decode("ascii", "replace")
            status = "" if said.status is None else str(said.status)
            return Capture(said.url, status, str(stamp or "")) if said.url else None
        if line.startswith(b"["):
            # The first and the last row of a JSON table also carry its own brackets.
            columns = _list_decoder.decode(b"[" + line.strip(b"[]") + b"]")
        else:
            columns = line.decode("utf-8").split(" ")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, IndexError):
        return None
    if len(columns) < 5 or "://" not in columns[2]:
        return None
    return Capture(columns[2], columns[4], columns[1])


def _moment(stamp: str) -> str:
    """Fourteen digits of an index (UTC) as ISO 8601; what is written so stays, all else is ""."""
    if stamp[4:5] == "-":
        return stamp[:40]
    try:
        return datetime.strptime(stamp[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def _gone(path: Path) -> Text:
    return Text(
        "Berkas {path} hilang selagi dibaca. Biarkan berkas di folder sampai terbaca.",
        "The file {path} vanished while it was read. Leave files in the folder until they are read.",
    ).fill(path=str(path)[:300])
