"""Broken and hostile spreadsheets end in a clear sentence, in bounded time and memory."""

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from ronda.register.errors import Refused
from ronda.register.sheets.files import read_file


def xlsx(change: Callable[[str, bytes], bytes] = lambda name, part: part) -> bytes:
    """A small good workbook whose parts may be tampered with."""
    book = openpyxl.Workbook()
    book.active.append(["Nama OPD", "Alamat"])
    book.active.append(["Dinas Kesehatan", "Jl. Merdeka"])
    plain = io.BytesIO()
    book.save(plain)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def with_cells(cells: str) -> bytes:
    """A workbook whose sheet has these cells as XML."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        head = part.partition(b"<sheetData>")[0]
        return head + f"<sheetData>{cells}</sheetData></worksheet>".encode()

    return xlsx(change)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", "<workbook/>")
        with target.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(210):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A bomb whose directory claims 100 bytes."""
    raw = bytearray(bomb())
    entry = raw.rfind(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = struct.pack("<I", 100)
    return bytes(raw)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


FAR_APART = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "kosong", id="empty"),
        pytest.param(b"  \n ", "kosong", id="blank"),
        pytest.param(b"PK\x03\x04 and nothing good", "rusak", id="not a zip after all"),
        pytest.param(xlsx()[:-300], "rusak", id="cut short"),
        pytest.param(
            xlsx(lambda n, p: p[: len(p) // 2] if "sheet1" in n else p), "rusak", id="half XML"
        ),
        pytest.param(bomb(), "200 MB", id="zip bomb"),
        pytest.param(lying_bomb(), "rusak", id="zip bomb with a lying directory"),
        pytest.param(encrypted(), "kata sandi", id="encrypted"),
        pytest.param(with_cells(FAR_APART), "memori", id="two cells at the sheet's far corners"),
        pytest.param(b"<html><table><tr><td>Nama OPD</td></tr></table>", "halaman web", id="HTML"),
        pytest.param(b"%PDF-1.7\n\x00\x01\xff\xfe\x81\x00", "bukan teks", id="PDF"),
        pytest.param(b"\xff\xfe\x00", "bukan teks", id="half UTF-16"),
        pytest.param(b"a;b\n" * 100_001, "100000 baris", id="too many rows"),
        pytest.param(b";".join([b"x"] * 201), "200 kolom", id="too many columns"),
        pytest.param(b'Nama OPD\n"' + b"x" * 200_000, "baris", id="a quote that never closes"),
        pytest.param(b"x" * 20_000_001, "20 MB", id="too large"),
    ],
)
def test_a_bad_file_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_file("daftar.xlsx", content)
    assert words in refusal.value.text.id
    assert refusal.value.text.en


def test_another_package_than_a_workbook_is_named_as_such() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(Refused, match="no workbook"):
        read_file("surat.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_in_every_common_encoding_and_delimiter(
    encoding: str, delimiter: str
) -> None:
    text = f"Nama OPD{delimiter}Alamat\nDinas É{delimiter}“Jl. A”\n"
    grids, _ = read_file("a.csv", text.encode(encoding))
    assert any(grid.rows[2] == {1: "Dinas É", 2: "“Jl. A”"} for grid in grids)


def test_a_guess_of_the_encoding_is_said() -> None:
    _, remarks = read_file("a.csv", "Nama OPD\nDinas É\n".encode("windows-1252"))
    assert "Windows-1252" in remarks[0].id


def test_a_name_that_says_otherwise_than_the_content_is_remarked_upon() -> None:
    grids, remarks = read_file("daftar.xlsx", b"Nama OPD\nDinas A\n")
    assert grids[0].rows[2] == {1: "Dinas A"}
    assert "isinya CSV" in remarks[0].id


def test_a_formula_without_saved_result_is_noticed() -> None:
    grids, _ = read_file(
        "a.xlsx",
        with_cells(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="3"><c r="B3"><f>A1&amp;"x"</f></c><c r="C3"><f>1</f><v>1</v></c></row>'
        ),
    )
    assert grids[0].unsaved == [(3, 2)]
