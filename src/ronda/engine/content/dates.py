"""Finds the days that a page tells: Indonesian, English and ISO dates, structured data, "3 hari lalu"."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import msgspec

from ronda.engine.artifacts import PageArtifact

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari pebruari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november nopember",
            "des desember dec december",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Every day on a page has a year of four digits: what stands around it is read, nothing else.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REACH = 24
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})[\s-]{{1,3}}({_MONTH})\.?,?[\s-]{{1,3}}(\d{{4}})\Z", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s{{1,3}}(\d{{1,2}}),?\s{{1,3}}(\d{{4}})\Z", re.I)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\Z")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_AGO = re.compile(
    r"\b(\d{1,3}|se)\s?(detik|menit|jam|hari|minggu|pekan|bulan)\s(?:yang\s)?lalu\b"
    r"|\b(\d{1,3}|an?)\s(second|minute|hour|day|week|month)s?\sago\b",
    re.I,
)
_TIME_TAG = re.compile(rb"<time\b[^>]{0,300}?\bdatetime\s?=\s?[\"']?([0-9T:+.Z -]{8,40})", re.I)
_LD_DATE = re.compile(r'"(?:dateModified|datePublished|uploadDate)"\s{0,5}:\s{0,5}"([^"]{8,40})"')
_META_NAMES = frozenset(
    {
        "article:modified_time",
        "article:published_time",
        "og:updated_time",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "date",
    }
)
_UPDATED = re.compile(
    r"(?:diperbarui|diperbaharui|pembaruan|dipublikasikan|diterbitkan|diposting|ditulis|"
    r"terakhir|update|updated|posted|published|rilis)\b[^.;]{0,40}$",
    re.I,
)
_OLDEST = 1995
_TEXT = 200_000
_MOST = 2_000


class Told(msgspec.Struct, frozen=True):
    """A day in the text, the words up to it, and whether they say that something was written."""

    day: date
    words: str
    marked: bool


class Dates(msgspec.Struct, frozen=True):
    """The days that a page tells, as far as they can be days of writing.

    ``structured`` come from mark-up made for machines, ``told`` from the text; ``ago`` is a
    relative time ("3 hari lalu") of less than a year, or "".
    """

    structured: tuple[date, ...]
    told: tuple[Told, ...]
    ago: str = ""

    def times(self, day: date) -> int:
        """How often a day is told in the text."""
        return sum(told.day == day for told in self.told)


def dates_of(page: PageArtifact, body: bytes) -> Dates:
    """Return the days that a page tells; ``body`` is searched for ``<time datetime>``."""
    structured = {
        *(d for found in _TIME_TAG.findall(body) if (d := _iso(found.decode("ascii", "replace")))),
        *(d for ld in page.json_ld for found in _LD_DATE.findall(ld[:_TEXT]) if (d := _iso(found))),
        *(d for name, value in page.metas if name.lower() in _META_NAMES and (d := _iso(value))),
    }
    text = page.text[:_TEXT]
    ago = next((m[0] for m in _AGO.finditer(text) if _within_a_year(m)), "")
    return Dates(tuple(sorted(structured)), tuple(islice(_told(text), _MOST)), ago)


def _within_a_year(found: re.Match[str]) -> bool:
    number, unit = found[1] or found[3], (found[2] or found[4]).lower()
    count = int(number) if number.isdigit() else 1
    days = {"hari": 1, "day": 1, "minggu": 7, "pekan": 7, "week": 7, "bulan": 30, "month": 30}
    return count * days.get(unit, 0) < 365


def _told(text: str) -> Iterator[Told]:
    for year in _YEAR.finditer(text):
        start = max(0, year.start() - _REACH)
        found = _ISO.match(text, year.start())
        day = _date(*(int(part) for part in found.groups())) if found else None
        # A number or rule that goes on after the year is no date ("1.2.2024-7").
        if found is None and text[year.end() : year.end() + 1] not in ("/", "-"):
            for pattern, reading in _READINGS:
                if found := pattern.search(text[start : year.end()]):
                    day = _date(*(int(part) for part in reading(found)))
                    break
        if found and day:
            begin = found.start() if found.re is _ISO else start + found.start()
            before = text[max(0, begin - 60) : begin]
            yield Told(day, before + found[0], bool(_UPDATED.search(before)))


def _day_and_month(found: re.Match[str]) -> tuple[str, int | str, str]:
    """Day first as in Indonesia, unless that cannot be."""
    day, month = found[1], found[3]
    return (found[4], day, month) if int(month) > 12 else (found[4], month, day)


Reading = Callable[[re.Match[str]], tuple[str, int | str, str]]
_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_DAY_FIRST, lambda m: (m[3], _MONTHS[m[2].lower()], m[1])),
    (_MONTH_FIRST, lambda m: (m[3], _MONTHS[m[1].lower()], m[2])),
    (_NUMERIC, _day_and_month),
)


def _iso(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text.strip()[:32].replace("Z", "+00:00"))
    except ValueError:
        return None
    try:
        return (
            (moment.astimezone(UTC) + timedelta(hours=7)).date() if moment.tzinfo else moment.date()
        )
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _OLDEST else None
    except ValueError:
        return None
