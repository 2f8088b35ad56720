"""Sites that send visitors: referrer hosts in the access logs of the office's own web servers.

What it reads: the logs in the folder that the office sets (``RONDA_LOGS_DIR``): the combined format
of Apache and nginx (with a virtual host in front or not) and JSON lines (nginx, Caddy), plain or
gzip, read as a stream from where the last run ended, also after rotation. It sees sites that link
to official ones or frame them, within hours, wherever they are; copies often load their pictures
from the original. It does not see sites whose visitors do not click, nor those that hide the
referrer.

A host with a weak sign only (an office's short name, a town) is a lead: Ronda looks at it once, and
it becomes a candidate only when what stands there concerns us.

What it drops, counted: lines that are no log line, visits without a referrer, referrers without a
watched word, registered sites, zones of other governments. A referrer is what the visitor's
browser claims: a lead, never proof. Of visitors nothing is kept.

What it costs: nothing to anybody else.
"""

import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts import folder
from ronda.engine.discover.parts.folder import Clock, Lines, Unreadable
from ronda.engine.discover.parts.sift import Sift
from ronda.engine.text import Text

META = SourceMeta(
    id="referrers",
    title=Text("Perujuk di log akses", "Referrers in access logs"),
    what=Text(
        "Membaca log akses server web kantor dan mencari situs perujuk dengan nama yang diawasi.",
        "Reads access logs of the office's web servers and looks for referring sites with watched "
        "names.",
    ),
    cost=Text("Tidak membebani siapa pun.", "Costs nobody anything."),
)
SETTING = "RONDA_LOGS_DIR"
ENDINGS = (".log", ".gz", ".json", ".txt", *(f".{n}" for n in range(1, 100)))
A_RUN = 600.0  # seconds in one run
MAX_HOSTS = 200_000  # distinct referrers counted at once; more are told in parts
NONE = frozenset([b"", b"-", b"null"])
_COMBINED = re.compile(rb'\] "(?:[^"\\]|\\.)*" (?:\d{3}|-) (?:\d+|-) "((?:[^"\\]|\\.)*)"(?: "|$)')
_ROTATED = re.compile(r"(?:[-._]?\d+)?(?:\.gz)?$")
_KEYS = ("http_referer", "http_referrer", "referer", "referrer", "request_referer")
_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_headers = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw] | msgspec.Raw])


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the watched referrers of all new lines, with a checkpoint after each file."""
    where = context.folders.get(META.id, "")
    if not where:
        return
    try:
        files, others = folder.files_of(where, ENDINGS, SETTING)
    except Unreadable as failed:
        yield Note("unreadable", level="error", text=failed.text)
        return
    if others:
        yield Note("other_file", others)
    sift = Sift(META.id, context, leads=True)
    clock = Clock(A_RUN)
    known = folder.known_states(context.checkpoint)
    places: dict[str, object] = {}
    for number, path in enumerate(files):
        if clock.over():
            yield Note("left_for_next_run", len(files) - number)
            # What was not opened this time is still where it was.
            places = known | places
            break
        try:
            for event in _read(path, context, sift, clock, known, places):
                yield event
        except Unreadable as failed:
            yield Note("unreadable", level="error", text=failed.text)
    yield Checkpoint({"files": dict(places)})
    for note in sift.notes():
        yield note


def _read(
    path: Path,
    context: SourceContext,
    sift: Sift,
    clock: Clock,
    known: dict[str, object],
    places: dict[str, object],
) -> Iterator[Sighting | Checkpoint | Note]:
    """Read a log from where it was left; its first line is its name, whatever file it is in now."""
    key = _first_line(path)
    if not key:
        return
    stored = places.get(key, known.get(key))
    start = stored if isinstance(stored, int) and stored >= 0 else 0
    places[key] = start
    lines = Lines(path, start)
    visits: Counter[str] = Counter()
    try:
        for line in lines:
            referrer = parse_line(line)
            if referrer is None:
                sift.counts["malformed_line"] += bool(line.strip())
            elif referrer in NONE:
                sift.counts["no_referrer"] += 1
            else:
                visits[_host_part(referrer)] += 1
            if len(visits) >= MAX_HOSTS or clock.struck():
                yield from _sightings(visits, path, context, sift)
                visits.clear()
                places[key] = lines.at
                yield Checkpoint({"files": known | places})
                if clock.over():
                    yield Note("left_for_next_run")
                    return
    except Unreadable as failed:
        # What came before the break counts; when the file is whole again, it goes on from there.
        yield Note("unreadable", level="error", text=failed.text)
    places[key] = lines.at
    sift.counts["malformed_line"] += lines.too_long
    yield Note("files")
    yield from _sightings(visits, path, context, sift)
    yield Checkpoint({"files": known | places})


def _sightings(
    visits: Counter[str], path: Path, context: SourceContext, sift: Sift
) -> Iterator[Sighting]:
    log = _ROTATED.sub("", path.name) or path.name
    for referrer, count in visits.most_common():
        found = sift.site(referrer)
        if found is None:
            continue
        if found.url in context.known:
            sift.counts["known"] += 1
            continue
        scheme = found.url.partition(":")[0]
        facts = {"visits": str(count), "page": referrer[:500], "scheme": scheme}
        sighting = sift.sighting(found, f"log akses {log}", facts)
        if sighting is not None:
            yield sighting


def parse_line(line: bytes) -> bytes | None:
    """Return the referrer of a log line, b"" or b"-" when there was none, None for no log line."""
    if line.startswith(b"{"):
        return _in_json(line)
    found = _COMBINED.search(line)
    return None if found is None else found[1]


def _in_json(line: bytes) -> bytes | None:
    try:
        told = {key.lower(): value for key, value in _decoder.decode(line).items()}
        raw = next((told[key] for key in _KEYS if key in told), None)
        if raw is None and "request" in told:
            headers = {k.lower(): v for k, v in _headers.decode(told["request"]).items()}
            inner = headers.get("headers")
            if isinstance(inner, dict):
                values = {k.lower(): v for k, v in inner.items()}
                raw = values.get("referer")
        if raw is None:
            return b""
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.encode("utf-8", "replace") if isinstance(value, str) else b""


def _host_part(referrer: bytes) -> str:
    """The address without query and fragment, its path cut: enough to say which site it is."""
    text = referrer[:2000].decode("utf-8", "replace")
    return text.partition("?")[0].partition("#")[0][:300]


def _first_line(path: Path) -> str:
    for line in Lines(path):
        stem = _ROTATED.sub("", path.name)
        return hashlib.sha256(stem.encode() + b"\n" + line).hexdigest()[:32]
    return ""
