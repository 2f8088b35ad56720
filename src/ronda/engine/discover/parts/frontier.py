"""Chooses which pages of a site the crawl reads next, and remembers which it has read.

News first and the newest of it, nothing twice within some days, and no endless rooms: calendars,
sorted lists, sessions, paths that repeat themselves.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from ronda.engine.collect.inner import is_news, is_page

MAX_READ = 3_000  # pages of a site remembered; then it rests until some are forgotten
MAX_AHEAD = 24  # addresses of a site kept for later runs
MAX_PATH = 180
MAX_DEPTH = 8  # segments of a path
OF_ONE_SHAPE = 4  # pages a run that differ in their query alone
_ROW = struct.Struct(">LH")  # a path's hash, and the day on which it was read
_DAYS = 65_535

# Rooms without an end: days of calendars, orders and filters of lists, sessions, print views.
_TRAP = re.compile(
    r"[?&](?:phpsessid|jsessionid|sid|sessionid|sort|order|orderby|dir|filter\w*|facet\w*|limit|per_?page"
    r"|month|bulan|tgl|tanggal|date|day|year|tahun|week|tribe-bar-date|eventdate|ical|outlook-ical"
    r"|print|cetak|share|lang|replytocom|token|ref|utm_\w+|fbclid|random|cache|v|ver)="
    r"|;jsessionid|/(?:calendar|kalender|events?|agenda)/(?:.{0,60}/)?(?:\d{4}|month|day|week|today|list)"
    r"|/(?:search|cari|pencarian)(?:/|\?|$)|[?&](?:s|q|cari|keyword)=",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_PAGING = re.compile(r"[?&]page=\d{1,4}$|/page/\d{1,4}/?$", re.IGNORECASE)


class SiteMemory:
    """What the crawl has read of one site and means to read; small enough to keep for all sites."""

    def __init__(self, state: object, today: int, again_days: int) -> None:
        """``state``: what :meth:`state` returned; anything else is forgotten. ``today``: since 1970."""
        self._today = today % _DAYS
        rows = state if isinstance(state, Mapping) else {}
        ahead = rows.get("ahead")
        self.ahead: list[str] = [
            path for path in (ahead if isinstance(ahead, list) else []) if isinstance(path, str)
        ][:MAX_AHEAD]
        self._read = {
            key: day
            for key, day in _unpacked(rows.get("read"))
            if 0 <= self._today - day < max(1, again_days)
        }

    def has(self, path: str) -> bool:
        """Whether a page was read lately."""
        return _hash(path) in self._read

    def read(self, path: str) -> None:
        """Remember that a page was read today."""
        self._read[_hash(path)] = self._today

    @property
    def is_full(self) -> bool:
        """So much was read of this site lately that it is left in peace."""
        return len(self._read) >= MAX_READ

    def look_ahead(self, paths: Iterable[str]) -> None:
        """Keep addresses for later: lists of news and news first, what was known before in front."""
        known = dict.fromkeys(p for p in self.ahead if not self.has(p))
        fresh = [
            p
            for p in dict.fromkeys(paths)
            if p not in known and not self.has(p) and is_page(p) and not is_trap(p)
        ]
        fresh.sort(key=lambda p: (not _PAGING.search(p), not is_news(p)))
        self.ahead = [*known, *fresh][:MAX_AHEAD]

    def state(self) -> dict[str, object]:
        """Return it as plain values for the checkpoint."""
        packed = b"".join(_ROW.pack(key, day) for key, day in sorted(self._read.items())[:MAX_READ])
        return {"read": base64.b64encode(packed).decode(), "ahead": self.ahead}


def choose(
    memory: SiteMemory,
    *,
    linked: Iterable[str],
    listed: Iterable[str],
    room: int,
    allowed: Callable[[str], bool],
    counts: Counter[str],
) -> list[str]:
    """Return the next paths to read, at most ``room``; what is left out is counted by its reason.

    ``linked``: paths that the front page links, the newest at the top. ``listed``: paths of the
    sitemaps, the newest first. News of both come first, then what earlier pages led to, then the rest.
    """
    linked, listed = list(linked), list(listed)
    order = (
        *(p for p in linked if is_news(p)),
        *(p for p in listed if is_news(p)),
        *memory.ahead,
        *linked,
        *listed,
    )
    in_sitemap = frozenset(listed)
    chosen: list[str] = []
    shapes: Counter[str] = Counter()
    for path in dict.fromkeys(order):
        if len(chosen) >= room or memory.is_full:
            break
        if memory.has(path) or not is_page(path) or len(path) > MAX_PATH:
            continue
        query = "?" in path
        shape = _DIGITS.sub("#", path.partition("?")[0]) + "?" if query else ""
        if is_trap(path) or (query and path not in in_sitemap and shapes[shape] >= OF_ONE_SHAPE):
            counts["trap"] += 1
        elif not allowed(path):
            counts["robots"] += 1
        else:
            shapes[shape] += 1
            chosen.append(path)
    return chosen


def is_trap(path: str) -> bool:
    """Tell whether a path leads into a room without an end."""
    if _PAGING.search(path):
        return _repeats(path)
    return bool(_TRAP.search(path)) or path.count("&") > 2 or _repeats(path)


def _repeats(path: str) -> bool:
    """Broken relative links grow without end: /berita/berita/berita/..."""
    segments = [s for s in path.partition("?")[0].split("/") if s]
    most = max(Counter(segments).values(), default=0)
    return len(segments) > MAX_DEPTH or most > 2


def _hash(path: str) -> int:
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=4).digest())


def _unpacked(text: object) -> list[tuple[int, int]]:
    if not isinstance(text, str):
        return []
    try:
        packed = base64.b64decode(text[: 8 * MAX_READ], validate=True)
    except (binascii.Error, ValueError):
        return []
    whole = len(packed) - len(packed) % _ROW.size
    return [(int(key), int(day)) for key, day in _ROW.iter_unpack(packed[:whole])]
