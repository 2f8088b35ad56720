"""Reads a record's cells as text, lists, dates, telephone numbers, e-mail and site addresses."""

import re
from datetime import date, timedelta
from functools import cached_property

from ronda.engine.urls import BadUrl, parse
from ronda.register.guard import unguarded
from ronda.register.imports.layout import Record
from ronda.register.imports.plan import Problem
from ronda.register.sheets.grid import Cell
from ronda.register.words import clean

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[\w\-]+(\.[\w\-]+)+", re.ASCII)
_ERROR_VALUE = re.compile(r"#(REF|VALUE|NAME|NUM|NULL|DIV/0|N/A)[!?]?\Z", re.IGNORECASE)
_CALLED_PHONE = re.compile(r"^(?:telepon|telephone|telp|tlp|tel|phone)\b[\s.:]*", re.IGNORECASE)
_NOTHING = {"-", "--", "—", "–", "n/a", "tidak ada", "belum ada", "nihil", "kosong"}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar",
            "april apr", "mei may", "juni june jun", "juli july jul",
            "agustus august agu aug ags", "september sep sept", "oktober october okt oct",
            "november nov nopember", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheet dates


class Values:
    """A record's cells, read; what is wrong with them gathers in ``errors`` and ``warnings``."""

    def __init__(self, record: Record, unsaved: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.record = record
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        for key, column in record.columns.items():
            if (record.row, column.number) in unsaved and key not in record.cells:
                self.error(
                    key,
                    "rumus di sel ini belum punya hasil. Buka berkas di aplikasi lembar kerja, "
                    "simpan lagi, atau ganti rumus dengan nilainya.",
                    "the formula in this cell has no saved result. Open the file in a spreadsheet "
                    "program and save it again, or replace the formula by its value.",
                )

    @cached_property
    def row(self) -> int:
        """The row in the sheet."""
        return self.record.row

    def error(self, key: str, id: str, en: str, /, **values: object) -> None:
        """Note what makes the row impossible to import."""
        self.errors.append(self.record.problem(key, id, en, **values))

    def warn(self, key: str, id: str, en: str, /, **values: object) -> None:
        """Note what a person should look at."""
        self.warnings.append(self.record.problem(key, id, en, **values))

    def raw(self, key: str) -> str:
        """Return a cell as text with its line breaks, "" when there is nothing in it."""
        cell = self.record.cells.get(key)
        if cell is None:
            return ""
        text = _as_text(cell)
        if _ERROR_VALUE.match(text.strip()):
            self.error(
                key,
                "rumus di sel ini menghasilkan galat {found}. Perbaiki rumus atau tulis nilainya.",
                "the formula in this cell gives the error {found}. Mend it or write the value.",
                found=text.strip(),
            )
            return ""
        return unguarded(text)

    def text(self, key: str, limit: int) -> str:
        """Return a cell as one trimmed line of at most ``limit`` characters."""
        text = clean(self.raw(key))
        if text.lower() in _NOTHING:
            return ""
        if len(text) > limit:
            self.error(
                key,
                "isi sel {length} karakter, paling banyak {limit}. Ringkas isinya.",
                "the cell has {length} characters, {limit} at most. Shorten it.",
                length=len(text),
                limit=limit,
            )
            return ""
        return text

    def items(self, key: str, limit: int = 300) -> list[str]:
        """Return a list that is written with ";" or line breaks; repeated entries once."""
        found = [clean(part) for part in re.split(r"[;\n\r\u2028]+", self.raw(key))]
        kept = [part for part in found if part and part.lower() not in _NOTHING]
        for part in kept:
            if len(part) > limit:
                self.error(
                    key,
                    "“{start}…” lebih panjang dari {limit} karakter. Pisahkan daftar dengan "
                    "titik koma.",
                    "“{start}…” is longer than {limit} characters. Separate a list by semicolons.",
                    start=part[:40],
                    limit=limit,
                )
        return list(dict.fromkeys(part for part in kept if len(part) <= limit))

    def lines(self, key: str) -> list[str]:
        """Return a cell's lines, empty ones between included: lists side by side line up."""
        text = self.raw(key).replace("\r\n", "\n").replace("\r", "\n")
        found = [clean(line) for line in text.split("\n")]
        return ["" if line.lower() in _NOTHING else line for line in found]

    def block(self, key: str, limit: int) -> str:
        """Return a cell as text of several lines, each trimmed."""
        text = "\n".join(self.lines(key)).strip()
        if len(text) > limit:
            return self.text(key, limit)  # says that it is too long
        return text

    def day(self, key: str) -> date | None:
        """Return a date: a spreadsheet date, 31/12/2025, 31 Desember 2025, 2025-12-31 or 2025."""
        cell = self.record.cells.get(key)
        text = self.text(key, 60)
        if cell is None or not text:
            return None
        found = _number_day(cell) if isinstance(cell, float) else _text_day(text)
        if found is None:
            self.error(
                key,
                "“{text}” bukan tanggal. Tulis misalnya 31/12/2025 atau 31 Desember 2025.",
                "“{text}” is not a date. Write for example 31/12/2025 or 2025-12-31.",
                text=text,
            )
        return found

    def phone(self, key: str) -> str:
        """Return a telephone number as written; a zero that the spreadsheet swallowed comes back."""
        cell = self.record.cells.get(key)
        text = _CALLED_PHONE.sub("", self.text(key, 60))
        if isinstance(cell, float) and text and not text.startswith(("0", "62")):
            self.warn(
                key,
                "nomor {found} tersimpan sebagai angka sehingga nol di depannya hilang; "
                "kami baca 0{found}. Atur kolom ini sebagai teks.",
                "{found} is stored as a number and lost its leading zero; we read 0{found}. "
                "Format the column as text.",
                found=text,
            )
            text = f"0{text}"
        if text and sum(c.isdigit() for c in text) < 3:
            self.error(
                key,
                "“{text}” bukan nomor telepon. Tulis misalnya (0435) 821000.",
                "“{text}” is not a telephone number. Write for example (0435) 821000.",
                text=text,
            )
            return ""
        return text

    def email(self, key: str) -> str:
        """Return an e-mail address in lower case."""
        return self.as_email(key, self.text(key, 200))

    def as_email(self, key: str, text: str) -> str:
        """Return one address out of a cell, checked."""
        text = text.removeprefix("mailto:").strip().lower()
        if text and not _EMAIL.fullmatch(text):
            self.error(
                key,
                "“{text}” bukan alamat surel. Tulis satu alamat, misalnya dinkes@contohprov.go.id.",
                "“{text}” is not an e-mail address. Write one, for example dinkes@contohprov.go.id.",
                text=text,
            )
            return ""
        return text

    def urls(self, key: str) -> list[str]:
        """Return sites' addresses, each once whatever its scheme.

        A list may be written with commas, semicolons, spaces or line breaks.
        """
        found: dict[str, str] = {}
        raw = self.raw(key)
        if clean(raw).lower() in _NOTHING:  # of two words: "belum ada"
            return []
        for part in re.split(r"[,;\s]+", raw):
            text = part.strip("<>()[]\"'")
            if not text or text.lower() in _NOTHING:
                continue
            try:
                origin = parse(text)
            except BadUrl as error:
                self._bad_url(key, text, str(error))
                continue
            if "." not in origin.host and ":" not in origin.host:
                self._bad_url(key, text, "no dot in the host name")
                continue
            found.setdefault(origin.url.partition("://")[2], origin.url)
        return list(found.values())

    def _bad_url(self, key: str, text: str, why: str) -> None:
        self.error(
            key,
            "“{text}” bukan alamat situs. Tulis misalnya dinkes.contohprov.go.id.",
            "“{text}” is not a site's address ({why}). Write for example dinkes.contohprov.go.id.",
            text=text[:120],
            why=why,
        )


def _as_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else str(cell)
    return cell or ""


def _number_day(number: float) -> date | None:
    if 1900 <= number <= 2100 and number.is_integer():
        return date(int(number), 1, 1)
    if 10_000 <= number <= 80_000:  # 1927 to 2119
        return _SERIAL_ZERO + timedelta(days=int(number))
    return None


def _text_day(text: str) -> date | None:
    """Day before month, as in Indonesia, unless the year comes first."""
    words = [w for w in re.split(r"[\s/.\-]+", text.strip().lower().partition("t0")[0]) if w]
    if words and not words[0].isdigit() and words[0] not in _MONTHS:  # "Senin, 5 Januari 2026"
        words = words[1:]
    try:
        if len(words) == 1 and len(words[0]) == 4:
            return date(int(words[0]), 1, 1)
        if len(words) == 2 and words[0] in _MONTHS:
            return date(int(words[1]), _MONTHS[words[0]], 1)
        if len(words) != 3:
            return None
        first, middle, last = words
        month = _MONTHS.get(middle) or int(middle)
        year, day = (first, last) if len(first) == 4 else (last, first)
        return date(int(year), month, int(day)) if len(year) == 4 else None
    except ValueError:
        return None
