"""Reads a workbook inside a child process with little memory and time; run with ``-m``.

A hostile workbook can ask the reader for terabytes (two cells, far apart) or crash it. The child
puts limits on itself first, so the worst that can happen is that it dies and the parent says so.
Standard input is the file, standard output a JSON list of :class:`Grid` or ``{"error": ...}``.
"""

import io
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from ronda.register.sheets import grid
from ronda.register.sheets.grid import Cell, Grid

MEMORY = 1_500_000_000  # bytes of address space, the interpreter's own included
SECONDS = 30  # of processor time

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b[^>]*"
    rb"(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class Unreadable(Exception):
    """The file cannot be read; the argument is a key that the parent has words for."""


def main() -> None:
    """Read standard input, write the sheets."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read(grid.MAX_FILE_BYTES + 1)
    try:
        answer: Any = read(content)
    except Unreadable as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "too_large"}
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def read(content: bytes) -> list[Grid]:
    """Return the visible sheets; raises :class:`Unreadable`."""
    import python_calamine as calamine

    unsaved: dict[str, list[tuple[int, int]]] = {}
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("encrypted")
    else:
        unsaved = _inspect(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        wanted = [
            (number, sheet.name)
            for number, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ][: grid.MAX_SHEETS]
        return [
            _sheet(book.get_sheet_by_index(number), name, unsaved.get(name, []))
            for number, name in wanted
        ]
    except calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except calamine.CalamineError as error:
        raise Unreadable("broken") from error


def _inspect(content: bytes) -> dict[str, list[tuple[int, int]]]:
    """Check the package's declared and real sizes; return each sheet's formulas without result."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        infos = package.infolist()
        if len(infos) > 5_000 or sum(i.file_size for i in infos) > grid.MAX_UNPACKED_BYTES:
            raise Unreadable("bomb")
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable("encrypted")
        left = grid.MAX_UNPACKED_BYTES
        parts: dict[str, bytes] = {}
        for info in infos:
            keep = info.filename.startswith(("xl/w", "xl/_rels/w")) and info.file_size < 50_000_000
            with package.open(info) as part:
                pieces = []
                while piece := part.read(1 << 20):
                    left -= len(piece)
                    if left < 0:  # the directory lied
                        raise Unreadable("bomb")
                    if keep:
                        pieces.append(piece)
                parts[info.filename] = b"".join(pieces)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable("broken") from error
    except Exception as error:
        if isinstance(error, Unreadable | MemoryError):
            raise
        raise Unreadable("broken") from error  # zlib.error and the like
    names = set(parts)
    if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & names:
        raise Unreadable("other_package")
    return _formulas(parts)


def _formulas(parts: dict[str, bytes]) -> dict[str, list[tuple[int, int]]]:
    """Formulas without a stored result, by sheet name: they would read as empty cells."""
    book = parts.get("xl/workbook.xml", b"")
    links = parts.get("xl/_rels/workbook.xml.rels", b"")
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", links):
        found = dict(re.findall(rb"(Id|Target)=\"([^\"]*)\"", tag))
        if len(found) == 2:
            targets[found[b"Id"]] = found[b"Target"].decode("utf-8", "replace")
    sheets = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book):
        name = re.search(rb"\bname=\"([^\"]*)\"", tag)
        link = re.search(rb"\br:id=\"([^\"]*)\"", tag)
        target = targets.get(link[1]) if link else None
        if not name or not target:
            continue
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        cells = []
        for found_cell in _FORMULA.finditer(parts.get(path, b"")):
            column = 0
            for char in found_cell[1]:
                column = column * 26 + char - 64
            cells.append((int(found_cell[2]), column))
            if len(cells) >= 1_000:
                break
        sheets[name[1].decode("utf-8", "replace")] = cells
    return sheets


def _sheet(sheet: Any, name: str, unsaved: list[tuple[int, int]]) -> Grid:
    top, left = sheet.start or (0, 0)
    _, right = sheet.end or (0, 0)
    if right >= 16_384 or (sheet.end or (0, 0))[0] > 1_048_576:
        raise Unreadable("too_large")
    rows: dict[int, dict[int, Cell]] = {}
    for number, values in enumerate(sheet.iter_rows(), top + 1):
        cells: dict[int, Cell] = {
            column: cell
            for column, value in enumerate(values, left + 1)
            if (cell := _cell(value)) is not None
        }
        if cells:
            rows[number] = cells
            if len(rows) > grid.MAX_ROWS:
                raise Unreadable("too_many_rows")
            if max(cells) > grid.MAX_COLUMNS:
                raise Unreadable("too_many_columns")
    merged = [
        (r1 + 1, c1 + 1, r2 + 1, c2 + 1)
        for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or [])[:10_000]
    ]
    return Grid(name=name, rows=rows, merged=merged, unsaved=unsaved)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    text = str(value)
    if len(text) > grid.MAX_CELL:
        raise Unreadable("cell_too_long")
    return text if text.strip() else None


if __name__ == "__main__":
    main()
