"""From an uploaded file to its sheets, whatever it is called and however it was made."""

import csv
import io
import subprocess
import sys

import msgspec

from ronda.engine.text import Text
from ronda.register.errors import Refused
from ronda.register.sheets import grid
from ronda.register.sheets.grid import Cell, Grid

_WORKBOOK_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_SAVE_AS = Text(
    "Buka di aplikasi lembar kerja, lalu simpan sebagai .xlsx atau .csv.",
    "Open it in a spreadsheet program and save it as .xlsx or .csv.",
)
_REASONS = {
    "encrypted": Text(
        "Berkas ini dilindungi kata sandi. Buka, hapus kata sandinya, lalu simpan lagi.",
        "This file is protected by a password. Open it, remove the password and save it again.",
    ),
    "bomb": Text(
        "Isi berkas ini melebihi 200 MB setelah dimekarkan, jadi tidak kami buka. "
        "Salin datanya ke lembar kerja baru.",
        "This file unpacks to more than 200 MB, so we did not open it. "
        "Copy its data into a new workbook.",
    ),
    "too_large": Text(
        "Membaca berkas ini perlu memori atau waktu terlalu banyak. Biasanya ada sel terisi "
        "yang letaknya sangat jauh. Salin datanya ke lembar kerja baru.",
        "Reading this file takes too much memory or time. Usually a cell far away is filled. "
        "Copy its data into a new workbook.",
    ),
    "too_many_rows": Text(
        f"Lembar kerja ini berisi lebih dari {grid.MAX_ROWS} baris. Bagi menjadi beberapa berkas.",
        f"This sheet has more than {grid.MAX_ROWS} rows. Split it into several files.",
    ),
    "too_many_columns": Text(
        f"Lembar kerja ini berisi lebih dari {grid.MAX_COLUMNS} kolom. Hapus kolom yang tidak perlu.",
        f"This sheet has more than {grid.MAX_COLUMNS} columns. Remove those that are not needed.",
    ),
    "cell_too_long": Text(
        f"Ada sel yang lebih panjang dari {grid.MAX_CELL} karakter. Ringkas isinya.",
        f"A cell is longer than {grid.MAX_CELL} characters. Shorten it.",
    ),
    "other_package": Text(
        "Berkas ini bukan lembar kerja (mungkin dokumen Word atau arsip zip). ",
        "This file is no workbook (a Word document or a zip archive, perhaps). ",
    ),
    "broken": Text(
        "Berkas ini rusak atau tidak lengkap, jadi tidak dapat dibaca. ",
        "This file is broken or incomplete and cannot be read. ",
    ),
}
_HELPED = ("other_package", "broken")


def read_file(file_name: str, content: bytes) -> tuple[list[Grid], list[Text]]:
    """Return the file's sheets and remarks about it; raises :class:`Refused` in words.

    What the file is follows from its content; a name that says otherwise is remarked upon.
    A CSV gives one grid for each delimiter that it may have been written with.
    """
    if not content.strip():
        raise Refused(Text("Berkas ini kosong.", "This file is empty."))
    if len(content) > grid.MAX_FILE_BYTES:
        raise Refused(
            Text(
                "Berkas lebih besar dari 20 MB. Bagi menjadi beberapa berkas.",
                "The file is larger than 20 MB. Split it into several files.",
            )
        )
    ending = file_name.rpartition(".")[2].lower()
    if content.startswith(_WORKBOOK_MARKS):
        return _workbook(content), _misnamed(ending, ("xlsx", "xlsm", "xls", "ods", "xlsb"))
    text, remarks = _decode(content)
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html", "<table", "<?xml")):
        raise Refused(
            Text(
                "Berkas ini halaman web atau XML, walau namanya .{ending}. " + _SAVE_AS.id,
                "This file is a web page or XML although it is called .{ending}. " + _SAVE_AS.en,
            ).fill(ending=ending)
        )
    return _csv(text), remarks + _misnamed(ending, ("csv", "tsv", "txt"))


def _misnamed(ending: str, expected: tuple[str, ...]) -> list[Text]:
    if ending in expected:
        return []
    kind = "CSV" if "csv" in expected else "Excel"
    return [
        Text(
            "Nama berkas berakhiran .{ending}, tetapi isinya {kind}; kami baca sebagai {kind}.",
            "The file's name ends in .{ending} but its content is {kind}; we read it as {kind}.",
        ).fill(ending=ending, kind=kind)
    ]


def _workbook(content: bytes) -> list[Grid]:
    """Let the child read it; see :mod:`ronda.register.sheets.workbook_child`."""
    reason = "broken"
    try:
        child = subprocess.run(
            [sys.executable, "-m", "ronda.register.sheets.workbook_child"],
            input=content,
            capture_output=True,
            timeout=60,
            check=False,
        )
        if child.returncode == 0:
            answer = msgspec.json.decode(child.stdout, type=list[Grid] | dict[str, str])
            if isinstance(answer, list):
                return answer
            reason = answer["error"]
        elif child.returncode < 0:  # killed by its limits
            reason = "too_large"
    except subprocess.TimeoutExpired:
        reason = "too_large"
    except msgspec.DecodeError:
        reason = "broken"
    text = _REASONS[reason]
    if reason in _HELPED:
        text = Text(text.id + _SAVE_AS.id, text.en + _SAVE_AS.en)
    raise Refused(text)


def _decode(content: bytes) -> tuple[str, list[Text]]:
    """Find the encoding: UTF-8, UTF-16 (with or without its mark), else Windows-1252."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), []
        zeros = content[:2000].count(0)
        if zeros > len(content[:2000]) // 4:
            order = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
            text = content.decode(order)
        else:
            text = content.decode("utf-8-sig")
        if "\0" not in text:
            return text, []
    except UnicodeDecodeError:
        if b"\0" not in content:
            try:
                text = content.decode("windows-1252")
            except UnicodeDecodeError:
                pass
            else:
                return text, [
                    Text(
                        "Berkas tidak memakai UTF-8; kami baca sebagai Windows-1252. "
                        "Periksa huruf yang tidak biasa pada pratinjau.",
                        "The file is not UTF-8; we read it as Windows-1252. "
                        "Look at unusual letters in the preview.",
                    )
                ]
    raise Refused(
        Text(
            "Berkas ini bukan lembar kerja dan bukan teks. " + _SAVE_AS.id,
            "This file is neither a workbook nor text. " + _SAVE_AS.en,
        )
    )


def _csv(text: str) -> list[Grid]:
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return [_delimited(rest, first.strip()[4], skipped=1)]
    marks = [mark for mark in ";,\t|" if mark in text[:100_000]] or [";"]
    found, failed = [], []
    for mark in marks:
        try:
            found.append(_delimited(text, mark))
        except Refused as error:  # read with the wrong delimiter it may well be nonsense
            failed.append(error)
    if not found:
        raise failed[0]
    return found


def _delimited(text: str, delimiter: str, skipped: int = 0) -> Grid:
    rows: dict[int, dict[int, Cell]] = {}
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for number, values in enumerate(reader, 1 + skipped):
            cells: dict[int, Cell] = {c: v for c, v in enumerate(values, 1) if v.strip()}
            if not cells:
                continue
            if len(rows) >= grid.MAX_ROWS:
                raise Refused(_REASONS["too_many_rows"])
            if max(cells) > grid.MAX_COLUMNS:
                raise Refused(_REASONS["too_many_columns"])
            if any(len(str(v)) > grid.MAX_CELL for v in cells.values()):
                raise Refused(_REASONS["cell_too_long"])
            rows[number] = cells
    except csv.Error as error:
        raise Refused(
            Text(
                "CSV ini tidak dapat dibaca di sekitar baris {row} ({error}). "
                "Periksa tanda kutip yang tidak ditutup.",
                "This CSV cannot be read near row {row} ({error}). Look for an unclosed quote.",
            ).fill(row=len(rows) + 1, error=error)
        ) from error
    return Grid(name="", rows=rows)
